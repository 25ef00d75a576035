"""Hours at the counter: those that are free, never more people than places, one hour for each case."""

from collections import Counter
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.cityhall import institutions
from app.cityhall.audiences.rules import Window
from app.cityhall.cases.models import Case
from app.cityhall.institutions import LocalRule
from app.cityhall.registry.rules import BUCHAREST
from app.cityhall.terms.calendar import is_working
from app.cityhall.visits import actions, queries, rules
from app.cityhall.visits.models import CounterHours
from app.cityhall.visits.rules import Ahead
from app.database import session, transaction
from app.refusal import Refusal
from tests.hall import MONDAY, Hall

SINCE = date(2026, 1, 1)
DAYS = st.datetimes(datetime(2026, 1, 2), datetime(2027, 12, 1)).map(lambda at: at.replace(tzinfo=UTC))


def window(weekday: int, opens: int = 9, closes: int = 12, capacity: int = 2) -> Window:
    return Window(weekday, time(opens), time(closes), 10, 0, capacity, "ghișeul 3", SINCE)


@given(DAYS, st.integers(0, 6), st.integers(1, 20))
def test_every_free_hour_lies_in_the_hours_of_a_working_day(now: datetime, weekday: int, days: int) -> None:
    ahead = Ahead(timedelta(hours=1), timedelta(days=days))
    for slot in rules.free([window(weekday)], {}, ahead, now):
        here = slot.starts_at.astimezone(BUCHAREST)
        assert here.weekday() == weekday
        assert is_working(here.date())
        assert time(9) <= here.time() < time(12)
        assert slot.starts_at >= now + ahead.lead


def test_a_full_hour_is_not_offered_and_its_neighbours_are() -> None:
    free = rules.free([window(0)], {}, Ahead(), MONDAY)
    full = free[3].starts_at
    after = rules.free([window(0)], {full: 2}, Ahead(), MONDAY)
    assert [one for one in free if one.starts_at != full] == after
    assert full in {one.starts_at for one in rules.free([window(0)], {full: 1}, Ahead(), MONDAY)}


def test_no_hour_on_a_legal_holiday() -> None:
    """The first of December 2026 is a Tuesday."""
    free = rules.free([window(1)], {}, Ahead(horizon=timedelta(days=20)), MONDAY)
    assert {one.day for one in free} == {date(2026, 11, 24), date(2026, 12, 8)}


def first_hour(case: Case, now: datetime) -> datetime:
    return queries.free(case.institution_id, now)[0].starts_at


def test_two_come_at_the_same_hour_and_the_third_takes_another(any_hall: Hall) -> None:
    one, two, three = (any_hall.petition() for _ in range(3))
    hour = first_hour(one, any_hall.now)
    with transaction():
        actions.book(one, hour, any_hall.now)
        actions.book(two, hour, any_hall.now)
    with transaction(), pytest.raises(Refusal, match=r"visit\.taken"):
        actions.book(three, hour, any_hall.now)
    with transaction():
        actions.cancel(one, any_hall.now)
        actions.book(three, hour, any_hall.now)
    day = hour.astimezone(BUCHAREST).date()
    coming = [visit.case_id for visit in queries.of_day([one.institution_id], day)]
    assert Counter(coming) == Counter([two.id, three.id])


def test_another_hour_gives_the_first_one_back(each_hall: Hall) -> None:
    case = each_hall.petition()
    hours = queries.free(case.institution_id, each_hall.now)
    with transaction():
        actions.book(case, hours[0].starts_at, each_hall.now)
        actions.book(case, hours[5].starts_at, each_hall.now)
    found = queries.of_case(case.id, each_hall.now)
    assert found is not None
    assert found.starts_at == hours[5].starts_at
    assert queries.of_case(case.id, each_hall.now + timedelta(days=2)) is None


def test_the_hall_says_how_soon_and_how_far_ahead_and_when_its_hours_change(hall: Hall) -> None:
    found = institutions.by_code("PS6")
    assert found is not None
    with transaction() as writing:
        value = {"lead_minutes": 1440, "horizon_days": 3}
        rule = {"key": queries.LOCAL_RULE, "value": value, "act": "HCL 1", "valid_from": SINCE}
        writing.add(LocalRule(institution_id=found.id, **rule))
        for one in session().query(CounterHours).filter_by(weekday=2):
            one.valid_until = date(2026, 11, 24)
    free = queries.free(found.id, hall.now)
    assert free[0].starts_at >= hall.now + timedelta(days=1)
    assert {one.day for one in free} == {date(2026, 11, 24), date(2026, 11, 26)}


def test_an_institution_without_hours_offers_none(hall: Hall) -> None:
    other = institutions.by_code("ADP6")
    assert other is not None
    assert queries.free(other.id, hall.now) == []
