"""What may differ, by its name in the files: fields of steps, of forms, of papers, settings and terms."""

from collections.abc import Mapping

from flask_babel import lazy_gettext
from flask_babel.speaklater import LazyString

_ = lazy_gettext
Words = Mapping[str, LazyString]

DIAGRAM: Words = {
    "name": _("numele"),
    "name_en": _("numele în engleză"),
    "kind": _("felul pasului"),
    "lane": _("banda"),
    "scope": _("subprocesul în care stă"),
    "label": _("cuvintele pentru cetățean"),
    "label_en": _("cuvintele pentru cetățean, în engleză"),
    "status": _("starea cererii"),
    "form": _("formularul"),
    "ui": _("așezarea formularului"),
    "operation": _("operațiunea"),
    "result": _("numele rezultatului"),
    "letter": _("scrisoarea"),
    "due": _("termenul sarcinii"),
    "department": _("compartimentul"),
    "script": _("calculul"),
    "scripts": _("calculele dinainte și de după"),
    "decision": _("decizia"),
    "called": _("diagrama chemată"),
    "attached_to": _("pasul pe care stă"),
    "interrupting": _("dacă întrerupe"),
    "default": _("calea obișnuită"),
    "event": _("evenimentul"),
    "rounds": _("repetarea"),
    "on_event": _("pornirea la eveniment"),
    "reads": _("datele citite"),
    "writes": _("datele scrise"),
    "executable": _("dacă poate rula"),
    "lane_name": _("numele benzii"),
    "lane_name_en": _("numele benzii în engleză"),
    "lane_role": _("rolul benzii"),
    "flow_source": _("de unde pleacă"),
    "flow_target": _("unde ajunge"),
    "flow_condition": _("condiția"),
    "flow_name": _("numele săgeții"),
    "flow_name_en": _("numele săgeții în engleză"),
}
TABLE: Words = {
    "name": _("numele"),
    "policy": _("cum se aleg regulile"),
    "aggregation": _("cum se adună răspunsurile"),
    "formula": _("formula"),
    "inputs": _("coloanele întrebate"),
    "outputs": _("coloanele răspunsului"),
    "needs": _("deciziile pe care se sprijină"),
}
FORM: Words = {
    "title": _("titlul"),
    "description": _("descrierea"),
    "type": _("felul"),
    "format": _("formatul"),
    "oneOf": _("alegerile"),
    "enum": _("alegerile"),
    "items": _("ce se alege sau se repetă"),
    "properties": _("câmpurile din grup"),
    "required": _("dacă trebuie completat"),
    "maxLength": _("lungimea maximă"),
    "minLength": _("lungimea minimă"),
    "minimum": _("cel mai mic număr"),
    "maximum": _("cel mai mare număr"),
    "minItems": _("numărul minim"),
    "maxItems": _("numărul maxim"),
    "default": _("valoarea dinainte"),
    "const": _("valoarea fixă"),
    "fields": _("câmpurile"),
    "allOf": _("condițiile"),
    "ui:help": _("indicația"),
    "ui:widget": _("cum se întreabă"),
    "ui:options": _("opțiunile de afișare"),
    "ui:autocomplete": _("completarea automată"),
    "x-code": _("codul oficial"),
    "x-version": _("versiunea formularului"),
    "x-prefill": _("ce se completează singur"),
    "x-i18n": _("textele în engleză"),
    "x-errors": _("textele greșelilor"),
}
SETTINGS: Words = {
    "title": _("Titlul procedurii"),
    "title_en": _("Titlul în engleză"),
    "summary": _("Prezentarea pe scurt"),
    "summary_en": _("Prezentarea în engleză"),
    "department": _("Compartimentul"),
    "group": _("Grupul de servicii"),
    "begun_by": _("Cine o începe"),
    "form": _("Formularul cererii"),
    "form_code": _("Codul formularului"),
    "form_version": _("Versiunea formularului"),
    "valid_from": _("În vigoare din"),
    "nomenclature": _("Codul din nomenclator"),
    "retention_years": _("Anii de păstrare"),
    "term.days": _("Termenul legal, în zile"),
    "term.unit": _("Felul zilelor din termen"),
    "term.act": _("Temeiul termenului"),
    "term.extension.days": _("Prelungirea, în zile"),
    "service.cost": _("Costul, pe pagina serviciului"),
    "service.term_words": _("Termenul, pe pagina serviciului"),
    "service.who": _("Cine poate cere"),
    "service.what": _("Ce se întâmplă, pe pagina serviciului"),
    "service.law": _("Temeiul legal"),
}
LETTERS: Words = {
    "title": _("titlul"),
    "title_en": _("titlul în engleză"),
    "kind": _("felul"),
    "signers": _("cine semnează"),
    "register": _("registrul"),
    "code": _("codul"),
    "version": _("versiunea"),
}
OTHER: Words = {
    "subject": _("subiectul"),
    "email": _("e-mailul"),
    "sms": _("SMS-ul"),
    "en.subject": _("subiectul în engleză"),
    "en.email": _("e-mailul în engleză"),
    "en.sms": _("SMS-ul în engleză"),
    "title": _("titlul"),
    "title_en": _("titlul în engleză"),
    "need": _("cât este de necesar"),
    "when": _("când se cere"),
    "hint": _("indicația"),
    "hint_en": _("indicația în engleză"),
    "if_missing": _("ce se întâmplă dacă lipsește"),
    "law": _("temeiul legal"),
}
BY_PART: Mapping[str, Words] = {
    "diagram": DIAGRAM,
    "table": TABLE,
    "form": FORM,
    "term": SETTINGS,
    "letter": SETTINGS,
    "other": SETTINGS,
}


def field(part: str, name: str) -> str:
    """A field in words; what has none is called as the file calls it."""
    if name.startswith("parameter:"):
        return str(_("parametrul „%(name)s”", name=name.removeprefix("parameter:")))
    if name.startswith("letters."):
        _letters, own, rest = [*name.split(".", 2), ""][:3]
        return str(_("Scrisoarea „%(name)s”: %(field)s", name=own, field=LETTERS.get(rest, rest)))
    return str(BY_PART.get(part, OTHER).get(name, f"„{name}”"))
