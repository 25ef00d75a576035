"""Legal terms: the vectors computed from the law, and what must hold for every date."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.cityhall.terms import calendar, durations, rules
from app.cityhall.terms.calendar import Calendar
from app.cityhall.terms.rules import PauseSpan, TermRule

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
    unit=st.sampled_from(["working", "calendar", "free", "months"]),
    days=st.integers(1, 60),
    pauses=st.booleans(),
    act=st.just("o lege"),
)


def decreed(off: set[date], worked: set[date] | None = None) -> Calendar:
    return Calendar(dict.fromkeys(off, "HG"), dict.fromkeys((worked or set()) - off, "HG"))


@st.composite
def calendars(draw: st.DrawFn) -> Calendar:
    """Up to thirty decreed days off, and some Saturdays worked instead."""
    saturdays = st.integers(0, 300).map(lambda week: date(2026, 1, 3) + timedelta(weeks=week))
    return decreed(draw(st.sets(DAYS, max_size=30)), draw(st.sets(saturdays, max_size=20)))


@st.composite
def terms(draw: st.DrawFn) -> tuple[date, TermRule, list[PauseSpan]]:
    """A term with up to three pauses that began while its clock ran, one after the other."""
    start, how = draw(DAYS), draw(RULES)
    spans: list[PauseSpan] = []
    for _ in range(draw(st.integers(0, 3))):
        after = spans[-1].until if spans and spans[-1].until else start
        since = after + timedelta(days=draw(st.integers(0, 10)))
        if since > rules.dates(start, how, spans).legal:
            break
        spans.append(PauseSpan(since, since + timedelta(days=draw(st.integers(0, 30)))))
    return start, how, spans


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


@pytest.mark.parametrize(("start", "days", "_conservative", "legal"), CALENDAR)
def test_a_law_that_says_free_days_gives_the_citizen_the_legal_date(
    start: str, days: int, _conservative: str, legal: str
) -> None:
    found = rules.dates(D(start), rule("free", days))
    assert found.conservative == found.legal == D(legal)


@pytest.mark.parametrize("start", VECTORS)
def test_the_halls_own_alarm_of_five_days_is_never_rolled_forward(start: str) -> None:
    assert rules.dates(D(start), rule("calendar", 5)).internal == D(VECTORS[start][2])


def test_thirty_working_days_before_an_adoption() -> None:
    assert calendar.add_working(D("2027-03-31"), -30) == D("2027-02-17")


@pytest.mark.parametrize(
    ("start", "number", "unit", "end"),
    [
        ("2026-11-23", 1, "months", "2026-12-23"),
        ("2027-01-31", 1, "months", "2027-02-28"),
        ("2028-01-31", 1, "months", "2028-02-29"),
        ("2026-11-30", 3, "months", "2027-02-28"),
        ("2028-02-29", 1, "years", "2029-02-28"),
        ("2026-12-15", 12, "months", "2027-12-15"),
    ],
)
def test_months_and_years_end_on_the_corresponding_day(start: str, number: int, unit: str, end: str) -> None:
    found = rules.count(D(start), rule(unit, number))
    assert found.end == D(end)
    assert found.dates.conservative == found.dates.legal == calendar.roll_forward(D(end))


@pytest.mark.parametrize(
    "day", ["2027-04-30", "2027-05-03", "2027-06-21", "2026-11-30", "2026-12-25", "2028-01-06", "2026-11-28"]
)
def test_days_off_by_law(day: str) -> None:
    assert not calendar.is_working(D(day))


@given(terms(), calendars(), st.integers(0, 15))
def test_no_date_falls_on_a_day_off_and_they_stand_in_order(
    one: tuple[date, TermRule, list[PauseSpan]], off: Calendar, more: int
) -> None:
    start, how, spans = one
    found = rules.dates(start, how, spans, off, more)
    assert all(calendar.is_working(d, off) for d in (found.internal, found.conservative))
    assert calendar.is_working(found.legal, off.by_law()) or found.legal == found.conservative
    assert found.internal <= found.conservative <= found.legal
    assert found.conservative >= start + timedelta(days=how.days)


@given(DAYS, RULES, st.integers(0, 40), st.integers(0, 60))
def test_a_pause_never_shortens_a_term(start: date, how: TermRule, after: int, length: int) -> None:
    since = start + timedelta(days=after)
    plain = rules.dates(start, how)
    paused = rules.dates(start, how, [PauseSpan(since, since + timedelta(days=length))])
    assert paused.conservative >= plain.conservative
    assert paused.legal >= plain.legal
    if not how.pauses or since > plain.legal:
        assert paused == plain


@given(terms(), st.integers(1, 20))
def test_a_term_never_ends_while_its_clock_stands(
    one: tuple[date, TermRule, list[PauseSpan]], length: int
) -> None:
    start, how, spans = one
    if how.pauses and spans:
        answered = spans[-1].until or start
        assert rules.dates(start, how, spans).conservative >= answered


@given(terms(), calendars(), DAYS)
def test_a_decreed_day_off_never_shortens_a_term(
    one: tuple[date, TermRule, list[PauseSpan]], known: Calendar, day: date
) -> None:
    start, how, spans = one
    day = start + timedelta(days=day.toordinal() % 120)
    before = rules.dates(start, how, spans, known)
    worked = {d: a for d, a in known.worked.items() if d != day}
    after = rules.dates(start, how, spans, Calendar({**known.off, day: "HG"}, worked))
    assert after.conservative >= before.conservative
    assert after.legal >= before.legal


@given(terms(), calendars(), st.integers(1, 15))
def test_an_extension_makes_a_term_longer_and_counts_from_its_beginning(
    one: tuple[date, TermRule, list[PauseSpan]], off: Calendar, more: int
) -> None:
    start, how, spans = one
    longer = TermRule(how.unit, how.days + more, how.pauses, how.act)
    assert rules.dates(start, how, spans, off, more) == rules.dates(start, longer, spans, off)
    assert rules.dates(start, how, spans, off, more).legal >= rules.dates(start, how, spans, off).legal


@given(DAYS, RULES, st.integers(0, 30))
def test_an_open_pause_moves_nothing_until_it_ends(start: date, how: TermRule, after: int) -> None:
    standing = [PauseSpan(start + timedelta(days=after), None)]
    assert rules.dates(start, how, standing) == rules.dates(start, how)


@given(DAYS, st.integers(1, 20))
def test_a_decreed_day_off_counts_like_a_holiday(start: date, days: int) -> None:
    last = calendar.add_working(start, days)
    off = decreed({last})
    assert calendar.add_working(start, days, off) == calendar.roll_forward(last + calendar.DAY, off)


def test_a_saturday_worked_instead_counts_for_the_hall_but_not_against_it_in_law() -> None:
    # No act says that such a day may end a term: the promise counts it, the last lawful day does not.
    worked = decreed({D("2026-11-27")}, {D("2026-11-28")})
    found = rules.dates(D("2026-11-23"), rule("working", 5), (), worked)
    assert (found.conservative, found.legal) == (D("2026-12-02"), D("2026-12-03"))
    found = rules.dates(D("2026-10-28"), rule("calendar", 30), (), worked)  # ends on Friday the 27th
    assert (found.conservative, found.legal) == (D("2026-11-28"), D("2026-12-02"))


def test_ten_working_days_stand_while_the_applicant_completes() -> None:
    # Asked on Thursday, answered on Wednesday; 30 November and 1 December are free: two days are given back.
    spans = [PauseSpan(D("2026-11-26"), D("2026-12-02"))]
    found = rules.count(D("2026-11-23"), rule("working", 10, pauses=True), spans)
    assert found.lost == (2,)
    assert found.dates.conservative == D("2026-12-11")


def test_asked_on_the_last_day_the_term_waits_for_the_answer() -> None:
    spans = [PauseSpan(D("2026-12-09"), D("2026-12-12"))]
    found = rules.dates(D("2026-11-23"), rule("working", 10, pauses=True), spans)
    assert found.conservative == D("2026-12-14"), "answered on a Saturday: the next working day"


def test_asked_on_the_monday_to_which_the_end_was_moved_it_waits_too() -> None:
    spans = [PauseSpan(D("2026-12-14"), D("2026-12-17"))]  # 20 days end on Saturday, 12 December
    start = D("2026-11-22")
    assert rules.dates(start, rule("calendar", 20, pauses=True)).conservative == D("2026-12-14")
    assert rules.dates(start, rule("calendar", 20, pauses=True), spans).conservative == D("2026-12-17")


@pytest.mark.parametrize(
    ("unit", "days", "before", "due"),
    [
        ("calendar", 30, 10, "2026-12-11"),  # 13 December is a Sunday
        ("calendar", 30, 3, "2026-12-18"),
        ("calendar", 30, 0, "2026-12-23"),
        ("calendar", 30, rules.AFTER, "2026-12-24"),
        ("working", 10, 5, "2026-12-02"),
        ("working", 10, 2, "2026-12-07"),
        ("working", 10, rules.AFTER, "2026-12-10"),
    ],
)
def test_alarms_ring_on_a_day_when_somebody_reads_them(unit: str, days: int, before: int, due: str) -> None:
    how = rule(unit, days)
    assert rules.alarm_day(before, rules.dates(D("2026-11-23"), how), unit) == D(due)


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
