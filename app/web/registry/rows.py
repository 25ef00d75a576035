"""Entries as the register's table shows them: one row an entry, with its term or where it stands."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from app.cityhall.cases import due_entries, exclusions
from app.cityhall.cases import queries as cases
from app.cityhall.cases.models import Case
from app.cityhall.people.rights import Actor
from app.cityhall.registry import columns, standing
from app.cityhall.registry.columns import Columns
from app.cityhall.registry.models import RegisterEntry
from app.cityhall.registry.rules import romanian_day
from app.cityhall.routing.models import RoutingItem
from app.web import case_view, gate
from app.web.registry.words import CHANNELS, DIRECTIONS, STANDINGS


@dataclass(frozen=True)
class Row:
    """One entry. `closed`: it complains of the reader, who may not read it (OG 27/2002 art. 11)."""

    columns: Columns
    standing: str
    case: Case | None
    days_left: int | None
    due_on: date | None
    paused: bool
    opens_case: bool
    closed: bool

    @property
    def entry(self) -> RegisterEntry:
        return self.columns.entry

    @property
    def state(self) -> tuple[str, str]:
        """Where it stands as (word, tone): the case's own state where there is one."""
        waits = self.standing in {standing.Standing.OPEN, standing.Standing.CLOSED}
        if waits and self.case is not None and self.case.entry_id == self.entry.id:
            return case_view.status(self.case)
        word, tone = STANDINGS.get(self.standing, STANDINGS[standing.Standing.OPEN])
        return str(word), tone

    @property
    def direction(self) -> str:
        return str(DIRECTIONS.get(self.entry.direction, self.entry.direction))

    @property
    def channel(self) -> str:
        return str(CHANNELS.get(self.entry.channel, self.entry.channel))

    @property
    def other_side(self) -> str:
        """From whom it came or to whom it goes."""
        return self.entry.recipient or "" if self.entry.direction == "out" else self.entry.issuer


def of(entries: Sequence[RegisterEntry], actor: Actor) -> list[Row]:
    """The rows of these entries for that reader, in a few statements however many they are."""
    if not entries:
        return []
    known, items = due_entries.cases_of(entries), due_entries.routed(entries)
    stands = standing.of([one.id for one in entries])
    opens = cases.seen(list(known), actor)
    hidden = set(exclusions.closed_for(actor.person_id))
    return [
        _row(one, stands.get(one.entry.id, standing.Standing.OPEN), known, items, opens, hidden)
        for one in columns.of(entries)
    ]


def _row(
    one: Columns,
    stands: str,
    known: Mapping[UUID, Case],
    items: Mapping[UUID, RoutingItem],
    opens: set[UUID],
    hidden: set[UUID],
) -> Row:
    case = known.get(one.entry.case_id) if one.entry.case_id else None
    left, due_on = _term(one, case, items)
    return Row(
        columns=one,
        standing=stands,
        case=case,
        days_left=left,
        due_on=due_on,
        paused=bool(case and case.closed_at is None and case.term and case.term.standing),
        opens_case=case is not None and case.id in opens,
        closed=one.entry.case_id in hidden,
    )


def _term(
    one: Columns, case: Case | None, items: Mapping[UUID, RoutingItem]
) -> tuple[int | None, date | None]:
    """Days left and the day: of the case that it opened, or of the paper that goes round."""
    if case is not None and case.entry_id == one.entry.id:
        left = case_view.days_left(case)
        return left, case.term.conservative if case.term and left is not None else None
    item = items.get(one.entry.id)
    if item is None or item.closed_at is not None:
        return None, None
    return (item.next_date - romanian_day(gate.now())).days, item.next_date
