"""Dates, durations and cycles as timers are given them."""

from datetime import UTC, datetime, timedelta

import pytest

from app.engine.language import times

NOON = datetime(2026, 1, 31, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("duration", "then"),
    [
        ("P1D", datetime(2026, 2, 1, 12, tzinfo=UTC)),
        ("P1M", datetime(2026, 2, 28, 12, tzinfo=UTC)),
        ("P1Y2M", datetime(2027, 3, 31, 12, tzinfo=UTC)),
        ("P2W", datetime(2026, 2, 14, 12, tzinfo=UTC)),
        ("PT36H", datetime(2026, 2, 2, 0, tzinfo=UTC)),
        ("P1DT1M1.5S", NOON + timedelta(days=1, minutes=1, seconds=1.5)),
    ],
)
def test_a_duration_leads_to_a_moment(duration: str, then: datetime) -> None:
    assert times.after(NOON, duration) == then


@pytest.mark.parametrize("text", ["", "P", "PT", "P1H", "1D", "P-1D", "P1D ", "R/P1D", "P1.5D"])
def test_what_is_no_duration_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is not a duration"):
        times.after(NOON, text)


def test_a_day_begins_at_midnight_in_romania_in_winter_and_in_summer() -> None:
    assert times.date("2026-01-15") == datetime(2026, 1, 14, 22, tzinfo=UTC)
    assert times.date("2026-07-15") == datetime(2026, 7, 14, 21, tzinfo=UTC)
    assert times.date("2026-07-15T10:00:00Z") == datetime(2026, 7, 15, 10, tzinfo=UTC)


def test_a_cycle_begins_after_its_first_period_or_on_its_date() -> None:
    week = timedelta(days=7)
    assert times.cycle("R3/P7D", NOON) == (3, NOON + week, week)
    assert times.cycle("R/2026-03-01T00:00Z/P7D", NOON) == (
        times.ALWAYS,
        datetime(2026, 3, 1, tzinfo=UTC),
        week,
    )


@pytest.mark.parametrize("text", ["P7D", "R3", "R3/", "R3/PT1S", "Rx/P1D", "R3/2026-03-01", "R3/P1D/P1D"])
def test_what_is_no_cycle_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"is not a|comes too often"):
        times.cycle(text, NOON)


@pytest.mark.parametrize(
    ("kind", "value"), [("timeDate", "P1D"), ("timeDuration", "2026-01-01"), ("timeDate", 3)]
)
def test_each_kind_of_timer_takes_its_own_kind_of_text(kind: str, value: object) -> None:
    with pytest.raises(ValueError, match=r"."):
        times.check(kind, value)
