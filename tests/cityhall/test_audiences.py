"""Hours of audiences: what a programme offers, whatever the calendar, the clocks and the bookings are."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.cityhall.audiences import rules
from app.cityhall.audiences.rules import MOVES, Slot, State, Window, Wish
from app.cityhall.registry.rules import BUCHAREST
from app.cityhall.terms.calendar import Calendar, is_working
from app.refusal import Refusal

SINCE = date(2026, 1, 1)
WEDNESDAY = Window(2, time(14), time(17), 20, 5, 6, "sala 101", SINCE)
DAYS = st.dates(date(2026, 1, 1), date(2028, 12, 31))


@st.composite
def windows(draw: st.DrawFn) -> Window:
    opens = draw(st.integers(0, 22))
    return Window(
        weekday=draw(st.integers(0, 6)),
        opens=time(opens, draw(st.sampled_from([0, 15, 30]))),
        closes=time(draw(st.integers(opens + 1, 23)), 45),
        minutes=draw(st.integers(5, 90)),
        buffer=draw(st.integers(0, 20)),
        capacity=draw(st.integers(0, 12)),
        room="",
        valid_from=SINCE,
        valid_until=draw(st.none() | st.dates(date(2026, 6, 1), date(2028, 12, 31))),
    )


@st.composite
def taken(draw: st.DrawFn) -> list[Slot]:
    starts = draw(st.lists(st.datetimes(datetime(2026, 1, 1), datetime(2028, 12, 31)), max_size=6))
    return [Slot(at.replace(tzinfo=UTC), at.replace(tzinfo=UTC) + timedelta(minutes=30)) for at in starts]


@given(DAYS, st.lists(windows(), max_size=3), taken(), st.lists(DAYS, max_size=4), st.lists(DAYS, max_size=4))
@settings(max_examples=100, deadline=None)
def test_no_hour_on_a_day_off_none_over_another_none_outside_the_programme(
    first: date, programme: list[Window], others: list[Slot], off: list[date], blackouts: list[date]
) -> None:
    calendar = Calendar(off=dict.fromkeys(off, "HG"))
    found = rules.free_between(first, first + timedelta(days=10), programme, others, calendar, blackouts)
    for slot in found:
        assert is_working(slot.day, calendar)
        assert slot.day not in blackouts
        assert any(window.holds_on(slot.day) for window in programme)
        assert not any(slot.overlaps(other) for other in others)
    for one, following in pairwise(found):
        assert one.ends_at <= following.starts_at


@given(windows(), DAYS)
def test_a_day_gives_no_more_audiences_than_its_capacity(window: Window, day: date) -> None:
    given_out: list[Slot] = []
    while free := rules.free_on(day, [window], given_out):
        given_out.append(free[0])
    assert len(given_out) <= window.capacity


@pytest.mark.parametrize("day", [date(2026, 3, 29), date(2026, 10, 25)])
def test_hours_on_the_day_when_the_clocks_change_do_not_overlap(day: date) -> None:
    window = Window(6, time(1), time(6), 20, 0, 100, "", SINCE)
    calendar = Calendar(worked={day: "HG, zi lucrată în loc"})
    found = rules.free_on(day, [window], (), calendar)
    assert all(slot.ends_at - slot.starts_at == timedelta(minutes=20) for slot in found)
    assert all(a.ends_at <= b.starts_at for a, b in pairwise(found))
    here = [slot.starts_at.astimezone(BUCHAREST) for slot in found]
    assert all(1 <= at.hour < 6 for at in here)
    assert len(found) == (12 if day.month == 3 else 18)  # five hours by the clock are four, or six


def test_an_hour_is_the_same_by_the_clock_before_and_after_the_change() -> None:
    for day in (date(2026, 10, 21), date(2026, 10, 28)):
        assert rules.free_on(day, [WEDNESDAY])[0].starts_at.astimezone(BUCHAREST).time() == time(14)


def test_a_holiday_a_blackout_and_an_old_programme_offer_nothing() -> None:
    assert rules.free_on(date(2026, 11, 25), [WEDNESDAY])
    assert not rules.free_on(date(2027, 1, 6), [WEDNESDAY])  # Boboteaza, a Wednesday
    assert not rules.free_on(date(2026, 11, 25), [WEDNESDAY], blackouts=[date(2026, 11, 25)])
    assert not rules.free_on(date(2025, 11, 26), [WEDNESDAY])


def test_hours_that_suit_come_first_and_none_before_the_day_asked_for() -> None:
    morning = Window(3, time(9), time(10), 20, 0, 3, "", SINCE)
    free = rules.free_between(date(2026, 11, 23), date(2026, 12, 11), [WEDNESDAY, morning])
    (only,) = rules.propose(free, Wish(part="morning"), 1)
    assert only.starts_at.astimezone(BUCHAREST).weekday() == 3
    late = rules.propose(free, Wish(not_before=date(2026, 12, 1), weekdays=[3]), 3)
    assert {slot.day for slot in late} == {date(2026, 12, 3)}
    assert rules.propose(free, Wish(not_before=date(2027, 1, 1)), 3) == []


def test_every_move_that_is_not_in_the_table_is_refused() -> None:
    for before in State:
        for after in State:
            if after in MOVES[before]:
                rules.check_move(before, after)
            else:
                with pytest.raises(Refusal, match="audience"):
                    rules.check_move(before, after)


def test_the_same_subject_whatever_its_spaces_and_capitals() -> None:
    assert rules.same_subject("Gunoi  pe stradă", "gunoi pe Stradă ")
    assert not rules.same_subject("Gunoi", "Câini")
