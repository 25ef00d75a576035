"""Finding an entry by what a registrar remembers of it; the same on both databases."""

from collections.abc import Collection
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from app.cityhall.registry import actions, remembered, search, special
from app.cityhall.registry.remembered import Remembered
from app.cityhall.registry.search import Asked
from app.database import transaction
from tests.cityhall.registry.papers import enter, institution_id
from tests.hall import MONDAY, Hall


def numbers(institutions: Collection[UUID] = (), **asked: Any) -> list[int]:
    page = search.found(Asked(institutions or {institution_id()}, **asked), limit=20)
    assert page.about == len(page.entries)
    return [one.number for one in page.entries]


def day(number: int) -> datetime:
    return MONDAY + timedelta(days=number)


@pytest.fixture
def papers(each_hall: Hall) -> Hall:
    """Six papers of a week, one a day."""
    enter(day(0), issuer="Ioana Țepeș", summary="Groapă pe Șoseaua Plevnei nr. 12")
    enter(day(1), issuer="Vlad Mureșan", summary="Iluminat public, strada Țepeș Vodă", channel="email")
    enter(day(2), issuer="SC Drumuri SRL", summary="Factură", sender_number="SC-120/B", department="Buget")
    enter(day(3), direction="out", issuer="PS6", recipient="Ioana Țepeș", summary="Răspuns", channel="email")
    enter(day(4), issuer="Curtea de Apel", summary="Citație dosar 120/2026", sender_number="12/2026")
    by = each_hall.actor("Elena").person_id
    enter(day(5), issuer="Ioana Ionescu", summary="Sesizare gropi", operator_id=by)
    return each_hall


WORDS = {
    "tepes": [4, 2, 1],
    "ŢEPEŞ": [4, 2, 1],  # with cedillas, as old keyboards write them
    "țepeș ioana": [4, 1],
    "gro plev": [1],
    "gropi": [6],
    "rapuns": [],
    "120": [5, 3],
    "12": [5, 1],
    "2": [2],
    "nr. 2": [2],
    "2/2026": [2],
    "12/2026": [5],
    "3/25.11.2026": [3],
    "3/24.11.2026": [],
    "25.11.2026": [3],
    "25.11.2026 drumuri": [3],
    "25.11.2026 ioana": [],
    "sc-120/b": [3],
    "buget": [3],
    "": [6, 5, 4, 3, 2, 1],
    "  ": [6, 5, 4, 3, 2, 1],
    "'*\" & !": [],
    "_channel_email": [],
    "near or and not": [],
}
FILTERS: list[tuple[dict[str, Any], list[int]]] = [
    ({"number": 3}, [3]),
    ({"number": 3, "year": 2025}, []),
    ({"number": 3, "direction": "out"}, []),
    ({"direction": "out"}, [4]),
    ({"channel": "email"}, [4, 2]),
    ({"channel": "email", "words": "tepes", "direction": "in"}, [2]),
    ({"department": "Buget"}, [3]),
    ({"department": "Bug"}, []),
    ({"sender_number": "sc 120 b"}, [3]),
    ({"since": date(2026, 11, 25), "until": date(2026, 11, 26)}, [4, 3]),
    ({"until": date.max, "since": date.min}, [6, 5, 4, 3, 2, 1]),
    ({"year": 2026, "words": "ioana"}, [6, 4, 1]),
    ({"year": 2025}, []),
    ({"year": 99_999}, []),
    ({"state": "open"}, [6, 5, 3, 2, 1]),
    ({"state": "closed"}, [4]),
    ({"state": "annulled"}, []),
]


def test_the_one_box_takes_anything(papers: Hall) -> None:
    assert {words: numbers(words=words) for words in WORDS} == WORDS


def test_filters_hold_together(papers: Hall) -> None:
    assert [(asked, numbers(**asked)) for asked, _ in FILTERS] == FILTERS


def test_what_became_of_a_paper_is_a_filter_too(papers: Hall) -> None:
    first, second = (search.found(Asked({institution_id()}, number=one), 1).entries[0] for one in (1, 2))
    with transaction():
        actions.mark(first.id, "routed", "Salubrizare", MONDAY)
        actions.mark(first.id, "resolved", "answered", MONDAY)
        special.enter(second, "petitions", "Iluminat", MONDAY)
        actions.annul(second, "dublură", papers.actor("Elena").person_id, day(6))
    assert numbers(state="open") == [6, 5, 3]
    assert numbers(state="closed") == [7, 4, 1]
    assert numbers(state="annulled") == [2]
    assert numbers(routed=True) == [1]
    assert numbers(routed=False, state="open", words="ioana") == [6]
    assert numbers(register="petitions") == [2]
    assert numbers(mine=papers.actor("Elena").person_id) == [7, 6]


def test_pages_follow_one_another_and_a_number_stands_first(papers: Hall) -> None:
    ours = {institution_id()}
    first = search.found(Asked(ours, words="ioana"), limit=2)
    assert ([one.number for one in first.entries], first.about) == ([6, 4], 3)
    second = search.found(Asked(ours, words="ioana"), limit=2, before=first.more)
    assert ([one.number for one in second.entries], second.more) == ([1], None)
    enter(day(6), summary="Completare la nr. 2")
    assert numbers(words="2") == [2, 7]


def test_other_institutions_and_no_institution_find_nothing(papers: Hall) -> None:
    enter(code="ADP6", issuer="Ioana Țepeș")
    assert numbers({institution_id("ADP6")}, words="tepes") == [1]
    assert numbers({institution_id("ADP6"), institution_id()}, words="tepes ioana") == [4, 1, 1]
    assert search.found(Asked(frozenset(), words="tepes"), limit=5).entries == []
    assert search.found(Asked(frozenset(), number=1), limit=5).entries == []


def test_a_year_is_the_year_in_bucharest(each_hall: Hall) -> None:
    enter(datetime(2026, 12, 31, 21, 59, tzinfo=UTC))
    enter(datetime(2026, 12, 31, 22, 0, tzinfo=UTC))
    assert numbers(year=2026) == [1]
    assert numbers(since=date(2027, 1, 1)) == [1]


def test_a_count_ends_at_many(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "COUNTED", 3)
    for one in range(5):
        enter(day(one))
    page = search.found(Asked({institution_id()}, words="petitie"), limit=2)
    assert (page.about, [one.number for one in page.entries]) == (4, [5, 4])


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("12 / 2026", Remembered(number=12, year=2026, sender="12/2026")),
        ("12/31.02.2026", Remembered(words=("12", "31", "02", "2026"))),
        ("Nr. 007", Remembered(words=("7",), number=7)),
        ("99999999", Remembered(words=("99999999",))),
        ("Țepeș 1.2.2026", Remembered(words=("tepes",), day=date(2026, 2, 1))),
    ],
)
def test_what_was_typed_is_understood(typed: str, expected: Remembered) -> None:
    assert remembered.read(typed) == expected
