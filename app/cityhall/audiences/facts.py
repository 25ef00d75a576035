"""What the decision table of eligibility is told about a request for an audience."""

import re
from datetime import date
from typing import Any

from sqlalchemy import select

from app.cityhall.audiences import queries
from app.cityhall.audiences.models import Official
from app.cityhall.audiences.rules import same_subject
from app.cityhall.cases import queries as cases
from app.cityhall.cases.models import Case
from app.cityhall.registry.models import RegisterEntry
from app.database import session

# 123, 123/2026, 123/05.11.2026: the number, and the year or day when it was written.
_NUMBER = re.compile(r"^\D*(\d{1,9})(?:\s*/\s*(?:\d{1,2}\.\d{1,2}\.)?(\d{4}))?\s*$")


def of(case: Case, official: Official | None, today: date) -> dict[str, Any]:
    """Plain values: what is known of the official, of the earlier petition, of earlier audiences."""
    if official is None:
        return {"official": "", "petition": "none", "heard_below": False, "repeated": False}
    return {
        "official": official.code,
        "level": official.level,
        "hierarchy": official.hierarchy,
        "needs_petition": official.needs_petition,
        "petition": petition_state(case, str(case.answers.get("previous_number") or ""), today),
        "heard_below": queries.heard_before(case.applicant_id, case.institution_id, official.level),
        "repeated": _repeated(case),
        "running": _running(case),
    }


def petition_state(case: Case, number: str, today: date) -> str:
    """`none` given, `unknown`, still `open`, `late`, or `answered`. Only one's own petitions are known."""
    if not number.strip():
        return "none"
    entry = _entry(case, number)
    if entry is None:
        return "unknown"
    petition = session().get(Case, entry.case_id) if entry.case_id else None
    if petition is None or petition.closed_at is not None or petition.outcome is not None:
        return "answered"
    over = petition.term is not None and petition.term.conservative < today
    return "late" if over else "open"


def _entry(case: Case, number: str) -> RegisterEntry | None:
    found = _NUMBER.match(number.strip())
    if found is None:
        return None
    query = select(RegisterEntry).where(
        RegisterEntry.institution_id == case.institution_id,
        RegisterEntry.number == int(found[1]),
        RegisterEntry.direction == "in",
        RegisterEntry.id != case.entry_id,
    )
    if found[2]:
        query = query.where(RegisterEntry.year == int(found[2]))
    entries = session().scalars(query.order_by(RegisterEntry.year.desc())).all()
    return next((one for one in entries if _own(case, one)), None)


def _own(case: Case, entry: RegisterEntry) -> bool:
    """Written by the same person: by the account, or by the name in the register (paper petitions)."""
    other = session().get(Case, entry.case_id) if entry.case_id else None
    if other is not None and other.applicant_id == case.applicant_id:
        return True
    return same_subject(entry.issuer, case.applicant.full_name)


def _others(case: Case) -> list[Case]:
    mine = cases.of_applicant(case.applicant_id)
    return [
        one
        for one in mine
        if one.id != case.id
        and one.version.code == case.version.code
        and same_subject(str(one.answers.get("subject", "")), str(case.answers.get("subject", "")))
    ]


def _repeated(case: Case) -> bool:
    """Was the same subject heard already? Then it is treated in writing."""
    return any(one.outcome == "held" for one in _others(case))


def _running(case: Case) -> bool:
    """Is there another request with the same subject under way? One audience for a subject."""
    return any(one.closed_at is None and one.outcome is None for one in _others(case))
