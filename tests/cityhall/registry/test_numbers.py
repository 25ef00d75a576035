"""Numbers: no gap, no double, whoever writes in whatever year; the same on both databases."""

import random
from collections import Counter
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select

from app.cityhall import journal, submissions
from app.cityhall.procedures import queries as procedures
from app.cityhall.registry import actions, queries, ranges, verify
from app.cityhall.registry.models import RegisterBook, RegisterEntry
from app.database import session, transaction
from app.journey import submit
from tests.cityhall.registry.papers import enter, institution_id, paper
from tests.crowd import at_once
from tests.hall import MONDAY, PETITION, Hall

WRITERS, FILINGS = 8, 10
NEW_YEAR = datetime(2026, 12, 31, 22, 0, tzinfo=UTC)  # in Bucharest it is midnight


def test_numbers_of_each_institution_and_year_are_their_own(any_hall: Hall) -> None:
    assert [enter().number for _ in range(3)] == [1, 2, 3]
    assert enter(code="ADP6").number == 1
    assert enter().legal_number == "4/23.11.2026"


def test_the_year_begins_in_bucharest_not_in_greenwich(any_hall: Hall) -> None:
    evening = NEW_YEAR - timedelta(minutes=1)
    assert (enter(evening).year, enter(evening).number) == (2026, 2)
    new_year = enter(evening + timedelta(minutes=31))  # 22:30 in Greenwich
    assert (new_year.year, new_year.number, new_year.legal_number) == (2027, 1, "1/01.01.2027")
    assert enter(evening).number == 3
    assert verify.broken(institution_id(), 2026) is None
    assert verify.broken(institution_id(), 2027) is None


def test_a_roll_back_returns_the_number(any_hall: Hall) -> None:
    enter()
    with pytest.raises(RuntimeError), transaction():  # noqa: PT012 - the whole transaction fails
        assert actions.enter(paper(), MONDAY).number == 2
        raise RuntimeError
    assert enter().number == 2
    assert verify.broken(institution_id(), 2026) is None


def test_an_entry_keeps_when_it_came_and_when_somebody_began(any_hall: Hall) -> None:
    came, began = MONDAY - timedelta(hours=2), MONDAY - timedelta(minutes=1)
    timed, plain = enter(arrived_at=came, started_at=began), enter()
    assert (timed.arrived_at, timed.started_at, timed.registered_at) == (came, began, MONDAY)
    assert (plain.arrived_at, plain.started_at, plain.written_at) == (MONDAY, MONDAY, MONDAY)
    assert [(one.position, one.scheme) for one in (timed, plain)] == [(1, 2), (2, 2)]


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["enter", "enter", "enter", "lose", "reserve", "merge", "bar"]),
        st.sampled_from(["PS6", "ADP6"]),
        st.integers(-4, 4),  # hours around the new year
        st.integers(1, 3),
    ),
    max_size=25,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_whatever_is_done_each_book_counts_without_gap_and_double(
    hall: Hall, steps: list[tuple[str, str, int, int]]
) -> None:
    _empty_books()
    for step, code, hours, count in steps:
        _do(hall, step, code, NEW_YEAR + timedelta(hours=hours), count)
    _check_books()


def _empty_books() -> None:
    with transaction():
        for table in ("register_card", "register_range", "register_entry", "register_book"):
            session().execute(delete(RegisterEntry.metadata.tables[table]))


def _do(hall: Hall, step: str, code: str, now: datetime, count: int) -> None:
    by, place = hall.actor("Elena").person_id, institution_id(code)
    if step == "enter":
        enter(now, code)
    elif step == "lose":
        with pytest.raises(RuntimeError), transaction():  # noqa: PT012 - the whole transaction fails
            actions.enter(paper(code), now)
            raise RuntimeError
    elif step == "reserve":
        with transaction():
            ranges.reserve(place, count, "Fără rețea", by, now)
    elif open_ones := ranges.open_ranges([place]):
        kept = open_ones[0]
        later = max(now, kept.reserved_at)
        with transaction():
            if step == "bar":
                ranges.bar_rest(kept, by, later)
            elif left := ranges.unused(kept):
                ranges.enter_reserved(
                    kept, random.Random(count).choice(left), paper(code), kept.reserved_at, later
                )


def _check_books() -> None:
    """Every number from one to the last is an entry once, or is kept by an open range."""
    for book in session().scalars(select(RegisterBook)):
        own = (RegisterEntry.institution_id == book.institution_id, RegisterEntry.year == book.year)
        numbers = list(session().scalars(select(RegisterEntry.number).where(*own)))
        open_ones = [one for one in ranges.open_ranges([book.institution_id]) if one.year == book.year]
        numbers += [number for one in open_ones for number in ranges.unused(one)]
        assert Counter(numbers) == Counter(range(1, book.last_number + 1))
        positions = session().scalars(select(RegisterEntry.position).where(*own)).all()
        assert sorted(positions) == list(range(1, book.last_position + 1))
        assert list(verify.faults(book.institution_id, book.year)) == []


def _file(hall: Hall, times: int) -> list[int]:
    actor = hall.actor("ioana@exemplu.ro")
    numbers = []
    for _ in range(times):
        with transaction():
            version = procedures.current("petition")
            draft = submissions.begin(actor.person_id, version, "portal", PETITION, hall.now)
        with transaction():
            own = submissions.mine(draft.id, actor.person_id, lock=True)
            numbers.append(submit.file_request(own, actor, hall.now).entry.number)
    return numbers


def test_eight_writers_at_once_leave_no_gap_and_no_double(any_hall: Hall) -> None:
    given_out = at_once(any_hall, *[partial(_file, any_hall, FILINGS)] * WRITERS)
    assert [one for one in given_out if isinstance(one, Exception)] == []
    numbers = sorted(number for one in given_out if isinstance(one, list) for number in one)
    assert numbers == list(range(1, WRITERS * FILINGS + 1))
    assert verify.broken(institution_id(), 2026) is None
    assert journal.first_broken() is None


def test_two_writers_open_the_years_register_together(any_hall: Hall) -> None:
    given_out = at_once(any_hall, *[lambda: enter(code="ADP6").number] * 4)
    assert sorted(given_out, key=str) == [1, 2, 3, 4]


def test_writers_of_many_books_open_and_fill_them_at_once(any_hall: Hall) -> None:
    """Every writer goes its own way through two institutions and two years, some giving up half-way."""
    plans = [random.Random(seed).choices("PpAa!", k=12) for seed in range(WRITERS)]
    given_out = at_once(any_hall, *[partial(_write, plan) for plan in plans])
    assert [one for one in given_out if isinstance(one, Exception)] == []
    _check_books()
    count = session().scalars(select(RegisterBook.last_number)).all()
    assert sum(count) == sum(len(plan) - plan.count("!") for plan in plans)


def _write(plan: list[str]) -> None:
    for step in plan:
        code = "ADP6" if step in "Aa" else "PS6"
        if step == "!":
            with pytest.raises(RuntimeError), transaction():  # noqa: PT012 - the whole transaction fails
                actions.enter(paper(code), MONDAY)
                raise RuntimeError
        else:
            enter(NEW_YEAR if step.islower() else MONDAY, code)


def test_what_becomes_of_an_entry_is_written_beside_it(any_hall: Hall) -> None:
    entry = enter()
    with transaction():
        actions.mark(entry.id, "routed", "Salubrizare", MONDAY)
        actions.mark(entry.id, "resolved", "answered", MONDAY + timedelta(days=1))
    assert [mark.kind for mark in queries.marks(entry.id)] == ["routed", "resolved"]
    assert queries.by_token(entry.verify_token) is entry
    assert queries.by_token("guess") is None
