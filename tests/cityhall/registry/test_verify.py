"""A row that was changed, removed or inserted is found by the chain, and named."""

import random
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import delete, select, update

from app.cityhall.registry import actions, ranges, rules, verify
from app.cityhall.registry.models import RegisterBook, RegisterEntry
from app.cityhall.registry.verify import Broken
from app.database import session, transaction
from tests.cityhall.registry.papers import YEAR, enter, institution_id, paper
from tests.hall import MONDAY, Hall

ROWS = 6


def faults() -> list[Broken]:
    return list(verify.faults(institution_id(), YEAR))


def row(number: int) -> dict[str, Any]:
    table = RegisterEntry.__table__
    query = select(table).where(table.c.institution_id == institution_id(), table.c.number == number)
    return dict(session().execute(query).mappings().one())


def change(row_number: int, /, **values: object) -> None:
    with transaction():
        here = (RegisterEntry.institution_id == institution_id(), RegisterEntry.number == row_number)
        session().execute(update(RegisterEntry).where(*here).values(**values))
    session().expire_all()


def remove(number: int) -> None:
    with transaction():
        here = (RegisterEntry.institution_id == institution_id(), RegisterEntry.number == number)
        session().execute(delete(RegisterEntry).where(*here))
    session().expire_all()


def forge(copied: int, **values: Any) -> None:
    """A row that somebody makes who knows how rows are hashed."""
    made = {**row(copied), **values, "verify_token": uuid4().hex}
    del made["id"]
    with transaction():
        session().add(RegisterEntry(**{**made, "hash": hashed(made)}))


def hashed(made: dict[str, Any]) -> str:
    facts = {name: made[name] for name in rules.HASHED[made["scheme"]]}
    return rules.chain_hash(facts, made["previous_hash"])


def rehash(number: int, **values: Any) -> None:
    """A row changed by somebody who also gives it the hash that it should have."""
    change(number, **values, hash=hashed({**row(number), **values}))


def move(after: int, by: int, *, numbers: bool = False) -> None:
    """All later rows stand elsewhere; one by one, so that no two ever stand in one place."""
    order = range(ROWS, after, -1) if by > 0 else range(after + 1, ROWS + 1)
    for number in order:
        values = {"position": RegisterEntry.position + by}
        change(number, **(values | ({"number": number + by} if numbers else {})))


@pytest.fixture
def book(hall: Hall) -> Hall:
    """Six rows, and a neighbour's."""
    enter(code="ADP6")
    for one in range(ROWS):
        enter(MONDAY + timedelta(minutes=one), summary=f"Petiția {one}")
    assert faults() == []
    return hall


@pytest.mark.parametrize(
    "changed",
    [
        {"summary": "Altceva"},
        {"registered_at": MONDAY - timedelta(days=1)},
        {"arrived_at": None},
        {"written_at": MONDAY - timedelta(days=1)},
        {"hashes": []},
        {"issuer": "Vlad Cetățean"},
        {"hash": "0" * 64},
        {"previous_hash": "0" * 64},
        {"scheme": 1},
        {"scheme": 7},
    ],
)
def test_a_changed_row_is_named(book: Hall, changed: dict[str, object]) -> None:
    change(3, **changed)
    assert faults() == [Broken(3, "changed", 3)]
    assert verify.broken(institution_id(), YEAR) == Broken(3, "changed", 3)


@pytest.mark.parametrize("number", [1, 3, ROWS])
def test_a_row_written_anew_with_its_hash_is_named(book: Hall, number: int) -> None:
    rehash(number, summary="Altceva")
    assert faults() == [Broken(number, "changed", number)]


@pytest.mark.parametrize("number", [1, 2, ROWS])
def test_a_removed_row_is_named_even_the_last_one(book: Hall, number: int) -> None:
    remove(number)
    assert faults() == [Broken(number, "removed", number)]


def test_a_stretch_of_removed_rows_is_named_once(book: Hall) -> None:
    for number in (2, 3, 5):
        remove(number)
    assert faults() == [Broken(2, "removed", 2, 2), Broken(5, "removed", 5)]


def test_a_removed_row_is_named_where_the_others_were_moved_up(book: Hall) -> None:
    remove(3)
    move(3, -1)
    assert faults() == [Broken(3, "removed", 3)]


def test_rows_put_behind_the_last_or_before_the_first_are_named(book: Hall) -> None:
    forge(6, number=7, position=7, previous_hash=row(6)["hash"])
    assert faults() == [Broken(7, "inserted", 7)]
    forge(6, number=8, position=0, previous_hash=rules.GENESIS)
    assert faults() == [Broken(8, "inserted", 0), Broken(7, "inserted", 7)]


@pytest.mark.parametrize("numbers", [False, True])
@pytest.mark.parametrize("after", [0, 1, 3, 5])
def test_a_row_put_between_two_is_named(book: Hall, after: int, numbers: bool) -> None:
    before = row(after)["hash"] if after else rules.GENESIS
    move(after, 1, numbers=numbers)
    number = after + 1 if numbers else 99
    forge(1 if after else 2, number=number, position=after + 1, previous_hash=before)
    assert faults() == [Broken(number, "inserted", after + 1)]


def test_several_faults_are_named_in_order(book: Hall) -> None:
    change(2, summary="Altceva")
    remove(4)
    change(6, issuer="Altcineva")
    assert faults() == [Broken(2, "changed", 2), Broken(4, "removed", 4), Broken(6, "changed", 6)]


def test_a_book_turned_back_or_taken_away_is_found(book: Hall) -> None:
    here = RegisterBook.institution_id == institution_id()
    with transaction():
        session().execute(update(RegisterBook).where(here).values(last_hash="0" * 64))
    assert faults() == [Broken(ROWS, "changed", ROWS)]
    with transaction():
        session().execute(delete(RegisterBook).where(here))
    session().expunge_all()
    assert faults() == [Broken(0, "removed", 0)]


def test_rows_of_the_first_scheme_go_on_being_proved(hall: Hall) -> None:
    for _ in range(4):
        enter()
    _as_written_until_2026()
    assert faults() == []
    for _ in range(2):
        enter()
    assert faults() == []
    change(3, summary="Altceva")
    remove(5)
    assert faults() == [Broken(3, "changed", 3), Broken(5, "removed", 5)]


def _as_written_until_2026() -> None:
    previous = rules.GENESIS
    for number in range(1, 5):
        made = {**row(number), "scheme": 1, "previous_hash": previous}
        previous = hashed(made)
        values = {"scheme": 1, "previous_hash": made["previous_hash"], "hash": previous}
        change(number, **values, arrived_at=None, started_at=None)
    with transaction():
        session().execute(update(RegisterBook).values(last_hash=previous))


def test_the_chain_holds_over_numbers_kept_for_a_day_without_network(any_hall: Hall) -> None:
    by = any_hall.actor("Elena").person_id
    enter()
    with transaction():
        kept = ranges.reserve(institution_id(), 3, "Pană de curent", by, MONDAY)
    enter(MONDAY + timedelta(hours=1))
    with transaction():
        ranges.enter_reserved(kept, 3, paper(), MONDAY, MONDAY + timedelta(hours=2))
    assert faults() == []
    with transaction():
        ranges.bar_rest(kept, by, MONDAY + timedelta(hours=3))
    assert faults() == []
    remove(4)
    assert faults() == [Broken(4, "removed", 5)]


def test_wherever_one_row_of_many_is_touched_it_is_named(any_hall: Hall) -> None:
    with transaction():
        for one in range(60):
            actions.enter(paper(summary=f"Petiția {one}"), MONDAY)
    chance = random.Random(6)
    gone, touched = chance.sample(range(1, 61), 2)
    remove(gone)
    change(touched, summary="Altceva")
    expected = [Broken(gone, "removed", gone), Broken(touched, "changed", touched)]
    assert faults() == sorted(expected, key=lambda one: one.position)
