"""How long registering takes: the database's percentiles are those that a person would count."""

import random
from datetime import date, timedelta

import pytest

from app.cityhall.registry import actions, baselines, measures
from app.cityhall.registry.actions import Paper
from app.database import transaction
from app.refusal import Refusal
from tests.hall import Hall

YEAR = (date(2026, 1, 1), date(2027, 12, 31))


def registered(hall: Hall, channel: str, waited: float, worked: float, **facts: object) -> None:
    """A paper that waited and was worked on for so many seconds."""
    started = hall.now - timedelta(seconds=worked)
    paper = Paper(
        institution_id=hall.actor("Elena").posts[0].institution_id,
        **{"direction": "in", "issuer": "Cineva", "summary": "Adresă", "department": "RP", **facts},
        file_code="II B 1",
        channel=channel,
        arrived_at=started - timedelta(seconds=waited),
        started_at=started,
    )
    actions.enter(paper, hall.now)


def test_median_and_95th_percentile_by_channel_and_month(each_hall: Hall) -> None:
    hall, chance = each_hall, random.Random(7)
    times = {
        channel: [round(chance.uniform(1, 500), 1) for _ in range(41)] for channel in ("email", "counter")
    }
    with transaction():
        for channel, worked in times.items():
            for seconds in worked:
                registered(hall, channel, 60, seconds)
        registered(hall, "email", 0, 9_000, direction="out")
        hall.now += timedelta(days=31)
        registered(hall, "email", 5, 7)
    here = hall.actor("Elena").posts[0].institution_id
    found = {(line.channel, line.month): line for line in measures.by_month(here, *YEAR)}
    assert set(found) == {
        ("email", date(2026, 12, 1)),
        ("email", date(2026, 11, 1)),
        ("counter", date(2026, 11, 1)),
    }
    for channel, worked in times.items():
        line = found[channel, date(2026, 11, 1)]
        ranked = sorted(worked)
        assert (line.worked.count, line.worked.enough) == (41, True)
        assert line.worked.median == pytest.approx(ranked[20], abs=0.01)
        assert line.worked.p95 == pytest.approx(ranked[38], abs=0.01)
        assert line.waited.median == pytest.approx(60, abs=0.01)
        assert line.whole.p95 == pytest.approx(ranked[38] + 60, abs=0.01)
    lonely = found["email", date(2026, 12, 1)].worked
    assert (lonely.count, lonely.enough) == (1, False)
    whole = {line.channel: line.worked.count for line in measures.by_channel(here, *YEAR)}
    assert whole == {"counter": 41, "email": 42}


def test_what_was_written_after_an_outage_is_not_measured(hall: Hall) -> None:
    from app.cityhall.registry import ranges

    elena = hall.actor("Elena")
    here = elena.posts[0].institution_id
    with transaction():
        kept = ranges.reserve(here, 2, "fără rețea", elena.person_id, hall.now)
        hall.now += timedelta(hours=3)
        paper = Paper(here, "in", "Cineva", "Adresă", "RP", "II B 1", "counter", elena.person_id)
        ranges.enter_reserved(kept, kept.first, paper, hall.now - timedelta(hours=2), hall.now)
        ranges.bar_rest(kept, elena.person_id, hall.now)
    assert measures.by_channel(here, *YEAR) == []


@pytest.mark.parametrize(
    ("before", "after", "saved"), [(300, 15, 95.0), (300, 30.3, 89.9), (60, 60, 0.0), (60, 90, -50.0)]
)
def test_a_saving_is_never_rounded_up(before: float, after: float, saved: float) -> None:
    assert measures.saving(before, after) == saved


def test_twenty_papers_are_timed_before_anything_is_compared(hall: Hall) -> None:
    elena = hall.actor("Elena")
    here, me = elena.posts[0].institution_id, elena.person_id
    with transaction():
        made = baselines.begin(here, hall.now.date(), "Nota 5/2026", me, hall.now)
        with pytest.raises(Refusal, match=r"baseline\.open"):
            baselines.begin(here, hall.now.date(), "Nota 6/2026", me, hall.now)
        baselines.start(made, "adresă", me, hall.now)
        with pytest.raises(Refusal, match=r"baseline\.running"):
            baselines.note(made, "", 10, me, hall.now)
        hall.now += timedelta(seconds=200)
        baselines.stop(made, hall.now)
        for seconds in range(181, 199):
            baselines.note(made, "", seconds, me, hall.now)
        with pytest.raises(Refusal, match=r"baseline\.too_few"):
            baselines.close(made, hall.now)
        with pytest.raises(Refusal, match=r"baseline\.too_long"):
            baselines.note(made, "", 99_999, me, hall.now)
        baselines.note(made, "", 199, me, hall.now)
        assert baselines.in_force(here) is None
        baselines.close(made, hall.now)
        with pytest.raises(Refusal, match=r"baseline\.closed"):
            baselines.note(made, "", 10, me, hall.now)
    kept = baselines.in_force(here)
    assert kept is not None
    spread = measures.spread_of(kept.timed)
    assert spread is not None
    assert (spread.count, spread.median, spread.p95) == (20, 190, 199)
