"""Special registers: numbers of their own, no gap, no double; the same on both databases."""

from datetime import UTC, datetime
from functools import partial

import pytest

from app.cityhall import institutions
from app.cityhall.registry import actions, special
from app.cityhall.registry.special import Asked, SpecialEntry
from app.database import transaction
from tests.crowd import at_once
from tests.hall import MONDAY, Hall

WRITERS = 6


def enter(
    register: str = "petitions", code: str = "PS6", now: datetime = MONDAY, title: str = "Petiție, Ioana"
) -> SpecialEntry:
    """A paper in the general register and in a special one."""
    institution = institutions.by_code(code)
    assert institution is not None
    paper = actions.Paper(institution.id, "in", "Ioana", title, "Registratură", "II B 4", "portal")
    with transaction():
        return special.enter(actions.enter(paper, now), register, title, now)


def test_each_register_institution_and_year_counts_for_itself(each_hall: Hall) -> None:
    assert [enter().number for _ in range(3)] == [1, 2, 3]
    assert enter("audiences").number == 1
    assert enter(code="ADP6").number == 1
    new_year = enter(now=datetime(2026, 12, 31, 22, 30, tzinfo=UTC))  # in Bucharest it is 2027 already
    assert new_year.legal_number == "1/01.01.2027"
    assert enter().number == 4


def test_a_paper_has_one_number_in_a_register_however_often_it_is_asked_for(each_hall: Hall) -> None:
    first = enter()
    with transaction():
        assert special.enter(first.entry, "petitions", "Petiție", MONDAY).number == 1
        assert special.enter(first.entry, "audiences", "Petiție", MONDAY).number == 1
    assert [one.register for one in special.of_entry(first.entry_id)] == ["audiences", "petitions"]
    assert enter().number == 2


def test_a_roll_back_gives_the_number_back(each_hall: Hall) -> None:
    enter()
    entry = enter("audiences").entry
    with pytest.raises(RuntimeError), transaction():  # noqa: PT012 - the whole transaction fails
        assert special.enter(entry, "petitions", "Petiție", MONDAY).number == 2
        raise RuntimeError
    assert enter().number == 2


def test_many_at_once_leave_no_gap(each_hall: Hall) -> None:
    made = at_once(each_hall, *[partial(_number, f"Petiție {one}") for one in range(WRITERS)])
    assert sorted(made) == list(range(1, WRITERS + 1))  # type: ignore[type-var]


def _number(title: str) -> int:
    return enter(title=title).number


def test_a_register_is_read_by_number_by_name_and_page_by_page(hall: Hall) -> None:
    for name in ("Ioana 100%", "Vlad", "Ana", "Ioana Pop"):
        enter(title=f"Petiție, {name}")
    institution = institutions.by_code("PS6")
    assert institution is not None
    asked = partial(Asked, {institution.id}, "petitions", 2026)
    assert [one.number for one in special.listed(asked(), limit=3)] == [4, 3, 2]
    assert [one.number for one in special.listed(asked(), limit=3, offset=3)] == [1]
    assert [one.number for one in special.listed(asked("2/23.11.2026"), limit=9)] == [2]
    assert [one.number for one in special.listed(asked("ioana"), limit=9)] == [4, 1]
    assert special.count(asked("0%")) == 1
    assert special.count(asked("9" * 30)) == 0
    assert special.years({institution.id}, "petitions") == [2026]
    assert special.listed(Asked(set(), "petitions", 2026), limit=9) == []
