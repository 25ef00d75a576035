"""A date explained: every step of its computation is said, in Romanian and in English."""

from datetime import UTC, date, datetime, timedelta

import pytest

from app.cityhall.terms import actions
from app.cityhall.terms.calendar import PLAIN, Calendar
from app.cityhall.terms.models import Extension, Pause, Term
from app.cityhall.terms.words import explain, three

D = date.fromisoformat
ASKED = datetime(2026, 11, 25, 22, 30, tzinfo=UTC)  # already the 26th in Bucharest


def term(
    unit: str, days: int, *, start: str = "2026-11-23", pauses: tuple[Pause, ...] = (), **more: object
) -> Term:
    one = Term(
        start=D(start),
        unit=unit,
        days=days,
        act="OG 27/2002 art. 8",
        pauses_on_completion=True,
        pauses=list(pauses),
        **more,
    )
    count(one, PLAIN)
    return one


def count(one: Term, calendar: Calendar) -> Term:
    found = actions.counted(one, calendar).dates
    one.internal, one.conservative, one.legal = found.internal, found.conservative, found.legal
    return one


def extension(days: int) -> Extension:
    return Extension(days=days, act="OG 27/2002 art. 9", reason="măsurători pe teren.", at=ASKED)


@pytest.mark.parametrize(
    ("unit", "days", "said"),
    [
        ("calendar", 30, "30 de zile calendaristice"),
        ("calendar", 1, "o zi calendaristică"),
        ("working", 10, "10 zile lucrătoare"),
        ("working", 19, "19 zile lucrătoare"),
        ("calendar", 20, "20 de zile calendaristice"),
        ("calendar", 100, "100 de zile calendaristice"),
        ("calendar", 105, "105 zile calendaristice"),
        ("calendar", 120, "120 de zile calendaristice"),
        ("months", 3, "3 luni"),
        ("years", 1, "un an"),
    ],
)
def test_the_sentence_counts_as_romanian_counts(unit: str, days: int, said: str) -> None:
    assert explain(term(unit, days)).startswith(f"{said} de la înregistrare (23.11.2026), OG 27/2002 art. 8.")


def test_a_petition_is_explained_from_the_first_day_to_the_last() -> None:
    assert explain(term("calendar", 30)) == (
        "30 de zile calendaristice de la înregistrare (23.11.2026), OG 27/2002 art. 8. "
        "Numărătoarea se împlinește pe 23.12.2026. Data cea mai târzie: 23.12.2026."
    )


def test_days_off_at_the_end_are_named_and_the_roll_over_is_said() -> None:
    said = explain(term("calendar", 5))
    assert "se împlinește pe 28.11.2026, când nu se lucrează (28 noiembrie – sâmbătă, " in said
    assert "29 noiembrie – duminică, 30 noiembrie – Sfântul Apostol Andrei, " in said
    assert "1 decembrie – Ziua Națională a României), așa că termenul trece la prima zi" in said
    assert said.endswith("Data cea mai târzie: 02.12.2026.")


def test_working_days_name_the_holidays_between_and_the_decreed_days_with_their_act() -> None:
    decreed = Calendar({D("2026-12-04"): "HG 1234/2026"}, {D("2026-12-05"): "HG 1234/2026"})
    said = explain(count(term("working", 10), decreed), "ro", decreed)
    assert "1 decembrie – Ziua Națională a României, 4 decembrie – zi liberă, HG 1234/2026." in said
    assert "Zile lucrate în locul altora, care se numără: 5 decembrie – HG 1234/2026." in said
    assert said.endswith("Data cea mai târzie: 09.12.2026.")


def test_the_pause_is_told_with_the_days_it_took() -> None:
    one = term("working", 10, pauses=(Pause(since=ASKED, until=None, reason=""),))
    assert "Termenul stă din 26.11.2026, cât se așteaptă completări" in explain(one)
    one.pauses[0].until = datetime(2026, 12, 2, 9, tzinfo=UTC)
    said = explain(count(one, PLAIN))
    assert "Termenul a stat din 26.11.2026 până la 02.12.2026" in said
    assert "Nu se numără: 2 zile lucrătoare." in said
    assert said.endswith("Data cea mai târzie: 11.12.2026.")


def test_a_pause_after_the_end_is_told_as_what_it_is() -> None:
    late = Pause(since=ASKED + timedelta(days=30), until=ASKED + timedelta(days=40), reason="")
    said = explain(term("calendar", 10, pauses=(late,)))
    assert "după ce termenul se împlinise: data nu se mută" in said
    assert said.endswith("Data cea mai târzie: 03.12.2026.")


def test_the_extension_is_told_with_its_act_and_reason() -> None:
    said = explain(term("calendar", 30, extension=extension(15)))
    assert "A fost prelungit pe 26.11.2026 cu 15 zile calendaristice, OG 27/2002 art. 9" in said
    assert "cu motivul: „măsurători pe teren”." in said
    assert "7 ianuarie – Soborul Sfântului Proroc Ioan Botezătorul" in said
    assert said.endswith("Data cea mai târzie: 08.01.2027.")


def test_the_term_is_told_in_english_with_its_pause_and_extension() -> None:
    stood = Pause(since=ASKED, until=ASKED + timedelta(days=6), reason="")
    said = explain(term("working", 10, pauses=(stood,), extension=extension(3)), "en")
    assert said == (
        "10 working days from registration (23.11.2026), OG 27/2002 art. 8. "
        "Only working days count, from the first day after registration. "
        "The clock stood still from 26.11.2026 to 02.12.2026, waiting for the applicant. "
        "Not counted: 2 working days. "
        "It was extended on 26.11.2026 by 3 working days, OG 27/2002 art. 9, "
        "for this reason: “măsurători pe teren”. "
        "Days off that did not count, besides Saturdays and Sundays: 30 November – Saint Andrew's Day, "
        "1 December – National Day. Latest date: 16.12.2026."
    )


def test_staff_reads_three_dates_and_how_each_was_found() -> None:
    found = {title: (day, how) for title, day, how in three(term("calendar", 30, start="2026-11-27"))}
    assert [day for day, _ in found.values()] == [D("2026-12-24"), D("2026-12-28"), D("2026-12-28")]
    assert "27.12.2026, când se împlinește numărătoarea" in found["Alarma noastră"][1]
    assert "art. 181" in found["Ultima zi legală"][1]
    assert {how for _, _, how in three(term("working", 10))} == {"sfârșitul ultimei zile lucrătoare numărate"}
