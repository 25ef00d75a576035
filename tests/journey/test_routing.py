"""A paper that came is given to somebody, worked on, solved; the register says to whom, and how."""

import uuid
from datetime import date

import pytest
from sqlalchemy import select

from app.cityhall import journal
from app.cityhall.cases import queries as cases
from app.cityhall.institutions import LocalRule
from app.cityhall.registry import actions as registry
from app.cityhall.registry import queries as register
from app.cityhall.routing import batches, nobody, queries
from app.cityhall.routing.batches import ITEM, TASK, Picked
from app.database import session, transaction
from app.errands import runner
from app.journey import nobody as alarm
from app.journey import routing, routing_batches
from app.refusal import Refusal
from tests.hall import Hall
from tests.journey.papers import (
    department,
    finishes,
    institution,
    item,
    order,
    received,
    share,
    takes,
    writes,
)


def marked(entry_id: uuid.UUID, kind: str) -> list[str]:
    return [one.value for one in register.marks(entry_id) if one.kind == kind]


def test_a_letter_goes_from_the_public_relations_to_an_inspector_and_is_solved(each_hall: Hall) -> None:
    hall = each_hall
    letter = received(hall)
    assert item(letter).next_date == date(2026, 11, 24)  # one working day to route it
    writes(hall, "Ion", letter, order(hall, "SAL", "Ana", words="Verificați pe teren."))
    assert [one.item_id for one in queries.works(hall.actor("Ana"), "mine")] == [letter]
    with transaction():
        answer = registry.enter(
            registry.Paper(institution().id, "out", "PS6", "Răspuns", "SAL", "II B 1", "email"), hall.now
        )
    finishes(hall, "Ana", share(letter, "SAL").id, "S-a remediat iluminatul.", f"{answer.number}/2026")
    done = item(letter)
    assert (done.queue, done.outcome) == ("done", "S-a remediat iluminatul.")
    assert queries.shares(letter)[0].answer_entry_id == answer.id
    assert marked(letter, "routed") == [department("SAL").name]
    assert marked(letter, "resolved") == ["S-a remediat iluminatul."]
    assert journal.first_broken() is None


def test_the_lead_answers_after_those_who_support(hall: Hall) -> None:
    letter = received(hall)
    writes(hall, "Silvia", letter, order(hall, "SAL", support=["URB"], inform=["POL"]))
    lead, support = takes(hall, "Ana", letter, "SAL"), takes(hall, "Radu", letter, "URB")
    with pytest.raises(Refusal, match=r"routing\.support_open"):
        finishes(hall, "Ana", lead)
    finishes(hall, "Radu", support, "Terenul este al sectorului.")
    finishes(hall, "Ana", lead)
    assert item(letter).queue == "done"
    assert marked(letter, "routed")[0].startswith(department("SAL").name)
    # Who only reads it finds it still, and holds nothing up.
    assert [one.item_id for one in queries.works(hall.actor("Petre"), "free")] == [letter]


def test_for_information_ends_when_everybody_has_read_it(hall: Hall) -> None:
    letter = received(hall)
    writes(hall, "Ion", letter, order(hall, "SAL", kind="inform", inform=["POL"]))
    finishes(hall, "Ana", takes(hall, "Ana", letter, "SAL"), "Am luat cunoștință.")
    assert item(letter).queue == "in_work"
    finishes(hall, "Petre", takes(hall, "Petre", letter, "POL"), "Am luat cunoștință.")
    assert item(letter).queue == "done"


def test_by_competence_the_head_routes_it_further(hall: Hall) -> None:
    letter = received(hall)
    writes(hall, "Dan", letter, order(hall, "URB", kind="competence"))
    assert [one.entry_id for one in queries.to_route(hall.actor("Maria"))] == [letter]
    writes(hall, "Maria", letter, order(hall, "URB", "Radu"))
    assert [one.item_id for one in queries.works(hall.actor("Radu"), "mine")] == [letter]


def test_a_head_gives_work_to_the_own_people_only_and_sends_back_what_is_not_theirs(hall: Hall) -> None:
    letter = received(hall, to="SAL")
    with pytest.raises(Refusal, match=r"routing\.not_home"):
        writes(hall, "Gabi", letter, order(hall, "URB"))
    with pytest.raises(Refusal, match=r"routing\.unknown"):
        writes(hall, "Maria", letter, order(hall, "URB"))
    with transaction():
        routing.pass_up(letter, "Este de la urbanism.", hall.actor("Gabi"), hall.now)
    assert (item(letter).department_id, item(letter).note) == (None, "Este de la urbanism.")
    assert queries.to_route(hall.actor("Gabi")) == []
    hall.passes(minutes=5)
    writes(hall, "Ion", letter, order(hall, "URB"))
    assert [one.kind for one in queries.resolutions(letter)] == ["return", "solve"]


def test_a_new_resolution_replaces_the_one_before_and_stops_its_work(hall: Hall) -> None:
    letter = received(hall)
    writes(hall, "Ion", letter, order(hall, "SAL", "Ana"))
    first = share(letter, "SAL").id
    writes(hall, "Ion", letter, order(hall, "URB", kind="urgent"))
    assert queries.works(hall.actor("Ana"), "mine") == []
    with pytest.raises(Refusal, match=r"routing\.settled"):
        finishes(hall, "Ana", first)
    assert item(letter).next_date == date(2026, 11, 26)  # urgent: three working days
    assert marked(letter, "routed") == [department("SAL").name, department("URB").name]


def test_given_back_it_is_anybodys_and_returned_it_is_the_heads(hall: Hall) -> None:
    letter = received(hall)
    writes(hall, "Ion", letter, order(hall, "SAL", "Ana"))
    one = share(letter, "SAL").id
    with transaction():
        routing.give_back(one, hall.actor("Ana"), hall.now)
    takes(hall, "Mihai", letter, "SAL")
    with pytest.raises(Refusal, match=r"routing\.held"):
        takes(hall, "Ana", letter, "SAL")
    with pytest.raises(Refusal, match=r"routing\.not_yours"):
        finishes(hall, "Ana", one)
    with pytest.raises(Refusal, match=r"routing\.reason"), transaction():
        routing.send_back(one, " ", hall.actor("Mihai"), hall.now)
    with transaction():
        routing.send_back(one, "Nu ține de salubrizare.", hall.actor("Mihai"), hall.now)
    assert [one.entry_id for one in queries.to_route(hall.actor("Gabi"))] == [letter]
    assert item(letter).note == "Nu ține de salubrizare."


@pytest.mark.parametrize(
    ("lead", "facts", "key"),
    [
        ("SAL", {"kind": "later"}, "routing.kind"),
        ("SAL", {"due_on": date(2026, 11, 22)}, "routing.due"),
        ("SAL", {"support": ["SAL"]}, "routing.twice"),
        ("URB", {"who": "Ana"}, "routing.who"),
        ("SAL", {"kind": "competence", "who": "Ana"}, "routing.only_department"),
        ("SAL", {"kind": "inform", "support": ["URB"]}, "routing.readers"),
    ],
)
def test_what_no_resolution_may_say(hall: Hall, lead: str, facts: dict[str, object], key: str) -> None:
    letter = received(hall)
    with pytest.raises(Refusal) as refused:
        writes(hall, "Ion", letter, order(hall, lead, **facts))  # type: ignore[arg-type]
    assert refused.value.key == key
    assert item(letter).queue == "to_route"


def test_the_second_of_two_who_write_at_once_is_told(hall: Hall) -> None:
    letter = received(hall)
    seen = item(letter).revision
    writes(hall, "Ion", letter, order(hall, "SAL"))
    with pytest.raises(Refusal, match=r"routing\.changed"), transaction():
        routing.resolve(letter, order(hall, "URB"), hall.actor("Silvia"), seen, hall.now)


def test_the_institution_sets_its_own_days_by_an_act(hall: Hall) -> None:
    with transaction() as writing:
        writing.add(
            LocalRule(
                institution_id=institution().id,
                key="routing_days",
                value={"solve": 5},
                act="Dispoziția nr. 12/2026",
                valid_from=date(2026, 1, 1),
            )
        )
    letter = received(hall)
    writes(hall, "Ion", letter, order(hall, "SAL"))
    assert item(letter).next_date == date(2026, 12, 2)  # 30 November and 1 December are holidays


def test_many_letters_and_petitions_are_routed_in_one_go(hall: Hall) -> None:
    letters = [received(hall, summary=f"Adresa {number}") for number in range(3)]
    petition = hall.petition()
    task = hall.task(petition, "routing")
    elsewhere = received(hall, to="URB")
    writes(hall, "Ion", elsewhere, order(hall, "URB"))
    picked = [*(Picked(ITEM, one, "x") for one in (*letters, elsewhere)), Picked(TASK, task.id, "y")]
    with transaction():
        batch = routing_batches.resolve(
            picked, order(hall, "SAL", words="Urgent!"), hall.actor("Ion"), hall.now
        )
    assert batches.progress(batch.id) == {"waiting": 5}
    runner.drain(hall.house, hall.now)
    session().rollback()
    assert batches.progress(batch.id) == {"done": 4, "refused": 1}
    assert [one.reason for one in batches.items(batch.id, "refused")] == ["routing.in_work"]
    assert {item(one).queue for one in letters} == {"in_work"}
    assert hall.again(task).answers["department"] == "SAL"  # type: ignore[index]
    assert hall.task(petition, "analysis").department == department("SAL")


def test_what_an_officer_asks_for_many_is_refused(hall: Hall) -> None:
    letter = received(hall)
    with pytest.raises(Refusal, match=r"routing\.not_router"), transaction():
        routing_batches.resolve([Picked(ITEM, letter, "1")], order(hall, "SAL"), hall.actor("Ana"), hall.now)
    too_many = [Picked(ITEM, uuid.uuid4(), "1") for _ in range(501)]
    with pytest.raises(Refusal, match=r"routing\.too_many_papers"), transaction():
        routing_batches.resolve(too_many, order(hall, "SAL"), hall.actor("Ion"), hall.now)


def test_a_head_gives_many_works_to_somebody_else(hall: Hall) -> None:
    letters = [received(hall, to="SAL") for _ in range(3)]
    for one in letters:
        writes(hall, "Gabi", one, order(hall, "SAL", "Ana"))
    picked = [Picked("assignment", share(one, "SAL").id, "1") for one in letters]
    with transaction():
        mihai = hall.actor("Mihai").person_id
        batch = routing_batches.reassign(picked, mihai, hall.actor("Gabi"), hall.now)
    runner.drain(hall.house, hall.now)
    assert batches.progress(batch.id) == {"done": 3}
    assert queries.count_works(hall.actor("Mihai"), "mine") == 3


def test_a_drop_off_that_must_be_solved_becomes_a_paper_of_its_department(hall: Hall) -> None:
    case = hall.files("drop_off", DROP_OFF).case
    facts = {"readable": True, "signed": "not_verified", "route": "department", "department": "URB"}
    hall.does("Elena", case, "registry_check", **facts)
    hall.does("Radu", case, "resolution", resolution="solve", procedure="none", note="Se verifică pe teren.")
    hall.works()
    paper = item(case.entry_id)
    assert (paper.queue, paper.department, paper.note) == (
        "to_route",
        department("URB"),
        "Se verifică pe teren.",
    )
    assert cases.get(case.id).closed_at is not None
    assert marked(case.entry_id, "resolved") == []  # not before somebody solves it
    writes(hall, "Maria", case.entry_id, order(hall, "URB", "Radu"))
    finishes(hall, "Radu", share(case.entry_id, "URB").id, "Verificat.")
    assert marked(case.entry_id, "resolved") == ["Verificat."]


def test_one_that_is_only_read_ends_with_its_case(hall: Hall) -> None:
    case = hall.files("drop_off", DROP_OFF).case
    facts = {"readable": True, "signed": "not_verified", "route": "department", "department": "URB"}
    hall.does("Elena", case, "registry_check", **facts)
    hall.does("Radu", case, "resolution", resolution="inform", procedure="none")
    hall.works()
    assert queries.of_entry(case.entry_id) is None
    assert marked(case.entry_id, "resolved") == ["received"]


def test_an_annulled_entry_leaves_the_queue(hall: Hall) -> None:
    letter = received(hall)
    with transaction():
        registry.annul(item(letter).entry, "Înregistrat de două ori", hall.actor("Elena").person_id, hall.now)
    alarm.round_(hall.house, hall.now)
    assert (item(letter).queue, item(letter).outcome) == ("done", "anulat")
    assert nobody.look({institution().id}, hall.now.date(), ()) == []


def test_who_reads_what_is_written_in_the_journal(hall: Hall) -> None:
    letter = received(hall)
    writes(hall, "Ion", letter, order(hall, "SAL"))
    noted = session().scalars(
        select(journal.JournalEntry.action).where(journal.JournalEntry.object_id == letter)
    )
    assert list(noted) == ["routing.resolved"]


DROP_OFF = {
    "applicant_kind": "person",
    "full_name": "Ioana Cetățean",
    "document_kind": "other",
    "summary": "Proces-verbal al adunării generale",
    "sheets": 3,
    "delivery": "email",
    "email": "ioana@exemplu.ro",
    "phone": "0721 000 101",
}
