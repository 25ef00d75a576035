"""What the screen says: a line at the field for a mistake, a page of its own for what is nobody's fault."""

from flask_babel import gettext as _

from app.journey.lockers.kiosk import Standing
from app.web.kiosk.typed import Typed

FACTOR = frozenset({"factor_needed", "factor_wrong"})
# The controller says these only of a code that it knows.
KNOWN_CODE = frozenset({"early", "expired", "used", "jammed", "wrong_state"})
MISTAKES = frozenset({"unknown", "early", "wrong_state"})


def mistyped(shown: Typed) -> str:
    """What is missing, before the cabinet is asked (it counts wrong tries)."""
    if not shown.credential:
        return str(_("Arătați codul QR sau scrieți numărul ușii și PIN-ul din mesaj."))
    if not shown.token and shown.door is None:
        return str(_("Scrieți și numărul ușii; este în mesaj, lângă PIN."))
    return ""


def mistake(code: str) -> str:
    """A line at the field."""
    sentences: dict[str, str] = {
        "early": _("Codul nu este bun încă. În mesaj scrie de când puteți deschide ușa."),
        "wrong_state": _("Ușa nu se poate deschide acum cu acest cod. Încercați puțin mai târziu."),
    }
    other: str = _(
        "Nu recunoaștem acest cod la această casetă. Verificați în ultimul mesaj primit caseta, numărul "
        "ușii și cele opt cifre."
    )
    return sentences.get(code, other)


def trouble(code: str, door: int | None, purpose: str = "") -> tuple[str, str] | None:
    """Title and sentence of a page of its own; None when it is a mistake at the field.

    `purpose` of the grant, where it is known: whoever lays papers in still has them in the hands.
    """
    if code in MISTAKES:
        return None
    if code == "jammed":
        return _jammed(door, purpose)
    if code == "expired" and purpose == "deposit":
        return _kept_no_more()
    pages: dict[str, tuple[str, str]] = {
        "locked": (
            _("Așteptați puțin"),
            _(
                "Au fost prea multe coduri greșite, de aceea tastatura s-a închis o vreme. "
                "Codul QR merge și acum."
            ),
        ),
        "used": (
            _("Codul a fost folosit"),
            _("Cu acest cod ușa a fost deschisă deja. Dacă nu ați deschis-o dumneavoastră, sunați-ne."),
        ),
        "expired": (
            _("Timpul a trecut"),
            _("Documentul nu mai este în casetă: vă așteaptă la ghișeu. Legătura din mesaj spune când."),
        ),
    }
    return pages.get(code, _not_there())


def _kept_no_more() -> tuple[str, str]:
    text = _("Codul nu mai este bun. Nu s-a pierdut nimic din ce ați scris: cereți altă ușă din cont.")
    return _("Ușa nu mai este păstrată"), text


def _jammed(door: int | None, purpose: str) -> tuple[str, str]:
    text: str = _(
        "Documentul este în siguranță și i-am anunțat pe colegii noștri. Ei îl mută la altă ușă, iar "
        "dumneavoastră primiți un SMS cu numărul ei; codul rămâne bun."
    )
    if purpose == "deposit":
        text = _(
            "I-am anunțat pe colegii noștri. Păstrați hârtiile la dumneavoastră: nu s-a înregistrat nimic "
            "încă. Încercați mai târziu sau sunați-ne."
        )
    if door is None:
        return _("Ușa s-a blocat"), text
    return _("Ușa %(number)s s-a blocat", number=door), text


def _not_there() -> tuple[str, str]:
    text = _("Documentul este în siguranță, dar nu putem deschide uși. Încercați din nou peste un minut.")
    return _("Caseta nu răspunde"), text


def wrong_factor(kind: str) -> str:
    """What was said besides the code does not fit."""
    if kind == "number":
        return str(_("Numărul nu se potrivește. Scrieți numai cifrele dinaintea barei."))
    return str(_("Data nașterii nu se potrivește. Verificați ziua, luna și anul."))


def seen(standing: Standing) -> str:
    """One word that changes when the page has something new to say."""
    return f"{standing.state}:{standing.moved_to or ''}:{standing.number}"
