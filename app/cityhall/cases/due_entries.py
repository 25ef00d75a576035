"""The register seen from its cases: which case an entry belongs to, and by when something must happen."""

import uuid
from collections.abc import Collection, Mapping, Sequence
from datetime import date

from sqlalchemy import exists, select

from app.cityhall.cases.models import Case
from app.cityhall.cases.queries import PAUSES
from app.cityhall.registry.models import RegisterEntry
from app.cityhall.routing.models import DONE, RoutingItem
from app.cityhall.terms.models import Pause, Term
from app.database import session


def cases_of(entries: Sequence[RegisterEntry]) -> Mapping[uuid.UUID, Case]:
    """The cases of these entries, by the case's id."""
    ids = {one.case_id for one in entries if one.case_id}
    query = select(Case).where(Case.id.in_(ids)).options(PAUSES)
    return {one.id: one for one in session().scalars(query)} if ids else {}


def routed(entries: Sequence[RegisterEntry]) -> Mapping[uuid.UUID, RoutingItem]:
    """The papers among these entries that go through the departments, by the entry's id."""
    query = select(RoutingItem).where(RoutingItem.entry_id.in_([one.id for one in entries]))
    return {one.entry_id: one for one in session().scalars(query)}


def due(institutions: Collection[uuid.UUID], until: date, most: int) -> list[RegisterEntry]:
    """The entries whose term ends by that day, or has ended; the most urgent first."""
    found = [*_due_cases(institutions, until, most), *_due_items(institutions, until, most)]
    found.sort(key=lambda pair: (pair[0], pair[1].position))
    return [entry for _day, entry in found[:most]]


def _due_cases(
    institutions: Collection[uuid.UUID], until: date, most: int
) -> Sequence[tuple[date, RegisterEntry]]:
    stands = exists().where(Pause.case_id == Case.id, Pause.until.is_(None))
    query = (
        select(Term.conservative, RegisterEntry)
        .join(Case, Case.id == Term.case_id)
        .join(RegisterEntry, RegisterEntry.id == Case.entry_id)
        .where(
            Term.conservative <= until,
            Case.institution_id.in_(institutions),
            Case.closed_at.is_(None),
            Case.outcome.is_(None),
            ~stands,
        )
        .order_by(Term.conservative)
    )
    return [(day, entry) for day, entry in session().execute(query.limit(most))]


def _due_items(
    institutions: Collection[uuid.UUID], until: date, most: int
) -> Sequence[tuple[date, RegisterEntry]]:
    query = (
        select(RoutingItem)
        .where(
            RoutingItem.institution_id.in_(institutions),
            RoutingItem.queue != DONE,
            RoutingItem.next_date <= until,
        )
        .order_by(RoutingItem.next_date)
    )
    return [(one.next_date, one.entry) for one in session().scalars(query.limit(most))]
