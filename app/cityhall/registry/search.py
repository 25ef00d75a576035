"""Finding entries by whatever a registrar remembers, among millions.

Words are looked up folded (`folding`), in any order, by their beginnings, in the index beside the cards:
FTS5 on SQLite, GIN on PostgreSQL. The newest come first; a page ends where it is full and a count ends at
`COUNTED`, so that a common word costs no more than a rare one.
"""

import uuid
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import MINYEAR, date, datetime, time, timedelta
from typing import Any, TypeAlias

from sqlalchemy import ColumnElement, Row, Select, exists, false, literal_column, select

from app.cityhall.registry import cards, remembered, rules, word_index
from app.cityhall.registry.cards import RegisterCard
from app.cityhall.registry.models import RegisterBook, RegisterEntry, RegisterMark
from app.cityhall.registry.remembered import Remembered
from app.cityhall.registry.special import SpecialEntry
from app.database import locking, session

Place: TypeAlias = ColumnElement[int]
Found: TypeAlias = Row[int, uuid.UUID]
MOST_WORDS = 12
LAST_DAY = date(9000, 12, 31)  # a later one may be typed
COUNTED = 1_000


@dataclass(frozen=True)
class Asked:
    """What is looked for; everything given must hold.

    `words` takes anything: a number (12, 12/2026, 12/23.11.2026), a day (23.11.2026), names and words of the
    subject in any order. `register` is a special register, `mine` the person who registered, `routed` whether
    somebody was given the paper.
    """

    institutions: Collection[uuid.UUID]
    words: str = ""
    number: int | None = None
    year: int | None = None
    direction: str = ""
    department: str = ""
    channel: str = ""
    since: date | None = None
    until: date | None = None
    state: str = ""
    sender_number: str = ""
    register: str = ""
    mine: uuid.UUID | None = None
    routed: bool | None = None


@dataclass(frozen=True)
class Page:
    """Entries, the newest first. `more`: where to go on, to be given as `before`; None at the end.

    `about`: how many there are in all; `COUNTED` + 1 means more than `COUNTED`. None on later pages.
    """

    entries: list[RegisterEntry]
    more: int | None
    about: int | None


def found(asked: Asked, limit: int, before: int | None = None) -> Page:
    """One page of what was asked for; an exact number stands before all else on the first page."""
    said = remembered.read(asked.words)
    exact = _numbered(asked, said)
    if asked.number is not None:
        return Page(exact[:limit], None, len(exact))
    sought, place = _sought(asked, said, [one.id for one in exact])
    room = limit if before is not None else max(0, limit - len(exact))
    some = _some(sought, place)
    about = len(some)
    rows = _page(sought, place, some, before, room + 1)
    more = rows[room - 1].place if len(rows) > room > 0 else None
    entries = _entries([row.entry_id for row in rows[:room]])
    if before is not None:
        return Page(entries, more, None)
    return Page([*exact[:limit], *entries], more, min(len(exact) + about, COUNTED + 1))


def _numbered(asked: Asked, said: Remembered) -> list[RegisterEntry]:
    """The entries with the number that was typed: one a year and institution at most."""
    number = said.number if asked.number is None else asked.number
    if number is None or not asked.institutions:
        return []
    year = asked.year or said.year or (said.day.year if said.day else None)
    query = select(RegisterEntry).join(RegisterCard, RegisterCard.entry_id == RegisterEntry.id)
    query = query.where(
        RegisterEntry.institution_id.in_(asked.institutions),
        RegisterEntry.year.in_([year] if year else _years(asked.institutions)),
        RegisterEntry.number == number,
        *_conditions(asked, said, RegisterCard.__table__.c.place),
    )
    facets = _facets(asked)
    rows = session().scalars(query.order_by(RegisterCard.place.desc()))
    return [one for one in rows if facets <= set(cards.facets(one))]


def _years(institutions: Collection[uuid.UUID]) -> list[int]:
    query = select(RegisterBook.year).where(RegisterBook.institution_id.in_(institutions))
    return list(session().scalars(query.distinct()))


def _sought(asked: Asked, said: Remembered, but: list[uuid.UUID]) -> tuple[Select[Any], Place]:
    """All cards that suit, without an order yet."""
    words = [word_index.beginning(word) for word in said.words[:MOST_WORDS]]
    sender = {cards.facet("sender", said.sender)} if said.sender else set()
    query, place = word_index.cards_with([*words, *sorted(_facets(asked) | sender)])
    if asked.words.strip() and not (words or sender) and said.day is None:
        query = query.where(false())  # signs alone are no words
    day = None if said.number is not None else said
    query = query.where(
        RegisterCard.institution_id.in_(asked.institutions),
        *_conditions(asked, day, place),
    )
    return (query.where(RegisterCard.entry_id.not_in(but)) if but else query), place


def _facets(asked: Asked) -> set[str]:
    said = {
        "direction": asked.direction,
        "channel": asked.channel,
        "department": asked.department,
        "sender": asked.sender_number,
        "operator": asked.mine.hex if asked.mine else "",
    }
    return {cards.facet(kind, value) for kind, value in said.items() if value}


def _conditions(asked: Asked, said: Remembered | None, place: Place) -> Iterator[ColumnElement[bool]]:
    for since, until in _spans(asked, said):
        if since is not None:
            yield place >= cards.first_place(_midnight(since))
        if until is not None:
            yield place < cards.first_place(_midnight(min(until, LAST_DAY) + timedelta(days=1)))
    if asked.state:
        # Said as it is, so that the index of open cards serves.
        is_open = RegisterCard.state == literal_column("'open'")
        yield is_open if asked.state == cards.OPEN else RegisterCard.state == asked.state
    if asked.routed is not None:
        routed = exists().where(RegisterMark.entry_id == RegisterCard.entry_id, RegisterMark.kind == "routed")
        yield routed if asked.routed else ~routed
    if asked.register:
        yield exists().where(
            SpecialEntry.entry_id == RegisterCard.entry_id, SpecialEntry.register == asked.register
        )


def _spans(asked: Asked, said: Remembered | None) -> Iterator[tuple[date | None, date | None]]:
    """From which day to which; all must hold."""
    yield asked.since, asked.until
    if asked.year is not None:
        year = min(max(asked.year, MINYEAR), LAST_DAY.year)
        yield date(year, 1, 1), date(year, 12, 31)
    if said is not None and said.day is not None:
        yield said.day, said.day


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=rules.BUCHAREST)


def _some(sought: Select[Any], place: Place) -> Sequence[Found]:
    """At most one more than are counted: all of them, or on SQLite the newest, on PostgreSQL any."""
    query = sought.with_only_columns(place.label("place"), RegisterCard.entry_id, maintain_column_froms=True)
    # SQLite goes through the index of words only when it is to keep to its order.
    query = query if locking() else query.order_by(place.desc())
    return session().execute(query.limit(COUNTED + 1)).all()


def _page(
    sought: Select[Any], place: Place, some: Sequence[Found], before: int | None, limit: int
) -> Sequence[Found]:
    """The newest of them: of a few, all are known; of many, the newest cards are gone through."""
    if len(some) <= COUNTED or (before is None and not locking()):
        known = [row for row in some if before is None or row.place < before]
        return sorted(known, key=lambda row: -row.place)[:limit]
    query = sought if before is None else sought.where(place < before)
    newest = query.with_only_columns(place.label("place"), RegisterCard.entry_id, maintain_column_froms=True)
    return session().execute(newest.order_by(place.desc()).limit(limit)).all()


def _entries(ids: Sequence[uuid.UUID]) -> list[RegisterEntry]:
    """The entries in that order."""
    query = select(RegisterEntry).where(RegisterEntry.id.in_(ids))
    known = {one.id: one for one in session().scalars(query)} if ids else {}
    return [known[one] for one in ids]
