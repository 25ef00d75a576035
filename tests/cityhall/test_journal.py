"""The journal: an unbroken chain of who did what for whom."""

import uuid
from functools import partial

import pytest
from sqlalchemy import delete, select, update

from app.cityhall import journal
from app.cityhall.journal import JournalEntry
from app.database import session, transaction
from tests.crowd import at_once
from tests.hall import MONDAY, PETITION, Hall


def note(times: int = 1) -> None:
    for number in range(times):
        with transaction():
            journal.note(
                "case.seen", MONDAY, about=("case", uuid.uuid4()), facts={"fel": "ș", "number": number}
            )


def links() -> list[JournalEntry]:
    session().expire_all()
    return list(session().scalars(select(JournalEntry).order_by(JournalEntry.sequence)))


def test_every_link_follows_from_the_one_before(any_hall: Hall) -> None:
    assert journal.first_broken() is None
    note(4)
    entries = links()
    assert [entry.sequence for entry in entries] == [1, 2, 3, 4]
    assert entries[0].previous_hash == journal.GENESIS
    assert [e.previous_hash for e in entries[1:]] == [e.hash for e in entries[:-1]]
    assert journal.first_broken() is None


def test_two_notes_of_one_transaction_are_two_links(any_hall: Hall) -> None:
    with transaction():
        journal.note("first", MONDAY)
        journal.note("second", MONDAY)
    assert [entry.action for entry in links()] == ["first", "second"]
    assert journal.first_broken() is None


@pytest.mark.parametrize(
    "values", [{"action": "x"}, {"facts": {}}, {"actor_id": None, "object_kind": "hall"}]
)
def test_a_changed_link_is_named(any_hall: Hall, values: dict[str, object]) -> None:
    note(3)
    with transaction():
        session().execute(update(JournalEntry).where(JournalEntry.sequence == 2).values(**values))
    session().expire_all()
    assert journal.first_broken() == 2


@pytest.mark.parametrize("gone", [1, 2, 3])
def test_a_removed_link_is_named_even_the_last_one(any_hall: Hall, gone: int) -> None:
    note(3)
    with transaction():
        session().execute(delete(JournalEntry).where(JournalEntry.sequence == gone))
    session().expire_all()
    assert journal.first_broken() == gone


def test_the_first_links_may_be_written_by_many_at_once(any_hall: Hall) -> None:
    given = at_once(any_hall, *[partial(note, 5)] * 4)
    assert given == [None] * 4
    assert len(links()) == 20
    assert journal.first_broken() is None


def test_what_is_done_for_another_names_both(hall: Hall) -> None:
    answers = {**PETITION, "full_name": "Maria Fără Cont"}
    case = hall.files("petition", answers, by="Elena", channel="counter").case
    entry = links()[-1]
    assert (entry.action, entry.object_id) == ("case.filed", case.id)
    assert entry.actor_id == hall.actor("Elena").person_id
    assert entry.on_behalf_of_id == case.applicant_id
