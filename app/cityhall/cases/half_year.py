"""The half-yearly report on petitions to the head of the institution (OG 27/2002 art. 14)."""

import uuid
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any, NamedTuple

from sqlalchemy import func, select

from app.cityhall.cases.models import Case
from app.cityhall.procedures.models import Procedure, ProcedureVersion
from app.cityhall.registry.models import RegisterMark
from app.cityhall.registry.rules import BUCHAREST, romanian_day
from app.cityhall.terms.models import Term
from app.database import session

PETITION = "petition"
# Who makes the report, and who is reported to.
READERS = ("public_relations", "mayor", "general_secretary", "administrator")


class Half(NamedTuple):
    """A half of a year: 1 or 2."""

    year: int
    number: int

    @property
    def first(self) -> date:
        return date(self.year, 1 if self.number == 1 else 7, 1)

    @property
    def after(self) -> date:
        """The day after its last."""
        return date(self.year, 7, 1) if self.number == 1 else date(self.year + 1, 1, 1)


def of_day(day: date) -> Half:
    """The half year in which a day lies."""
    return Half(day.year, 1 if day.month < 7 else 2)


@dataclass
class Counts:
    """What became of so many petitions; each is counted once in `received` and once further on."""

    received: int = 0
    in_time: int = 0
    late: int = 0
    redirected: int = 0
    closed: int = 0
    in_work: int = 0
    overdue: int = 0


@dataclass
class Report:
    """All petitions registered in a half year: together, by category, and by how those closed ended."""

    half: Half
    total: Counts = field(default_factory=Counts)
    by_category: dict[str, Counts] = field(default_factory=dict)
    closed_as: Counter[str] = field(default_factory=Counter)


class _Petition(NamedTuple):
    outcome: str | None
    answers: dict[str, Any]
    until: date | None
    resolved_at: datetime | None


def report(institution_id: uuid.UUID, half: Half, today: date) -> Report:
    """Count the petitions that an institution registered in a half year."""
    made = Report(half)
    for petition in _registered(institution_id, half):
        category = str(petition.answers.get("category", "other"))
        for counts in (made.total, made.by_category.setdefault(category, Counts())):
            _count(counts, petition, today)
        if petition.outcome not in {None, "answered", "redirected"}:
            made.closed_as[str(petition.outcome)] += 1
    return made


def _count(counts: Counts, petition: _Petition, today: date) -> None:
    counts.received += 1
    if petition.outcome == "answered":
        late = _after(petition.resolved_at, petition.until)
        counts.late, counts.in_time = counts.late + late, counts.in_time + (not late)
    elif petition.outcome == "redirected":
        counts.redirected += 1
    elif petition.outcome is not None:
        counts.closed += 1
    else:
        counts.in_work += 1
        counts.overdue += petition.until is not None and today > petition.until


def _after(moment: datetime | None, until: date | None) -> bool:
    return moment is not None and until is not None and romanian_day(moment) > until


def _registered(institution_id: uuid.UUID, half: Half) -> list[_Petition]:
    resolved = (
        select(func.min(RegisterMark.at))
        .where(RegisterMark.entry_id == Case.entry_id, RegisterMark.kind == "resolved")
        .scalar_subquery()
    )
    query = (
        select(Case.outcome, Case.answers, Term.conservative, resolved)
        .join(ProcedureVersion, ProcedureVersion.id == Case.version_id)
        .join(Procedure, Procedure.id == ProcedureVersion.procedure_id)
        .outerjoin(Term, Term.case_id == Case.id)
        .where(Case.institution_id == institution_id, Procedure.code == PETITION)
        .where(Case.opened_at >= _midnight(half.first), Case.opened_at < _midnight(half.after))
    )
    return [_Petition(*row) for row in session().execute(query)]


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, BUCHAREST)
