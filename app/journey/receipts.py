"""The proof of filing (dovada depunerii): what it says, as a PDF."""

from datetime import datetime
from typing import Any

from app.cityhall import institutions
from app.cityhall.cases.models import Case
from app.cityhall.documents import queries as documents
from app.cityhall.documents import sources, ticks
from app.cityhall.registry import special
from app.cityhall.registry.models import RegisterEntry
from app.cityhall.registry.rules import BUCHAREST
from app.cityhall.terms import days_off
from app.cityhall.terms.words import explain
from app.journey import sealing, secrets
from app.journey.house import House

CHANNELS = {
    "portal": "portal",
    "counter": "ghișeu",
    "email": "poștă electronică",
    "scan": "hârtie scanată",
    "locker": "casetă",
}


def pdf(case: Case, house: House) -> bytes:
    """The receipt, drawn from what is stored; the same at every call."""
    return house.outside.pdf.receipt(fields(case, house))


def at_once(case: Case, house: House, now: datetime) -> bytes:
    """The receipt for somebody who waits: the one that is kept already, else drawn and sealed now.

    The worker keeps the same file later: a paper is sealed once.
    """
    kept = documents.of_kind(case.id, "receipt")
    if kept is not None:
        return house.outside.files.get(kept.latest.sha256)
    return sealing.sealed_if_possible(pdf(case, house), case.institution, house, now)


def verify_address(entry: RegisterEntry, house: House) -> str:
    """Where anybody may check a register entry."""
    return f"{house.url}/verifica/{entry.verify_token}"


def filed(case: Case, house: House) -> dict[str, Any]:
    """What each paper about the filing says: the hall, the entry, who asked for what; times in Bucharest."""
    return {
        **institutions.letterhead(case.institution),
        "number": case.entry.legal_number,
        "register": "; ".join(special.printed(one) for one in special.of_entry(case.entry_id)),
        "registered_at": case.entry.registered_at.astimezone(BUCHAREST),
        "applicant": case.applicant.full_name,
        "operator": case.filed_by.full_name if case.filed_by else "",
        "channel": CHANNELS.get(case.entry.channel, case.entry.channel),
        "procedure": case.version.config["title"],
        "form_code": case.form_code,
        "form_version": case.form_version,
        "verify_url": verify_address(case.entry, house),
        "demo": case.institution.is_demo,
    }


def fields(case: Case, house: House) -> dict[str, Any]:
    """What the receipt says; times in Bucharest, to the second."""
    papers = [d for d in documents.of_case(case.id) if d.kind == "paper" and _at_filing(d, case)]
    return {
        **filed(case, house),
        "files": [
            {"name": f"{d.title} ({r.filename})", "size": r.size, "sha256": r.sha256}
            for d in papers
            for r in d.revisions[:1]
        ],
        "sources": _without_copy(case),
        "term_date": case.term.conservative if case.term else None,
        "term_explanation": explain(case.term, "ro", days_off.calendar_of(case.institution_id))
        if case.term
        else "",
        "next_step": f"{case.department.name} începe lucrul la cererea dumneavoastră."
        if case.department
        else "",
        "claim_code": _claim_code(case, house),
    }


def _without_copy(case: Case) -> list[str]:
    """Papers that the hall obtains or reads by their number, and those that the counter only looked at."""
    seen = [one.words for one in ticks.of_case(case.id) if one.words]
    return [*(one.words for one in sources.of_case(case.id)), *seen]


def _claim_code(case: Case, house: House) -> str:
    """For somebody who was at the counter and has no account yet."""
    at_counter = case.filed_by_id is not None and case.applicant.account is None
    return secrets.claim_code(house, case.id) if at_counter else ""


def _at_filing(document: Any, case: Case) -> bool:
    return bool(document.created_at <= case.opened_at)
