"""The answer to a letter that was registered: number, time, and the proof as a PDF."""

import tomllib
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from string import Template
from typing import Any

from app.cityhall import institutions
from app.cityhall.arrivals.models import Arrival
from app.cityhall.cases.models import Case
from app.cityhall.registry.models import RegisterEntry
from app.cityhall.registry.rules import BUCHAREST
from app.database import session
from app.journey import receipts, sealing
from app.journey.house import House
from app.outside import Attachment

TEXTS: dict[str, dict[str, str]] = tomllib.loads(
    Path(__file__).with_suffix(".toml").read_text(encoding="utf-8")
)
TITLE, NEXT = "Document primit", "Documentul ajunge la {department}."
LONGEST_SUBJECT = 200


@dataclass(frozen=True)
class Reply:
    """One e-mail, as it leaves; the same arrival gives the same one."""

    to: str
    subject: str
    text: str
    proof: Attachment
    thread: list[str]


def to(arrival: Arrival, house: House, now: datetime) -> Reply:
    """The answer to a registered arrival."""
    entry = session().get(RegisterEntry, arrival.entry_id)
    case = session().get(Case, arrival.case_id) if arrival.case_id else None
    assert entry is not None
    words = TEXTS["case" if _is_first(entry, case) else "entry"]
    said = _said(arrival, entry, case, house)
    return Reply(
        to=arrival.sender_address,
        subject=Template(words["subject"]).safe_substitute(said)[:LONGEST_SUBJECT],
        text=Template(words["text"]).safe_substitute(said),
        proof=Attachment(
            f"dovada-{entry.number}.pdf", "application/pdf", _proof(arrival, entry, case, house, now)
        ),
        thread=[*arrival.references, arrival.message_id],
    )


def _is_first(entry: RegisterEntry, case: Case | None) -> bool:
    """Did the letter open the case? (A completion belongs to one, with a number of its own.)"""
    return case is not None and case.entry_id == entry.id


def _said(arrival: Arrival, entry: RegisterEntry, case: Case | None, house: House) -> dict[str, str]:
    hall = entry.institution
    at = entry.registered_at.astimezone(BUCHAREST)
    return {
        "subject": arrival.subject or "(fără subiect)",
        "institution": hall.name,
        "phone": hall.phone,
        "number": entry.legal_number,
        "moment": f"{at:%d.%m.%Y, ora %H:%M}",
        "department": entry.department,
        "verify": receipts.verify_address(entry, house),
        "title": str(case.version.config["title"]) if case else "",
        "term": f"{case.term.conservative:%d.%m.%Y}" if case and case.term else "",
    }


def _proof(arrival: Arrival, entry: RegisterEntry, case: Case | None, house: House, now: datetime) -> bytes:
    if case is not None and _is_first(entry, case):
        return receipts.at_once(case, house, now)
    drawn = house.outside.pdf.receipt(proof_of(entry, arrival, house))
    return sealing.sealed(drawn, entry.institution, house, now)


def proof_of(entry: RegisterEntry, arrival: Arrival, house: House) -> dict[str, Any]:
    """What the proof of a plain entry says; times in Bucharest."""
    return {
        **institutions.letterhead(entry.institution),
        "number": entry.legal_number,
        "registered_at": entry.registered_at.astimezone(BUCHAREST),
        "applicant": entry.issuer,
        "channel": receipts.CHANNELS.get(entry.channel, entry.channel),
        "procedure": f"{TITLE}: {entry.summary}",
        "verify_url": receipts.verify_address(entry, house),
        "files": [{"name": f.filename, "size": f.size, "sha256": f.sha256} for f in arrival.kept],
        "next_step": NEXT.format(department=entry.department),
    }
