"""What a registrar confirms or types for a document: read from words, checked, and kept. Pure."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

KINDS = ("petition", "drop_off", "completion", "entry")
# Whichever of these the drop-off's own form does not know is „other” there.
DROP_OFF_KINDS = frozenset({"completion", "notification", "invoice", "authority_letter", "appeal"})
MOST_SHEETS, MOST_ANNEXES = 5000, 500
_LONGEST = {"issuer": 200, "full_name": 120, "summary": 200, "sender_number": 60, "connected_number": 40}
_DAY = re.compile(r"\s*(\d{1,2})[./\- ](\d{1,2})[./\- ](\d{4})\s*")
ADDRESS = ("street", "number", "building", "staircase", "apartment", "district", "locality")
WORDS = (
    "kind",
    "document",
    "department",
    "category",
    "issuer",
    "full_name",
    "summary",
    "sender_number",
    "phone",
)


@dataclass(frozen=True)
class Filled:
    """One document as the register will say it; `department` is its code, `connected_number` ours."""

    kind: str
    document: str
    department: str
    issuer: str
    full_name: str
    summary: str
    category: str = ""
    organisation: bool = False
    address: Mapping[str, str] = field(default_factory=dict)
    phone: str = ""
    sender_number: str = ""
    sender_date: date | None = None
    sheets: int = 1
    annexes: int = 0
    connected_number: str = ""


def of_proposal(proposal: Mapping[str, Any]) -> dict[str, str]:
    """What the page shows in its boxes for a proposal, as a registrar would type it."""
    said = {name: str(proposal.get(name) or "") for name in (*WORDS, "connected_number")}
    said |= {f"address.{name}": str((proposal.get("address") or {}).get(name) or "") for name in ADDRESS}
    day = str(proposal.get("sender_date") or "")
    said["sender_date"] = f"{date.fromisoformat(day):%d.%m.%Y}" if day else ""
    said["organisation"] = "yes" if proposal.get("organisation") else ""
    said["sheets"], said["annexes"] = str(proposal.get("sheets") or 1), str(proposal.get("annexes") or 0)
    return said


def read(typed: Mapping[str, str], departments: Collection[str]) -> tuple[Filled, dict[str, str]]:
    """What was typed, and for each field that is wrong the key of why. Wrong ones are left empty."""
    plain = {name: " ".join(str(value).split()) for name, value in typed.items()}
    wrong = {name: "too_long" for name, most in _LONGEST.items() if len(plain.get(name, "")) > most}
    wrong |= {name: "required" for name in ("issuer", "summary") if not plain.get(name)}
    if plain.get("kind") not in KINDS:
        wrong["kind"] = "choice"
    if plain.get("department") not in departments:
        wrong["department"] = "choice"
    day = _day(plain.get("sender_date", ""), wrong)
    counts: dict[str, Any] = {
        "sheets": _count(plain, "sheets", 1, MOST_SHEETS, wrong),
        "annexes": _count(plain, "annexes", 0, MOST_ANNEXES, wrong),
    }
    words: dict[str, Any] = {name: plain.get(name, "") for name in (*WORDS, "connected_number")}
    words["full_name"] = words["full_name"] or words["issuer"][: _LONGEST["full_name"]]
    address = {name: said for name in ADDRESS if (said := plain.get(f"address.{name}", ""))}
    organisation = plain.get("organisation") == "yes"
    made = Filled(**words, **counts, sender_date=day, address=address, organisation=organisation)
    return made, wrong


def _day(said: str, wrong: dict[str, str]) -> date | None:
    if not said:
        return None
    found = _DAY.fullmatch(said)
    try:
        if found is not None:
            return date(int(found[3]), int(found[2]), int(found[1]))
    except ValueError:
        pass
    wrong["sender_date"] = "date"
    return None


def _count(plain: Mapping[str, str], name: str, least: int, most: int, wrong: dict[str, str]) -> int:
    said = plain.get(name) or str(least)
    if not (said.isascii() and said.isdecimal() and len(said) < 6 and least <= int(said) <= most):
        wrong[name] = "count"
        return least
    return int(said)


def changed(shown: Mapping[str, str], typed: Mapping[str, str]) -> list[str]:
    """The fields that a registrar corrected: how good proposals are is counted by them."""
    return sorted(
        name for name, value in shown.items() if name in typed and typed[name].strip() != value.strip()
    )


def petition_answers(filled: Filled, text: str, email: str) -> dict[str, Any]:
    """The petition's form, as the letter answers it."""
    answers: dict[str, Any] = {
        "applicant_kind": "organisation" if filled.organisation else "person",
        "full_name": filled.full_name,
        "address": dict(filled.address),
        "category": filled.category or "other",
        "subject": filled.summary[:150],
        "description": (text.strip() or filled.summary)[:8000],
        **_delivery(filled, email),
    }
    if filled.organisation:
        answers |= {"organisation_name": filled.issuer[:160], "capacity": "reprezentant"}
    return answers


def drop_off_answers(filled: Filled, email: str) -> dict[str, Any]:
    """The drop-off's form, as the letter answers it."""
    kind = filled.document if filled.document in DROP_OFF_KINDS else "other"
    if kind == "completion" and not filled.connected_number:
        kind = "other"
    answers: dict[str, Any] = {
        "applicant_kind": "organisation" if filled.organisation else "person",
        "full_name": filled.full_name,
        "document_kind": kind,
        "summary": filled.summary,
        "sheets": filled.sheets,
        "annexes": filled.annexes,
        **_delivery(filled, email),
    }
    if filled.organisation:
        answers["organisation_name"] = filled.issuer[:160]
    if filled.connected_number:
        answers["case_number" if kind == "completion" else "related_number"] = filled.connected_number
    if filled.sender_number:
        answers["sender_number"] = filled.sender_number
    if filled.sender_date:
        answers["sender_date"] = filled.sender_date.isoformat()
    return answers


def _delivery(filled: Filled, email: str) -> dict[str, str]:
    """By e-mail to whoever wrote by e-mail, else at the counter."""
    said = {"delivery": "email", "email": email} if email else {"delivery": "counter"}
    return said | ({"phone": filled.phone} if filled.phone else {})
