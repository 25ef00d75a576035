"""Annulling, connecting, and numbers kept for days without network."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest

from app.cityhall.registry import actions, queries, ranges, standing, verify
from app.cityhall.registry.models import RegisterEntry, RegisterRange
from app.cityhall.registry.standing import Standing
from app.database import transaction
from app.refusal import Refusal
from tests.cityhall.registry.papers import YEAR, enter, institution_id, paper
from tests.crowd import overlapping
from tests.hall import MONDAY, Hall

LATER = MONDAY + timedelta(hours=2)


def refused(key: str, doing: Callable[[], object]) -> None:
    with pytest.raises(Refusal) as no, transaction():
        doing()
    assert no.value.key == key


def annul(entry: RegisterEntry, hall: Hall, reason: str = "dublură") -> RegisterEntry:
    with transaction():
        return actions.annul(entry, reason, hall.actor("Elena").person_id, LATER)


def marks(entry: RegisterEntry) -> list[tuple[str, str]]:
    return [(one.kind, one.value) for one in queries.marks(entry.id)]


def test_a_wrong_entry_is_annulled_once_by_a_later_one_that_says_why(any_hall: Hall) -> None:
    wrong = enter(summary="Înregistrată de două ori")
    later = annul(wrong, any_hall)
    assert (later.number, later.annuls_id) == (2, wrong.id)
    assert later.summary == "Anulare nr. 1/23.11.2026: dublură"
    assert marks(wrong) == [("annulled", "2/23.11.2026: dublură")]
    assert standing.of([wrong.id, later.id]) == {wrong.id: Standing.ANNULLED, later.id: Standing.CLOSED}
    refused("entry.annulled_already", lambda: annul(wrong, any_hall))
    refused("entry.is_annulment", lambda: annul(later, any_hall))
    refused("entry.no_reason", lambda: annul(enter(), any_hall, "  "))
    assert verify.broken(institution_id(), YEAR) is None


def test_of_two_who_annul_at_once_the_second_is_told(any_hall: Hall) -> None:
    wrong = enter()
    done = overlapping(any_hall, *[partial(annul, wrong, any_hall)] * 2)
    assert [getattr(one, "key", None) for one in done] == [None, "entry.annulled_already"]


def test_connected_papers_name_each_other(each_hall: Hall) -> None:
    first, second, foreign = enter(), enter(), enter(code="ADP6")
    by = each_hall.actor("Elena").person_id
    with transaction():
        actions.connect(second, first, by, MONDAY)
    assert marks(first) == [("connected", "2/23.11.2026")]
    assert marks(second) == [("connected", "1/23.11.2026")]
    refused("entry.connected_already", lambda: actions.connect(first, second, by, MONDAY))
    refused("entry.connected_to_itself", lambda: actions.connect(first, first, by, MONDAY))
    refused("entry.other_institution", lambda: actions.connect(first, foreign, by, MONDAY))


def test_an_answer_is_written_in_the_row_that_it_answers_too(each_hall: Hall) -> None:
    asked = enter()
    answer = enter(direction="out", connected_to_id=asked.id)
    assert marks(asked) == [("connected", "2/23.11.2026")]
    by = each_hall.actor("Elena").person_id
    refused("entry.connected_already", lambda: actions.connect(asked, answer, by, MONDAY))


def test_what_ends_a_matter_closes_it_with_all_papers_of_its_case(each_hall: Hall) -> None:
    case = each_hall.petition()
    case_id, first = case.id, case.entry_id
    alone = enter().id
    ids = [alone, first, enter(case_id=case_id, connected_to_id=first).id]
    assert set(standing.of(ids).values()) == {Standing.OPEN}
    with transaction():
        actions.mark(alone, "routed", "Salubrizare", MONDAY)
        actions.mark(first, "resolved", "answered", MONDAY)
    found = standing.of(ids)
    assert [found[one] for one in ids] == [Standing.OPEN, Standing.CLOSED, Standing.CLOSED]


def reserve(hall: Hall, count: int = 3, now: datetime = MONDAY) -> RegisterRange:
    with transaction():
        return ranges.reserve(institution_id(), count, "Pană de curent", hall.actor("Elena").person_id, now)


def merge(kept: RegisterRange, number: int, at: datetime = MONDAY, now: datetime = LATER) -> RegisterEntry:
    with transaction():
        return ranges.enter_reserved(kept, number, paper(), at, now)


def test_a_day_without_network_is_written_down_afterwards(any_hall: Hall) -> None:
    before, kept, after = enter(), reserve(any_hall), enter(MONDAY + timedelta(hours=1))
    assert (before.number, kept.first, kept.last, after.number) == (1, 2, 4, 5)
    by_hand = merge(kept, 3, MONDAY + timedelta(minutes=20))
    assert (by_hand.number, by_hand.position) == (3, 3)
    assert (by_hand.registered_at, by_hand.written_at) == (MONDAY + timedelta(minutes=20), LATER)
    assert ranges.unused(kept) == [2, 4]
    with transaction():
        barred = ranges.bar_rest(kept, any_hall.actor("Elena").person_id, LATER)
    assert [(one.number, one.channel) for one in barred] == [(2, "barred"), (4, "barred")]
    assert "Pană de curent" in barred[0].summary
    assert standing.of_entry(barred[0].id) == Standing.BARRED
    assert ranges.open_ranges([institution_id()]) == []
    assert [one.number for one in ranges.written(kept)] == [2, 3, 4]
    refused("range.closed", lambda: ranges.bar_rest(kept, any_hall.actor("Elena").person_id, LATER))
    refused("entry.barred", lambda: annul(barred[0], any_hall))


def test_a_number_kept_is_used_once_and_only_for_its_time(each_hall: Hall) -> None:
    kept = reserve(each_hall)
    merge(kept, 2)
    early, tomorrow = MONDAY - timedelta(hours=1), LATER + timedelta(days=1)
    refused("range.number_used", lambda: merge(kept, 2))
    refused("range.not_in_range", lambda: merge(kept, 9))
    refused("range.bad_time", lambda: merge(kept, 3, early))
    refused("range.bad_time", lambda: merge(kept, 3, tomorrow))
    refused("range.other_institution", lambda: _foreign(kept))
    refused("range.bad_count", lambda: reserve(each_hall, 0))
    refused("range.unknown", lambda: ranges.mine(kept.id, [institution_id("ADP6")]))


def _foreign(kept: RegisterRange) -> None:
    ranges.enter_reserved(kept, 3, paper("ADP6"), MONDAY, LATER)


def test_december_is_written_down_in_january_with_decembers_numbers(each_hall: Hall) -> None:
    december, january = datetime(2026, 12, 31, 10, tzinfo=UTC), datetime(2027, 1, 2, 8, tzinfo=UTC)
    kept = reserve(each_hall, 2, december)
    refused("range.bad_time", lambda: merge(kept, 1, january, january))
    assert merge(kept, 1, december + timedelta(hours=1), january).legal_number == "1/31.12.2026"
    with transaction():
        (barred,) = ranges.bar_rest(kept, each_hall.actor("Elena").person_id, january)
    assert barred.legal_number == "2/31.12.2026"
    assert enter(january).legal_number == "1/02.01.2027"
    assert [verify.broken(institution_id(), year) for year in (2026, 2027)] == [None, None]


def test_of_two_who_write_one_kept_number_the_second_is_told(any_hall: Hall) -> None:
    kept = reserve(any_hall)
    done = overlapping(any_hall, *[partial(_merged_anew, kept.id)] * 2)
    assert [getattr(one, "key", one) for one in done] == [2, "range.number_used"]


def _merged_anew(range_id: object) -> int:
    with transaction():
        kept = ranges.mine(range_id, [institution_id()])  # type: ignore[arg-type]
        return ranges.enter_reserved(kept, 2, paper(), MONDAY, LATER).number
