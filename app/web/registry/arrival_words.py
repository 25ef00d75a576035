"""What a page says of an arrival: kinds, reasons of a proposal, problems on the way."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _

KINDS = {
    "petition": _("Petiție: deschide un dosar"),
    "drop_off": _("Depunere de documente: deschide un dosar"),
    "completion": _("Completare: merge la dosarul care o așteaptă"),
    "entry": _("Numai înregistrare: merge la compartiment"),
}
DOCUMENTS = {
    "petition": _("Petiție"),
    "completion": _("Completare la un dosar"),
    "invoice": _("Factură"),
    "authority_letter": _("Adresă de la o instituție"),
    "appeal": _("Contestație sau plângere prealabilă"),
    "notification": _("Notificare"),
    "information_request": _("Cerere de informații publice (Legea 544/2001)"),
    "audience_request": _("Cerere de audiență"),
    "application": _("Cerere pentru un act"),
    "offer": _("Ofertă comercială"),
    "other": _("Altul"),
}
CATEGORIES = {
    "sanitation": _("Salubrizare"),
    "green_spaces": _("Spații verzi"),
    "roads": _("Străzi și trotuare"),
    "parking": _("Parcări"),
    "urbanism": _("Urbanism și construcții"),
    "commerce": _("Comerț"),
    "local_police": _("Poliția Locală"),
    "taxes": _("Taxe și impozite locale"),
    "civil_status": _("Stare civilă"),
    "owners_associations": _("Asociații de proprietari"),
    "other": _("Altceva"),
}
SOURCES = {
    "mailbox": _("e-mail"),
    "scanner": _("scaner"),
    "counter": _("ghișeu"),
    "locker": _("casetă"),
}
WRONG = {
    "required": _("Completați câmpul."),
    "too_long": _("Textul este prea lung."),
    "choice": _("Alegeți o variantă din listă."),
    "date": _("Scrieți data ca 23.11.2026."),
    "count": _("Scrieți un număr întreg."),
}
_REASONS = {
    "awaited": _("dosarul nr. %(number)s așteaptă completări de la acest expeditor"),
    "by_kind": _("acest fel de document merge întotdeauna acolo"),
    "no_words": _("nimic din text nu arată altceva"),
    "no_address": _("lipsește adresa, deci formularul petiției nu este complet"),
    "proved": _("adresa de e-mail este dovedită: %(name)s"),
    "seen_before": _("adresa a mai fost folosită de %(name)s; expeditorul nu este dovedit"),
    "replied": _("răspunde la mesajul înregistrat cu nr. %(number)s"),
    "named": _("textul spune nr. %(number)s"),
}
_PROBLEMS = {
    "too_many_files": _("Are mai mult de %(most)s fișiere; celelalte sunt numai în mesajul întreg."),
    "too_many_parts": _("Mesajul are prea multe părți; s-au citit %(most)s."),
    "too_deep": _("Mesaje puse unele în altele prea adânc; ce este dedesubt nu s-a deschis."),
    "alphabet_guessed": _("Alfabetul textului a fost ghicit; unele litere pot fi greșite."),
    "attachment_damaged": _("Fișierul „%(name)s” este stricat."),
    "zip_encrypted": _("Arhiva „%(name)s” are parolă și nu s-a deschis."),
    "zip_too_many": _("Arhiva „%(name)s” are mai mult de %(most)s fișiere."),
    "zip_damaged": _("Arhiva „%(name)s” este stricată."),
    "zip_nested": _("În arhiva „%(name)s” este altă arhivă („%(inside)s”), care nu s-a deschis."),
    "zip_bomb": _("„%(inside)s” din arhiva „%(name)s” se umflă peste măsură și nu s-a deschis."),
    "not_read": _(
        "Nimeni nu a citit textul paginilor: sunt poze, iar programul care le citește nu este aici."
    ),
    "infected": _("S-a găsit un virus (%(virus)s): %(name)s. Mesajul este în carantină."),
    "tnef": _("„%(name)s” este în formatul intern al programului Outlook și nu s-a deschis."),
    "encrypted": _("Mesajul sau „%(name)s” este criptat și nu poate fi citit."),
    "unreadable": _("Mesajul nu poate fi citit; deschideți-l întreg, cu grijă."),
    "text_cut": _("Textul este foarte lung; aici este numai începutul."),
    "message_too_large": _("Mesajul are %(megabytes)s MB și s-a păstrat numai antetul lui."),
    "spf_failed": _("Serverul care l-a trimis nu este al expeditorului (SPF)."),
    "dkim_failed": _("Semnătura domeniului expeditorului nu se potrivește (DKIM)."),
    "dmarc_failed": _("Domeniul expeditorului spune că mesajul nu este al lui (DMARC)."),
    "claims_own_domain": _("Se dă drept trimis de la primărie, dar nu vine de la noi."),
    "several_senders": _("Are mai mulți expeditori."),
    "no_sender": _("Nu are expeditor."),
    "name_says_another": _("Numele expeditorului arată altă adresă decât cea adevărată."),
    "return_path_differs": _("Adresa de întoarcere este alta decât a expeditorului."),
    "reply_to_differs": _("Răspunsul ar merge la altă adresă decât cea a expeditorului."),
}


def reason(one: Mapping[str, Any]) -> str:
    """Why a field of the proposal says what it says."""
    key, facts = one["key"], dict(one.get("facts") or {})
    if key == "words":
        quoted = ", ".join(f"„{word}”" for word in facts.get("words", []))
        return str(gettext("cuvintele %(words)s", words=quoted))
    if key == "history":
        said: str = ngettext(
            "și documentul de dinainte al expeditorului",
            "la fel la %(count)s din %(total)s documente ale expeditorului",
            int(facts.get("count", 0)),
            count=facts.get("count", 0),
            total=facts.get("total", 0),
        )
        return said
    if key in {"same", "alike"}:
        return _twice(facts)
    return str(_REASONS.get(key, key)) % facts if key in _REASONS else key


def _twice(facts: Mapping[str, Any]) -> str:
    number = facts.get("number") or gettext("încă neînregistrat")
    return str(gettext("seamănă %(alike)s la sută cu %(number)s", alike=facts.get("alike", 0), number=number))


def reasons(proposal: Mapping[str, Any]) -> dict[str, str]:
    """For each field the reasons, in one line."""
    found: dict[str, list[str]] = {}
    for one in proposal.get("reasons") or []:
        found.setdefault(str(one["field"]), []).append(reason(one))
    return {field: "; ".join(said) for field, said in found.items()}


def problems(arrival_problems: list[Any], trust: Mapping[str, Any]) -> list[str]:
    """What a registrar must know of how it came: of the message, then of its sender."""
    known = [(str(one["key"]), dict(one.get("facts") or {})) for one in arrival_problems]
    known += [(str(key), {}) for key in trust.get("reasons") or []]
    return [_problem(key, facts) for key, facts in known]


def _problem(key: str, facts: dict[str, Any]) -> str:
    said = _PROBLEMS.get(key)
    try:
        return str(said) % facts if said is not None else f"{key} {facts.get('name', '')}".strip()
    except KeyError:
        return str(said)
