"""Finding reports: twins, the public list, who supports what."""

import json
import uuid
from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from app.cityhall.cases.models import Case
from app.cityhall.complaints import rules
from app.cityhall.complaints.models import Report, Support
from app.cityhall.complaints.rules import Place, Point, State
from app.cityhall.people.models import Person
from app.cityhall.procedures import queries as procedures
from app.database import session
from app.refusal import Refusal

AREA = "area.geojson"
MOST_TWINS = 5
SHOWN = 20
# Groups by which the public list is sieved.
GROUPS: dict[str, frozenset[State]] = {
    "open": frozenset({State.RECEIVED, State.CHECKING, State.PLANNED}),
    "planned": frozenset({State.PLANNED}),
    "over": rules.OVER,
}


class Listed(NamedTuple):
    """One page of the public list."""

    reports: list[Report]
    total: int
    supports: dict[uuid.UUID, int]


def of_case(case_id: uuid.UUID) -> Report | None:
    """The report of a case, if it is a complaint that was located."""
    return session().scalar(select(Report).where(Report.case_id == case_id))


def public(report_id: uuid.UUID) -> Report:
    """A report that anybody may see. Raises Refusal `report.unknown`."""
    found = session().get(Report, report_id)
    if found is None or not (found.consent and found.listed) or found.state in rules.GONE:
        raise Refusal("report.unknown")
    return found


def offered(report_id: uuid.UUID, institution_id: uuid.UUID) -> Report:
    """A report that may be supported: public by consent and not over. Raises Refusal `report.unknown`."""
    found = session().get(Report, report_id)
    if found is None or not found.consent or found.institution_id != institution_id or not _open(found):
        raise Refusal("report.unknown")
    return found


def twins(
    institution_id: uuid.UUID, category: str, place: Place, now: datetime, *, consenting: bool
) -> list[Report]:
    """Open reports of the same category at the same place within fourteen days, the oldest first."""
    query = select(Report).where(
        Report.institution_id == institution_id,
        Report.category == category,
        Report.reported_at >= now - rules.RECENT,
        Report.twin_of_id.is_(None),
        Report.result.is_(None),
        _perhaps_here(place),
    )
    if consenting:
        query = query.where(Report.consent)
    near = [one for one in session().scalars(query.order_by(Report.reported_at)) if _is_twin(one, place, now)]
    return near[:MOST_TWINS]


def near(case: Case, now: datetime) -> list[Report]:
    """The twins of a complaint that was filed; nothing for any other case."""
    own = of_case(case.id)
    if own is None:
        return []
    place = Place(own.point, own.street_key)
    found = twins(own.institution_id, own.category, place, now, consenting=False)
    return [one for one in found if one.id != own.id]


def _perhaps_here(place: Place) -> ColumnElement[bool]:
    """What the database can tell already; the rule itself decides."""
    street = and_(Report.street_key == place.street_key, Report.street_key != "")
    if place.point is None:
        return street
    box = rules.around(place.point)
    near = and_(Report.latitude.between(box.south, box.north), Report.longitude.between(box.west, box.east))
    return or_(near, street)


def _is_twin(report: Report, place: Place, now: datetime) -> bool:
    there = Place(report.point, report.street_key)
    return _open(report) and rules.recent(report.reported_at, now) and rules.same_place(place, there)


def _open(report: Report) -> bool:
    return report.case.closed_at is None and report.state not in rules.OVER | rules.GONE


def named(institution_id: uuid.UUID, name: str) -> Report | None:
    """The report with this id, or of the case with this legal number (`12/23.11.2026`)."""
    try:
        found = session().get(Report, uuid.UUID(name))
    except ValueError:
        found = _numbered(institution_id, name)
    return found if found is not None and found.institution_id == institution_id else None


def _numbered(institution_id: uuid.UUID, number: str) -> Report | None:
    plain = number.strip().split("/")[0]
    if not (plain.isascii() and plain.isdigit() and len(plain) < 10):
        return None
    query = select(Report).join(Case).where(Report.institution_id == institution_id)
    query = query.where(Case.entry.has(number=int(plain))).order_by(Report.reported_at.desc())
    return session().scalars(query).first()


def listed(category: str = "", group: str = "", page: int = 1) -> Listed:
    """A page of what may be public, the latest first."""
    query = _public()
    if category:
        query = query.where(Report.category == category)
    if group in GROUPS:
        query = query.where(_in_group(group))
    total = session().scalar(select(func.count()).select_from(query.subquery())) or 0
    order = query.order_by(Report.reported_at.desc(), Report.id).offset((page - 1) * SHOWN).limit(SHOWN)
    reports: list[Report] = list(session().scalars(order))
    return Listed(reports, total, supports([one.id for one in reports]))


def _public() -> Select[Any]:
    gone = [str(state) for state in rules.GONE]
    shown = or_(Case.outcome.is_(None), Case.outcome.not_in(gone))
    return select(Report).join(Case).where(Report.consent, Report.listed, shown)


def _in_group(group: str) -> ColumnElement[bool]:
    if group == "over":
        return Report.result.is_not(None)
    still = Report.result.is_(None)
    return and_(still, Case.status == "planned") if group == "planned" else still


def supports(report_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, int]:
    """How many people say „și eu” to each."""
    query = select(Support.report_id, func.count()).where(Support.report_id.in_(report_ids))
    found = session().execute(query.group_by(Support.report_id))
    return {row[0]: row[1] for row in found}


def supported_by(person_id: uuid.UUID, report_ids: Sequence[uuid.UUID]) -> set[uuid.UUID]:
    """Which of these the person supports, or has reported."""
    said = select(Support.report_id).where(Support.person_id == person_id, Support.report_id.in_(report_ids))
    own = select(Report.id).join(Case).where(Case.applicant_id == person_id, Report.id.in_(report_ids))
    return set(session().scalars(said.union(own)))


def supporters(report_id: uuid.UUID) -> list[Person]:
    """Who asked to be told how it goes on."""
    query = select(Person).join(Support, Support.person_id == Person.id)
    return list(session().scalars(query.where(Support.report_id == report_id).order_by(Support.at)))


def inside(version_id: uuid.UUID, point: Point | None) -> bool | None:
    """Does the point lie in the hall's territory? None when there is no point or no territory is known."""
    rings = _rings(version_id)
    return rules.contains(rings, point) if rings and point is not None else None


def area(version_id: uuid.UUID) -> dict[str, Any]:
    """The hall's territory as GeoJSON; empty when none was given."""
    found: dict[str, Any] = json.loads(procedures.file(version_id, AREA) or b"{}")
    return found


@lru_cache(maxsize=16)
def _rings(version_id: uuid.UUID) -> list[rules.Ring]:
    return rules.outer_rings(area(version_id))
