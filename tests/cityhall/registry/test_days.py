"""The register closed day by day: nothing is left out, and what is changed later is found."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import update

from app.cityhall.registry import actions, closing_checks, closings, ranges, yearly
from app.cityhall.registry.closings import Book, RegisterDay
from app.cityhall.registry.models import RegisterEntry
from app.database import session, transaction
from app.journey import register_days
from app.refusal import Refusal
from tests.cityhall.registry.papers import enter, institution_id
from tests.hall import MONDAY, Hall

NIGHT = datetime(2026, 11, 23, 22, 10, tzinfo=UTC)  # ten past midnight in Bucharest
BEFORE_MIDNIGHT = datetime(2026, 11, 23, 21, 59, 59, tzinfo=UTC)


def book(year: int = 2026) -> Book:
    return Book(institution_id(), year)


def closed(now: datetime) -> list[RegisterDay]:
    with transaction():
        return closings.close_due(institution_id(), now)


def test_a_day_is_closed_after_its_midnight_with_what_was_written_in_it(any_hall: Hall) -> None:
    first = enter()
    last = enter(now=BEFORE_MIDNIGHT)
    assert closed(BEFORE_MIDNIGHT) == []
    assert (
        closed(BEFORE_MIDNIGHT + timedelta(minutes=3)) == []
    )  # who wrote at the last second may still commit
    enter(now=NIGHT)
    (day,) = closed(NIGHT)
    assert (day.day, day.count) == (date(2026, 11, 23), 2)
    assert (day.first_number, day.last_number, day.head_hash) == (first.number, last.number, last.hash)
    assert closed(NIGHT) == []
    assert closings.covering(first) == day


def test_days_without_entries_are_closed_too_and_missed_ones_are_caught_up(any_hall: Hall) -> None:
    enter()
    days = closed(NIGHT + timedelta(days=3))
    assert [(one.day.day, one.count) for one in days] == [(23, 1), (24, 0), (25, 0), (26, 0)]
    assert days[1].first_number is None
    assert [one.previous_hash for one in days[1:]] == [one.hash for one in days[:-1]]
    assert closing_checks.broken(book()) is None


def test_what_was_reserved_for_a_day_without_network_is_closed_on_the_day_of_its_writing(hall: Hall) -> None:
    enter()
    by = hall.actor("Elena").person_id
    with transaction():
        kept = ranges.reserve(institution_id(), 2, "fără rețea", by, MONDAY)
    enter()
    closed(NIGHT)
    paper = actions.Paper(institution_id(), "in", "Vlad", "Cerere", "Registratură", "", "counter")
    with transaction():
        ranges.enter_reserved(kept, 2, paper, MONDAY + timedelta(hours=1), NIGHT)
        ranges.bar_rest(kept, by, NIGHT)
    (day,) = closed(NIGHT + timedelta(days=1))
    assert (day.day, day.count, day.first_number, day.last_number) == (date(2026, 11, 24), 2, 2, 3)
    assert closing_checks.broken(book()) is None


def test_a_book_of_last_year_is_closed_again_only_when_it_has_grown(hall: Hall) -> None:
    eve = datetime(2026, 12, 31, 12, tzinfo=UTC)
    by = hall.actor("Elena").person_id
    with transaction():
        kept = ranges.reserve(institution_id(), 1, "noaptea dintre ani", by, eve)
    enter(now=eve)
    new_year = eve + timedelta(days=2)
    assert [(one.year, one.day.day, one.count) for one in closed(new_year)] == [(2026, 31, 1)]
    enter(now=new_year)
    with transaction():
        ranges.bar_rest(kept, by, new_year)
    days = closed(new_year + timedelta(days=1))
    assert [(one.year, one.day.isoformat(), one.count) for one in days] == [
        (2026, "2027-01-02", 1),
        (2027, "2027-01-02", 1),
    ]
    assert [one.year for one in closed(new_year + timedelta(days=2))] == [2027]
    assert closing_checks.broken(book()) is None


@pytest.mark.parametrize(
    ("table", "values", "reason"),
    [
        (RegisterDay, {"count": 7}, "changed"),
        (RegisterDay, {"closed_at": MONDAY}, "changed"),
        (RegisterEntry, {"hash": "f" * 64}, "head"),
        (RegisterEntry, {"position": 99}, "entries"),
    ],
)
def test_what_is_changed_behind_a_closing_is_found(
    hall: Hall, table: type, values: dict, reason: str
) -> None:
    enter()
    closed(NIGHT)
    with transaction():
        session().execute(update(table).values(**values))
    found = closing_checks.broken(book())
    assert found is not None
    assert (found.day, found.reason) == (date(2026, 11, 23), reason)


def test_the_worker_closes_seals_and_checks(hall: Hall) -> None:
    enter()
    assert register_days.close_due(NIGHT) >= 1
    assert register_days.close_due(NIGHT) == 0
    hall.now = NIGHT
    hall.works()
    session().expire_all()
    day = closings.of_day(book(), date(2026, 11, 23))
    assert day.minute_sha256
    assert hall.house.outside.files.get(day.minute_sha256).startswith(b"%PDF")
    (by_night,) = yearly.checks(book())
    assert (by_night.asked_by_id, by_night.state, by_night.faults) == (None, yearly.DONE, [])
    with transaction():
        register_days.ask_check(book(), hall.actor("Elena"), NIGHT)
    with transaction():
        session().execute(update(RegisterEntry).values(summary="altceva"))
    hall.works()
    session().expire_all()
    (check,) = [one for one in yearly.checks(book()) if one.asked_by_id]
    assert [(one["reason"], one["number"]) for one in check.faults] == [("changed", 1)]


def test_a_year_is_set_in_volumes_once_asked_for(hall: Hall) -> None:
    for number in range(5):
        enter(summary=f"Cererea {number}")
    with transaction():
        made = yearly.ask_export(book(), hall.actor("Elena").person_id, MONDAY, size=2)
    assert [(one.first, one.last) for one in made.volumes] == [(1, 2), (3, 4), (5, 5)]
    with pytest.raises(Refusal, match=r"book\.empty"), transaction():
        yearly.ask_export(book(2025), hall.actor("Elena").person_id, MONDAY)
    with transaction():
        register_days.ask_export(book(), hall.actor("Elena"), MONDAY)
    hall.works()
    session().expire_all()
    (whole, *_) = [one for one in yearly.exports(book()) if len(one.volumes) == 1]
    assert hall.house.outside.files.get(whole.volumes[0].sha256 or "").startswith(b"%PDF")
