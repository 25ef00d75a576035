"""What is wrong with an answer, in a sentence: the form's own words first, else ours."""

from collections.abc import Iterable

from flask_babel import get_locale
from flask_babel import lazy_gettext as _

from app.cityhall.forms import rules
from app.cityhall.forms.showing import romanian_number

# %(label)s is the question, %(limit)s the bound; translated when somebody reads them.
_SENTENCES: dict[str, object] = {
    "required": _("Completați „%(label)s”."),
    "must_accept": _("Bifați „%(label)s” ca să continuați."),
    "choice": _("Alegeți una dintre variantele de la „%(label)s”."),
    "too_long": _("„%(label)s” este prea lung (limita de caractere: %(limit)s)."),
    "too_short": _("„%(label)s” este prea scurt (minimul de caractere: %(limit)s)."),
    "too_small": _("„%(label)s” trebuie să fie mai mare decât %(limit)s."),
    "too_big": _("„%(label)s” poate fi cel mult %(limit)s."),
    "too_few": _("Adăugați cel puțin un rând la „%(label)s”."),
    "too_many": _("La „%(label)s” sunt prea multe rânduri (limita: %(limit)s)."),
    "repeated": _("La „%(label)s” aceeași variantă apare de două ori."),
    "type:number": _("La „%(label)s” scrieți un număr, de exemplu 1.250,5."),
    "type:integer": _("La „%(label)s” scrieți un număr întreg, de exemplu 12."),
    "type:boolean": _("Alegeți una dintre variantele de la „%(label)s”."),
    "format:date": _("„%(label)s”: scrieți o dată care există, cu zi, lună și an, de exemplu 23 11 2026."),
    "format:email": _("„%(label)s”: scrieți adresa întreagă, de exemplu nume@exemplu.ro."),
    "format:ro-cnp": _("CNP-ul nu este corect. Verificați cele 13 cifre."),
    "format:ro-cui": _("Codul fiscal nu este corect. Verificați cifrele."),
    "format:ro-phone": _("Numărul de telefon nu este corect. Scrieți-l ca 0721 234 567 sau +40 721 234 567."),
    "format:ro-postcode": _("Codul poștal are 6 cifre, de exemplu 061234."),
    "format:ro-postcode-06": _("Codul poștal are 6 cifre, de exemplu 061234."),
    "format:iban": _("Contul IBAN nu este corect. Verificați literele și cifrele."),
    "looks:ro-postcode-06": _(
        "„%(label)s” nu este din sectorul 6, unde codurile încep cu 06. Dacă este corect, îl puteți lăsa așa."
    ),
    "looks:ro-cadastral": _(
        "„%(label)s” nu arată ca un număr din sistemul ANCPI (de exemplu 234567-C1). "
        "Dacă este un număr vechi, îl puteți lăsa așa."
    ),
    "format:ro-time": _("„%(label)s”: scrieți ora cu minute, de exemplu 08:30."),
    "format:ro-onrc": _(
        "Numărul de la Registrul Comerțului nu este corect. Scrieți-l ca J40/123/2012 sau J2012000750528."
    ),
    "format:ro-caen": _("Codul CAEN are patru cifre, de exemplu 5611."),
    "format:ro-week": _("Alegeți cel puțin o zi în care este deschis."),
    "format:ro-day": _(
        "„%(label)s”: ora de închidere vine după ora de deschidere, iar pauza între ele. "
        "Dacă închideți după miezul nopții, alegeți „Deschis peste miezul nopții”."
    ),
    "looks:listed": _(
        "„%(label)s”: codul %(limit)s nu este în lista noastră. Dacă este corect, îl puteți lăsa așa."
    ),
    "unknown": _("Formularul nu are câmpul „%(label)s”."),
}

_OTHERWISE: object = _("Verificați „%(label)s”.")


def language() -> str:
    """The reader's language, `ro` or `en`."""
    return str(get_locale() or "ro")[:2]


def sentence(form: rules.FormDefinition, error: rules.FieldError) -> str:
    """One error as a person reads it beside the field."""
    own = form.ui.get("x-errors", {}).get(rules.plain(error.field), {})
    said = own.get(error.key) or own.get(error.key.split(":")[0])
    if said:
        return rules.text(form, said, language())
    said = str(_SENTENCES.get(error.key, _OTHERWISE))
    return said % {"label": _label(form, error), "limit": _limit(error)}


def _label(form: rules.FormDefinition, error: rules.FieldError) -> str:
    return error.field if error.key == "unknown" else rules.label(form, error.field, language())


def _limit(error: rules.FieldError) -> str:
    return romanian_number(error.limit) if isinstance(error.limit, int | float) else str(error.limit or "")


def sentences(form: rules.FormDefinition, errors: Iterable[rules.FieldError]) -> dict[str, str]:
    """Sentences by field, for the messages beside the fields."""
    return {error.field: sentence(form, error) for error in errors}


def error_summary(form: rules.FormDefinition, errors: Iterable[rules.FieldError]) -> list[tuple[str, str]]:
    """(name of the input to go to, sentence) for the list on top of the page."""
    return [(_target(form, error), _numbered(form, error)) for error in errors]


def _target(form: rules.FormDefinition, error: rules.FieldError) -> str:
    """A date is three boxes: its link goes to the first of them."""
    if error.key == "unknown":
        return ""
    is_date = rules.field_schema(form, error.field).get("format") == "date"
    return f"{error.field}.day" if is_date else error.field


def _numbered(form: rules.FormDefinition, error: rules.FieldError) -> str:
    row = next((name for name in error.field.split(".") if name.isdigit()), None)
    if row is None:
        return sentence(form, error)
    return f"{row_title(form, error.field.split('.')[0])} {int(row) + 1}: {sentence(form, error)}"


def row_title(form: rules.FormDefinition, name: str) -> str:
    """What one row of a repeating group is called."""
    title = rules.field_ui(form, name).get("ui:options", {}).get("row", "")
    return rules.text(form, title, language()) if title else str(_("Rândul"))
