"""A batch of moves: each case is a job; one that cannot stays, one that fails holds up no other."""

import uuid

import pytest
from sqlalchemy import select

from app.cityhall import journal
from app.cityhall.cases import batches
from app.cityhall.cases.batches import MoveBatch
from app.cityhall.cases.models import Case, CaseRun
from app.cityhall.journal import JournalEntry
from app.cityhall.procedures import queries as procedures
from app.cityhall.procedures.models import ProcedureVersion
from app.cityhall.publications.models import Publication
from app.database import session, transaction
from app.journey import batches as moving
from app.journey import publication_gate, publishing
from app.journey.publishing import Wish
from app.refusal import Refusal
from tests.crowd import overlapping
from tests.hall import Hall
from tests.journey.editions import at_analysis, published, relabelled, rows, stored, unanalysed
from tests.journey.studio_desk import drafted


def begun(hall: Hall, to: ProcedureVersion, *cases: Case) -> uuid.UUID:
    only = [case.id for case in cases] or None
    with transaction():
        by = hall.actor("Anca").person_id
        return moving.begin(procedures.version(to.id), only, by, hall.now).id


def states(batch: uuid.UUID) -> dict[str, int]:
    session().rollback()
    return batches.progress(batch)


def test_each_case_of_a_batch_moves_or_stays_and_is_taken_back_as_it_was(each_hall: Hall) -> None:
    hall = each_hall
    gone, well = at_analysis(hall), hall.petition()
    before = rows(well), stored(well)
    batch = begun(hall, published(hall, unanalysed))
    assert states(batch) == {"waiting": 2}
    hall.works()
    assert states(batch) == {"moved": 1, "stayed": 1}
    stays, moved = batches.items(batch)
    assert (stays.case_id, stays.reasons[0]["key"]) == (gone.id, "gone")
    assert moving.can_be_undone(moved)
    assert not moving.can_be_undone(stays)
    with transaction():
        found = session().get_one(MoveBatch, batch)
        assert moving.undo_all(found, hall.actor("Bogdan").person_id, hall.now) == 1
    hall.works()
    assert states(batch) == {"stayed": 1, "undone": 1}
    assert (rows(well), stored(well)) == before
    query = select(JournalEntry).where(JournalEntry.action == "cases.moving")
    (entry,) = session().scalars(query)
    assert {one["element"] for one in entry.facts["difference"]["1"]} >= {"analysis", "study"}
    assert journal.first_broken() is None


def test_only_the_chosen_cases_are_moved_and_none_is_a_refusal(hall: Hall) -> None:
    chosen, other = hall.petition(), hall.petition()
    to = published(hall, relabelled)
    begun(hall, to, chosen)
    hall.works()
    assert [hall.fresh(case).version.number for case in (chosen, other)] == [2, 1]
    with pytest.raises(Refusal, match=r"move\.nothing"), transaction():
        moving.begin(procedures.version(to.id), [uuid.uuid4()], hall.actor("Anca").person_id, hall.now)


def test_what_took_a_step_since_stays_where_it_is(hall: Hall) -> None:
    stepped, well = hall.petition(), hall.petition()
    batch = begun(hall, published(hall, relabelled))
    hall.works()
    hall.does("Ion", stepped, "routing", competence="ours", department="SAL")
    with transaction():
        moving.undo_all(session().get_one(MoveBatch, batch), hall.actor("Anca").person_id, hall.now)
    hall.works()
    assert states(batch) == {"moved": 1, "undone": 1}
    assert [hall.fresh(case).version.number for case in (stepped, well)] == [2, 1]
    with pytest.raises(Refusal, match=r"move\.stepped_since"), transaction():
        moving.undo_one(batch, stepped.id, hall.actor("Anca").person_id, hall.now)
    with pytest.raises(Refusal, match=r"move\.never"), transaction():
        moving.undo_one(batch, well.id, hall.actor("Anca").person_id, hall.now)


def test_a_case_that_cannot_be_read_stays_and_the_others_are_moved(hall: Hall) -> None:
    broken, well = hall.petition(), hall.petition()
    to = published(hall, relabelled)
    with transaction():
        session().get_one(CaseRun, broken.id).state = b"nothing that was ever a state"
    batch = begun(hall, to)
    hall.works()
    assert states(batch) == {"moved": 1, "stayed": 1}
    assert hall.fresh(well).version.number == 2


def test_a_case_whose_job_was_given_up_is_moved_when_an_operator_tries_again(hall: Hall) -> None:
    case = hall.petition()
    batch = begun(hall, published(hall, relabelled))
    assert hall.works_once()  # the queue is fed
    with transaction():
        moving.failed(batch, case.id, hall.now)
    assert states(batch) == {"failed": 1}
    hall.works()
    assert states(batch) == {"moved": 1}


def test_a_large_batch_is_fed_some_at_a_time(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    filed = [hall.petition() for _ in range(4)]
    monkeypatch.setattr(moving, "AT_A_TIME", 2)
    batch = begun(hall, published(hall, relabelled))
    hall.works()
    assert states(batch) == {"moved": 4}
    assert {hall.fresh(case).version.number for case in filed} == {2}


@pytest.mark.postgres
def test_two_who_publish_at_once_do_so_one_after_the_other(postgres_hall: Hall) -> None:
    hall = postgres_hall
    first = procedures.current("petition").id
    published(hall, relabelled)
    drafted(hall)

    def go_back(who: str) -> str:
        gate = publication_gate.of_version(procedures.version(first), hall.house)
        try:
            with transaction():
                wish = Wish("Înapoi.", None, gate.digest)
                return publishing.ask(gate, wish, hall.actor(who), hall.house, hall.now).state
        except Refusal as refusal:
            return refusal.key

    said = overlapping(hall, lambda: go_back("Anca"), lambda: go_back("Bogdan"))
    assert sorted(map(str, said)) == ["publication.changed_meanwhile", "published"]
    session().rollback()
    assert len(list(session().scalars(select(Publication)))) == 1
    assert procedures.current("petition").number == 3
