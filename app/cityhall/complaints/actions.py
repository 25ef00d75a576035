"""What happens to a report: written down, listed, supported, joined, settled, opened again."""

import uuid
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from app.cityhall.cases.models import Case
from app.cityhall.complaints import queries, rules
from app.cityhall.complaints.models import Report, Support
from app.cityhall.documents import queries as documents
from app.cityhall.documents.models import Document
from app.database import insert_once, session
from app.refusal import Refusal

BEFORE, AFTER = "photo_before", "photo_after"
PICTURES = frozenset({"image/jpeg", "image/png"})


def write_down(case: Case) -> Report:
    """The report of a case that was just filed; a second time it is found again."""
    found = queries.of_case(case.id)
    if found is not None:
        return found
    answers, place = case.answers, rules.place_of(case.answers)
    report = Report(
        case=case,
        institution_id=case.institution_id,
        category=str(answers.get("category", "")),
        kind=rules.kind_of(answers),
        latitude=place.point.latitude if place.point else None,
        longitude=place.point.longitude if place.point else None,
        street=str(answers.get("street") or "")[:120],
        street_key=place.street_key[:160],
        landmark=str(answers.get("landmark") or "")[:200],
        severity=str(answers.get("severity") or ""),
        observed_on=_day(answers),
        consent=answers.get("publish") is True,
        reported_at=case.opened_at,
        turn_began=case.opened_at,
    )
    session().add(report)
    session().flush()
    return report


def _day(answers: Mapping[str, Any]) -> date | None:
    try:
        return date.fromisoformat(str(answers.get("observed_on")))
    except ValueError:
        return None


def send_team(report: Report, hours: int, listed: bool, now: datetime) -> datetime:
    """The team is on its way: until when the hall means to have been there.

    The first visit of a turn counts from the turn's beginning, a later one from now.
    """
    since = report.turn_began if report.due_at is None else now
    report.due_at = since + timedelta(hours=max(1, hours))
    report.listed = report.consent and listed
    return report.due_at


def support(report: Report, person_id: uuid.UUID, now: datetime) -> bool:
    """„Și eu”; False when the person said so before. Raises Refusal `report.own`."""
    if report.case.applicant_id == person_id:
        raise Refusal("report.own")
    said = insert_once(Support, id=uuid.uuid4(), report_id=report.id, person_id=person_id, at=now)
    return said is not None


def join(report: Report, first: Report, now: datetime) -> None:
    """The same thing was reported before: who wrote now is told how the first one goes on.

    Raises Refusal `report.not_a_twin` for itself, another category, one that was joined itself.
    """
    if first.id == report.id or first.category != report.category or first.twin_of_id is not None:
        raise Refusal("report.not_a_twin")
    report.twin_of_id = first.id
    report.listed = False
    if report.case.applicant_id != first.case.applicant_id:
        support(first, report.case.applicant_id, now)


def settle(report: Report, result: str, *, before: bool, after: bool, now: datetime) -> None:
    """What was found and done; pictures appear only with consent and where the dispatcher let them."""
    report.result, report.settled_at = str(rules.State(result)), now
    report.photo_before_id = _picture(report, BEFORE) if before else None
    report.photo_after_id = _picture(report, AFTER) if after else None


def reopen(report: Report, now: datetime) -> None:
    """It is not as was said: a new turn begins, and nothing of the last one is shown."""
    report.turn, report.turn_began, report.due_at = report.turn + 1, now, None
    report.result = report.settled_at = None
    report.photo_before_id = report.photo_after_id = None


def _picture(report: Report, code: str) -> uuid.UUID | None:
    found = pictures(documents.of_case(report.case_id), code) if report.consent else []
    return found[-1].id if found else None


def pictures(given: list[Document], code: str) -> list[Document]:
    """The photographs among a case's documents, taken before or after."""
    return [one for one in given if _is(one, code) and one.latest.media_type in PICTURES]


def _is(document: Document, code: str) -> bool:
    return code in {document.kind, document.paper_code}
