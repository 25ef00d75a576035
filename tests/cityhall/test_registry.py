"""The register: no gap, no double, nothing changed unseen; the same on both databases."""

from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
from sqlalchemy import delete, update

from app.cityhall import institutions, journal, submissions
from app.cityhall.institutions import Institution
from app.cityhall.procedures import queries as procedures
from app.cityhall.registry import actions, queries
from app.cityhall.registry.models import RegisterBook, RegisterEntry
from app.database import session, transaction
from app.journey import submit
from tests.crowd import at_once
from tests.hall import MONDAY, PETITION, Hall

WRITERS, FILINGS = 8, 10


def institution(code: str = "PS6") -> Institution:
    found = institutions.by_code(code)
    assert found is not None
    return found


def enter(code: str = "PS6", now: datetime = MONDAY, summary: str = "Petiție") -> RegisterEntry:
    paper = actions.Paper(
        institution_id=institution(code).id,
        direction="in",
        issuer="Ioana Cetățean",
        summary=summary,
        department="Registratură",
        file_code="II B 4",
        channel="portal",
        hashes=["ab" * 32],
    )
    with transaction():
        return actions.enter(paper, now)


def test_numbers_of_each_institution_and_year_are_their_own(any_hall: Hall) -> None:
    assert [enter().number for _ in range(3)] == [1, 2, 3]
    assert enter("ADP6").number == 1
    assert enter().legal_number == "4/23.11.2026"


def test_the_year_begins_in_bucharest_not_in_greenwich(any_hall: Hall) -> None:
    evening = datetime(2026, 12, 31, 21, 59, tzinfo=UTC)
    assert (enter(now=evening).year, enter(now=evening).number) == (2026, 2)
    new_year = enter(now=evening + timedelta(minutes=31))  # 22:30 in Greenwich
    assert (new_year.year, new_year.number, new_year.legal_number) == (2027, 1, "1/01.01.2027")
    assert enter(now=evening).number == 3
    assert queries.broken(institution().id, 2026) is None
    assert queries.broken(institution().id, 2027) is None


def test_a_roll_back_returns_the_number(any_hall: Hall) -> None:
    enter()
    with pytest.raises(RuntimeError), transaction():  # noqa: PT012 - the whole transaction fails
        paper = actions.Paper(institution().id, "in", "X", "X", "X", "II B 4", "portal")
        assert actions.enter(paper, MONDAY).number == 2
        raise RuntimeError
    assert enter().number == 2
    assert queries.broken(institution().id, 2026) is None


def change(entry: RegisterEntry, **values: object) -> None:
    with transaction():
        session().execute(update(RegisterEntry).where(RegisterEntry.id == entry.id).values(**values))
    session().expire_all()


def remove(entry: RegisterEntry) -> None:
    with transaction():
        session().execute(delete(RegisterEntry).where(RegisterEntry.id == entry.id))
    session().expire_all()


@pytest.mark.parametrize(
    "changed",
    [
        {"summary": "Altceva"},
        {"registered_at": MONDAY - timedelta(days=1)},
        {"hashes": []},
        {"issuer": "Vlad Cetățean"},
        {"hash": "0" * 64},
    ],
)
def test_a_changed_row_is_named(hall: Hall, changed: dict[str, object]) -> None:
    entries = [enter() for _ in range(4)]
    assert queries.broken(institution().id, 2026) is None
    change(entries[1], **changed)
    assert queries.broken(institution().id, 2026) == queries.Broken(2, "changed")


def test_a_changed_row_is_named_on_both(any_hall: Hall) -> None:
    entries = [enter() for _ in range(3)]
    change(entries[2], summary="Altceva")
    assert queries.broken(institution().id, 2026) == queries.Broken(3, "changed")


@pytest.mark.parametrize("gone", [0, 1, 2])
def test_a_removed_row_is_named_even_the_last_one(any_hall: Hall, gone: int) -> None:
    entries = [enter() for _ in range(3)]
    remove(entries[gone])
    assert queries.broken(institution().id, 2026) == queries.Broken(gone + 1, "missing")


def test_a_book_turned_back_is_found(hall: Hall) -> None:
    enter()
    with transaction():
        session().execute(update(RegisterBook).values(last_hash="0" * 64))
    session().expire_all()
    assert queries.broken(institution().id, 2026) == queries.Broken(1, "changed")


def test_a_wrong_entry_is_annulled_by_a_later_one(any_hall: Hall) -> None:
    wrong = enter(summary="Înregistrată de două ori")
    by = any_hall.actor("Elena").person_id
    with transaction():
        later = actions.annul(wrong, "dublură", by, MONDAY)
    assert (later.number, later.annuls_id) == (2, wrong.id)
    assert later.summary == "Anulare nr. 1/23.11.2026: dublură"
    assert queries.broken(institution().id, 2026) is None


def test_what_becomes_of_an_entry_is_written_beside_it(any_hall: Hall) -> None:
    entry = enter()
    with transaction():
        actions.mark(entry.id, "routed", "Salubrizare", MONDAY)
        actions.mark(entry.id, "resolved", "answered", MONDAY + timedelta(days=1))
    assert [mark.kind for mark in queries.marks(entry.id)] == ["routed", "resolved"]
    assert queries.by_token(entry.verify_token) is entry
    assert queries.by_token("guess") is None


def _file(hall: Hall, times: int) -> list[int]:
    actor = hall.actor("ioana@exemplu.ro")
    numbers = []
    for _ in range(times):
        with transaction():
            version = procedures.current("petition")
            draft = submissions.begin(actor.person_id, version, "portal", PETITION, hall.now)
        with transaction():
            own = submissions.mine(draft.id, actor.person_id, lock=True)
            numbers.append(submit.file_request(own, actor, hall.now).entry.number)
    return numbers


def test_eight_writers_at_once_leave_no_gap_and_no_double(any_hall: Hall) -> None:
    given = at_once(any_hall, *[partial(_file, any_hall, FILINGS)] * WRITERS)
    assert [one for one in given if isinstance(one, Exception)] == []
    numbers = sorted(number for one in given if isinstance(one, list) for number in one)
    assert numbers == list(range(1, WRITERS * FILINGS + 1))
    assert queries.broken(institution().id, 2026) is None
    assert journal.first_broken() is None


def test_two_writers_open_the_years_register_together(any_hall: Hall) -> None:
    given = at_once(any_hall, *[lambda: enter("ADP6").number] * 4)
    assert sorted(given, key=str) == [1, 2, 3, 4]
