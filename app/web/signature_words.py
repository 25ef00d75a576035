"""What became of the signatures in a file that somebody sent, and of a look for viruses: in words."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from flask_babel import gettext as _
from flask_babel import lazy_gettext as l_
from flask_babel.speaklater import LazyString

from app.cityhall.documents import reports, scans
from app.cityhall.documents.models import Document
from app.cityhall.documents.reports import SignatureReport
from app.cityhall.documents.scans import FileScan
from app.outside import FoundSignature
from app.web import filters

Word = tuple[LazyString, str]
TAGS: Mapping[str, Word] = {
    "whole": (l_("Semnături valabile"), "ok"),
    "changed": (l_("Schimbat după semnare"), "bad"),
    "added": (l_("Completat după semnare"), "wait"),
    "unknown_authority": (l_("Semnătură de la o autoritate necunoscută"), "wait"),
    "expired": (l_("Certificat expirat"), "wait"),
    "revoked": (l_("Certificat revocat"), "bad"),
    "unreadable": (l_("Semnături care nu pot fi citite"), "wait"),
}
SAID: Mapping[str, LazyString] = {
    "whole": l_("Fișierul este cel semnat, iar certificatul vine de la o autoritate de încredere."),
    "changed": l_("Fișierul a fost schimbat după ce a fost semnat. Nu vă puteți baza pe el."),
    "added": l_("Ce s-a semnat este întreg, dar fișierul a fost completat după aceea."),
    "unknown_authority": l_(
        "Fișierul este cel semnat, dar autoritatea care a dat certificatul nu este în lista noastră "
        "de încredere."
    ),
    "expired": l_("Fișierul este cel semnat, dar certificatul nu era valabil la data verificării."),
    "revoked": l_("Certificatul semnatarului a fost revocat."),
    "unreadable": l_("Semnătura nu poate fi citită."),
}
SCANNED: Mapping[str, Word] = {
    "infected": (l_("Are un virus"), "bad"),
    "refused": (l_("Prea mare pentru verificarea de viruși"), "bad"),
}


class Line(NamedTuple):
    """One signature: who, when, what became of it."""

    who: str
    when: str
    said: str
    tone: str


class Known(NamedTuple):
    """All that is known of one file: the tag it gets, a line for each signature, a word on viruses.

    `alarming`: is that word worth saying among others?
    """

    tag: str
    tone: str
    lines: list[Line]
    viruses: str
    alarming: bool
    checked: str


def of(documents: Iterable[Document]) -> dict[str, Known]:
    """What is known of the latest revisions of these documents, by hash; nothing of the hall's own."""
    hashes = {one.latest.sha256 for one in documents}
    found, looks = reports.of(hashes), scans.of(hashes)
    return {one: _known(found.get(one), looks.get(one)) for one in found.keys() | looks.keys()}


def lines(found: Iterable[FoundSignature]) -> list[Line]:
    """A line for each signature."""
    return [_line(one) for one in found]


def note(known: Known | None) -> str:
    """In short, for a row among others."""
    if known is None:
        return ""
    who = ", ".join(one.who for one in known.lines)
    signed = _("Semnat de %(who)s.", who=who) if who else ""
    return " ".join(filter(None, (signed, known.viruses if known.alarming else "")))


def _known(report: SignatureReport | None, look: FileScan | None) -> Known:
    tag, tone = _tag(report, look)
    found = [FoundSignature(**_read(one)) for one in report.found] if report else []
    checked = filters.moment(report.checked_at) if report and report.outcome != reports.NONE else ""
    alarming = look is not None and look.verdict != scans.CLEAN
    return Known(str(tag), tone, lines(found), _viruses(look), alarming, checked)


def _tag(report: SignatureReport | None, look: FileScan | None) -> tuple[LazyString | str, str]:
    """A virus before anything else."""
    if look is not None and look.verdict in SCANNED:
        return SCANNED[look.verdict]
    if report is None or report.outcome not in TAGS:
        return "", ""
    said, tone = TAGS[report.outcome]
    return (_("%(said)s (DEMO)", said=said) if any(one["demo"] for one in report.found) else said), tone


def _viruses(look: FileScan | None) -> str:
    if look is None:
        return ""
    if look.verdict == scans.NOT_SCANNED:
        return str(_("Neverificat de viruși."))
    if look.verdict == scans.CLEAN:
        return str(_("Verificat de viruși: nu are."))
    return str(_("Virus găsit: %(name)s.", name=look.words))


def _read(one: Mapping[str, Any]) -> dict[str, Any]:
    return {**one, "at": datetime.fromisoformat(one["at"]) if one["at"] else None}


def _line(one: FoundSignature) -> Line:
    demo = _("Certificat DEMO, fără valoare juridică.") if one.demo else ""
    # Nobody is to be trusted for a certificate that proves nothing.
    told = _("Fișierul este cel semnat.") if one.demo and one.outcome == "whole" else str(SAID[one.outcome])
    issuer = _("Certificat dat de %(issuer)s.", issuer=one.issuer) if one.issuer else ""
    said = " ".join(filter(None, (told, issuer, demo)))
    return Line(one.name or _("Semnatar necunoscut"), _when(one), said, TAGS[one.outcome][1])


def _when(one: FoundSignature) -> str:
    if one.at is None:
        return str(_("fără oră"))
    if one.stamped:
        return str(_("%(when)s, ora certificată", when=filters.moment(one.at)))
    return str(_("%(when)s, ora spusă de semnatar", when=filters.moment(one.at)))
