"""What the archive prints: inventory with its minute, selection list with its minute, certificate, opis.

Models: Legea 16/1996, annexes 2 (inventory), 3 (current evidence), 4 (minute of selection) and 5 (list).
Always Romanian.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from app.cityhall import institutions
from app.cityhall.archive import inventories, selections
from app.cityhall.archive.models import PERMANENT, ArchiveFile, Inventory, Selection
from app.cityhall.institutions import Institution
from app.cityhall.people.models import Person
from app.cityhall.registry.rules import BUCHAREST
from app.journey.house import House

NARROW = "auto"
WIDE = "wide"


def inventory(one: Inventory, house: House) -> bytes:
    """The inventory, which is also the minute of the hand-over."""
    files = inventories.files(one.id)
    kept = _term(one.years)
    lines = [
        f"Dosare închise în anul {one.year}, compartimentul {one.department or '–'}, se păstrează {kept}.",
        f"Dosare cuprinse în prezentul inventar, în format electronic: {len(files)}.",
        *_handed(one),
    ]
    rows = [
        [str(at), file.code, file.title, f"{file.closed_on:%d.%m.%Y}", str(len(file.contents)), _until(file)]
        for at, file in enumerate(files, start=1)
    ]
    return _paper(
        one.institution_id,
        house,
        one.received_at or one.handed_at or one.made_at,
        title="Inventar și proces-verbal de predare",
        subtitle=f"nr. {one.number}, anul {one.year}",
        lines=lines,
        columns=["Nr.", "Indicativ", "Conținutul pe scurt", "Închis", "Documente", "Se păstrează"],
        widths=[NARROW, NARROW, WIDE, NARROW, NARROW, NARROW],
        rows=rows,
        signers=["Am predat, pentru compartiment", "Am primit, arhivar"],
    )


def _handed(one: Inventory) -> list[str]:
    said = [("Predat", one.handed_at, one.handed_by), ("Primit", one.received_at, one.received_by)]
    lines = [f"{word} la {_moment(at)} de {who.full_name}." for word, at, who in said if at and who]
    return [*lines, *([f"Locul în arhivă: {one.location}."] if one.location else [])]


def evidence(institution_id: UUID, house: House, now: datetime) -> bytes:
    """The register of current evidence (annex 3): what came into the archive, and what of it went."""
    rows = [
        [
            str(at),
            f"{one.received_at:%d.%m.%Y}" if one.received_at else "",
            one.department or "–",
            str(one.year),
            str(one.number),
            _term(one.years),
            str(count),
            str(destroyed),
            one.location,
        ]
        for at, (one, count, destroyed) in enumerate(inventories.evidence(institution_id), start=1)
    ]
    return _paper(
        institution_id,
        house,
        now,
        title="Registru de evidență curentă",
        subtitle=f"la {_moment(now)}",
        landscape=True,
        lines=[f"Inventare primite: {len(rows)}."],
        columns=["Nr.", "Primit", "Compartiment", "An", "Inventar", "Termen", "Dosare", "Distruse", "Locul"],
        widths=[NARROW, NARROW, WIDE, NARROW, NARROW, NARROW, NARROW, NARROW, WIDE],
        rows=rows,
        signers=["Arhivar"],
    )


def selection(one: Selection, house: House) -> bytes:
    """The list of what is proposed for destruction, with the commission's minute."""
    items = selections.items(one.id)
    rows = [
        [
            str(at),
            item.file.code,
            item.file.title,
            f"{item.file.closed_on:%d.%m.%Y}",
            _until(item.file),
            item.excepted_because or "",
        ]
        for at, item in enumerate(items, start=1)
    ]
    return _paper(
        one.institution_id,
        house,
        one.confirmed_at or one.reviewed_at or one.made_at,
        title="Proces-verbal de selecționare și listă",
        subtitle=one.name,
        lines=[*_people(one), f"Dosare cu termenul de păstrare împlinit: {len(items)}."],
        columns=["Nr.", "Indicativ", "Conținutul pe scurt", "Închis", "Termen", "Se păstrează, pentru că"],
        widths=[NARROW, NARROW, WIDE, NARROW, NARROW, WIDE],
        rows=rows,
        signers=["Președintele comisiei", "Secretarul comisiei (arhivar)", "Membru"],
    )


def certificate(one: Selection, house: House) -> bytes:
    """The certificate of destruction: what was destroyed when, and what was spared at the last moment."""
    items = selections.items(one.id)
    rows = [
        [
            str(at),
            item.file.case.entry.legal_number,
            item.file.code,
            _moment(item.destroyed_at) if item.destroyed_at else "nu",
            str(item.files),
            item.excepted_because or SPARED.get(item.spared_because or "", item.spared_because or ""),
        ]
        for at, item in enumerate(items, start=1)
    ]
    gone = sum(1 for item in items if item.destroyed_at)
    lines = [
        *_people(one),
        f"Dosare distruse: {gone}. Fișierele lor au fost șterse și nu se mai pot reface.",
        "Rămân numărul, datele și amprentele documentelor (SHA-256).",
    ]
    return _paper(
        one.institution_id,
        house,
        one.ended_at or one.made_at,
        title="Certificat de distrugere",
        subtitle=one.name,
        lines=lines,
        columns=["Nr.", "Dosarul", "Indicativ", "Distrus", "Fișiere", "Păstrat, pentru că"],
        widths=[NARROW, NARROW, NARROW, NARROW, NARROW, WIDE],
        rows=rows,
        signers=["Arhivar"],
    )


SPARED = {
    "permanent": "se păstrează permanent",
    "term": "termenul nu s-a împlinit",
    "excepted": "păstrat de comisie",
    "hold": "păstrat prin act",
}


def opis(file: ArchiveFile, house: House) -> bytes:
    """What lies in one file (opis), with the certification of its parts."""
    rows = [
        [str(at), one["title"], one["filename"], one["added_at"][:10], f"{one['sha256'][:16]}…"]
        for at, one in enumerate(file.contents, start=1)
    ]
    return _paper(
        file.institution_id,
        house,
        file.archived_at,
        title="Opis",
        subtitle=f"Dosarul {file.case.entry.legal_number}, indicativ {file.code}",
        lines=[
            f"Documente cuprinse în prezentul dosar, în format electronic: {len(rows)}.",
            f"Se păstrează {_until(file)}.",
        ],
        columns=["Nr.", "Documentul", "Fișierul", "Data", "Amprenta"],
        widths=[NARROW, WIDE, WIDE, NARROW, NARROW],
        rows=rows,
        signers=["Arhivar"],
    )


def _people(one: Selection) -> list[str]:
    steps: Sequence[tuple[str, datetime | None, Person | None]] = [
        ("Întocmită", one.made_at, one.made_by),
        ("Verificată", one.reviewed_at, one.reviewed_by),
        ("Confirmată", one.confirmed_at, one.confirmed_by),
    ]
    said = [f"{word} la {_moment(at)} de {who.full_name}." for word, at, who in steps if at and who]
    return [*said, *([f"Confirmarea Arhivelor Naționale: {one.act}."] if one.act else [])]


def _term(years: int) -> str:
    """A retention in words, as Romanian counts."""
    if years == PERMANENT:
        return "permanent"
    return "un an" if years == 1 else f"{years} {'ani' if years % 100 in range(1, 20) else 'de ani'}"


def _until(file: ArchiveFile) -> str:
    if file.keep_until is None:
        return "permanent"
    commission = " (C.S.)" if file.commission else ""
    return f"{_term(file.retention_years)}{commission}, până la {file.keep_until:%d.%m.%Y}"


def _moment(at: datetime) -> str:
    return f"{at.astimezone(BUCHAREST):%d.%m.%Y, ora %H:%M}"


def _paper(institution_id: UUID, house: House, at: datetime, **fields: Any) -> bytes:
    hall = institutions.by_id(institution_id)
    assert isinstance(hall, Institution)
    told = {**institutions.letterhead(hall), "demo": hall.is_demo, "at": at.astimezone(BUCHAREST), **fields}
    return house.outside.pdf.register_paper("archive", told)
