"""Legal terms: the vectors computed from the law, and what must hold for every date."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.cityhall.terms import durations, rules
from app.cityhall.terms.models import Pause, Term
from app.cityhall.terms.rules import PauseSpan, TermRule
from app.cityhall.terms.words import explain

D = date.fromisoformat
# start: ends of 5, 10, 15 working days; (conservative, legal) of 30, 45, 5 calendar days; internal of 5
VECTORS = {
    "2026-11-23": (
        ["2026-12-02", "2026-12-09", "2026-12-16"],
        [("2026-12-23", "2026-12-24"), ("2027-01-08", "2027-01-08"), ("2026-12-02", "2026-12-02")],
        "2026-11-27",
    ),
    "2026-11-27": (
        ["2026-12-08", "2026-12-15", "2026-12-22"],
        [("2026-12-28", "2026-12-28"), ("2027-01-11", "2027-01-12"), ("2026-12-02", "2026-12-03")],
        "2026-12-02",
    ),
    "2026-12-22": (
        ["2026-12-30", "2027-01-11", "2027-01-18"],
        [("2027-01-21", "2027-01-22"), ("2027-02-05", "2027-02-08"), ("2026-12-28", "2026-12-28")],
        "2026-12-24",
    ),
    "2027-04-27": (
        ["2027-05-06", "2027-05-13", "2027-05-20"],
        [("2027-05-27", "2027-05-28"), ("2027-06-11", "2027-06-14"), ("2027-05-04", "2027-05-04")],
        "2027-04-29",
    ),
}
WORKING = [
    (start, n, end)
    for start, (ends, _, _) in VECTORS.items()
    for n, end in zip((5, 10, 15), ends, strict=True)
]
CALENDAR = [
    (start, n, *pair)
    for start, (_, pairs, _) in VECTORS.items()
    for n, pair in zip((30, 45, 5), pairs, strict=True)
]
DAYS = st.dates(date(2026, 1, 1), date(2031, 12, 31))
RULES = st.builds(
    TermRule,
    unit=st.sampled_from(["working", "calendar"]),
    days=st.integers(1, 60),
    pauses=st.booleans(),
    act=st.just("o lege"),
)


def rule(unit: str, days: int, *, pauses: bool = False) -> TermRule:
    return TermRule(unit, days, pauses, "o lege")


@pytest.mark.parametrize(("start", "days", "end"), WORKING)
def test_working_days(start: str, days: int, end: str) -> None:
    found = rules.dates(D(start), rule("working", days))
    assert {found.internal, found.conservative, found.legal} == {D(end)}


@pytest.mark.parametrize(("start", "days", "conservative", "legal"), CALENDAR)
def test_calendar_days(start: str, days: int, conservative: str, legal: str) -> None:
    found = rules.dates(D(start), rule("calendar", days))
    assert (found.conservative, found.legal) == (D(conservative), D(legal))


@pytest.mark.parametrize("start", VECTORS)
def test_the_halls_own_alarm_of_five_days_is_never_rolled_forward(start: str) -> None:
    assert rules.dates(D(start), rule("calendar", 5)).internal == D(VECTORS[start][2])


@pytest.mark.parametrize(
    "day", ["2027-04-30", "2027-05-03", "2027-06-21", "2026-11-30", "2026-12-25", "2028-01-06", "2026-11-28"]
)
def test_days_off_by_law(day: str) -> None:
    assert not rules.is_working(D(day))


@given(DAYS, RULES, st.sets(DAYS, max_size=30))
def test_no_date_falls_on_a_day_off_and_they_stand_in_order(
    start: date, how: TermRule, decreed: set[date]
) -> None:
    found = rules.dates(start, how, (), decreed)
    assert all(rules.is_working(d, decreed) for d in (found.internal, found.conservative, found.legal))
    assert found.internal <= found.conservative <= found.legal
    assert found.conservative >= start + timedelta(days=how.days)


@given(DAYS, RULES, st.integers(0, 40), st.integers(0, 60))
def test_a_pause_never_shortens_a_term(start: date, how: TermRule, after: int, length: int) -> None:
    since = start + timedelta(days=after)
    plain = rules.dates(start, how)
    paused = rules.dates(start, how, [PauseSpan(since, since + timedelta(days=length))])
    assert paused.conservative >= plain.conservative
    assert paused.legal >= plain.legal
    if not how.pauses:
        assert paused == plain


@given(DAYS, RULES, st.integers(0, 30))
def test_an_open_pause_moves_nothing_until_it_ends(start: date, how: TermRule, after: int) -> None:
    standing = [PauseSpan(start + timedelta(days=after), None)]
    assert rules.dates(start, how, standing) == rules.dates(start, how)


@given(DAYS, st.integers(1, 20))
def test_a_decreed_day_off_counts_like_a_holiday(start: date, days: int) -> None:
    last = rules.add_working(start, days)
    assert rules.add_working(start, days, {last}) == rules.roll_forward(last + rules.DAY, {last})


def test_ten_working_days_stand_while_the_applicant_completes() -> None:
    # Asked on Thursday, answered on Wednesday; 30 November and 1 December are free: two days are given back.
    spans = [PauseSpan(D("2026-11-26"), D("2026-12-02"))]
    found = rules.dates(D("2026-11-23"), rule("working", 10, pauses=True), spans)
    assert found.conservative == D("2026-12-11")


def term(unit: str, days: int, **dates: date) -> Term:
    start = D("2026-11-23")
    found = rules.dates(start, rule(unit, days))
    kept = {"internal": found.internal, "conservative": found.conservative, "legal": found.legal, **dates}
    return Term(start=start, unit=unit, days=days, act="OG 27/2002 art. 8", pauses=[], **kept)


@pytest.mark.parametrize(
    ("unit", "days", "said"),
    [
        ("calendar", 30, "30 de zile calendaristice"),
        ("working", 10, "10 zile lucrătoare"),
        ("working", 19, "19 zile lucrătoare"),
        ("calendar", 20, "20 de zile calendaristice"),
        ("calendar", 100, "100 de zile calendaristice"),
        ("calendar", 105, "105 zile calendaristice"),
        ("calendar", 120, "120 de zile calendaristice"),
    ],
)
def test_the_sentence_counts_as_romanian_counts(unit: str, days: int, said: str) -> None:
    assert explain(term(unit, days)).startswith(f"{said} de la înregistrare (23.11.2026), OG 27/2002 art. 8")


def test_the_sentence_tells_of_pauses_and_days_off() -> None:
    asked = datetime(2026, 11, 25, 22, 30, tzinfo=UTC)  # already the 26th in Bucharest
    one = term("calendar", 32)
    one.pauses = [Pause(since=asked, until=None, reason="completion")]
    said = explain(one)
    assert "termenul a stat din 26.11.2026 și încă stă" in said
    assert "prima zi lucrătoare" in said
    one.pauses[0].until = asked + timedelta(days=2)
    assert "până la 28.11.2026" in explain(one)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("P30D", timedelta(days=30)),
        ("PT72H", timedelta(hours=72)),
        ("P1W2DT3H4M5S", timedelta(9, 5, 0, 0, 4, 3)),
    ],
)
def test_durations(text: str, meant: timedelta) -> None:
    assert durations.parse(text) == meant


@pytest.mark.parametrize("text", ["", "P", "PT", "30D", "P1Y", "P-1D", "P1D "])
def test_what_is_no_duration(text: str) -> None:
    with pytest.raises(ValueError, match="not a duration"):
        durations.parse(text)
