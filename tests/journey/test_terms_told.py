"""What a diagram hears when a term ends: only what it waits for, once, and tacit approval only by law."""

from sqlalchemy import select

from app.cityhall import incidents, institutions
from app.cityhall.cases.models import Case, Message
from app.cityhall.procedures import actions as procedure_actions
from app.cityhall.procedures import folders
from app.database import session, transaction
from app.journey import alarms
from tests.hall import ROOT, Hall
from tests.journey.test_messages import PERSON, at, diagram, does

TACIT = '\n[term.tacit]\nact = "OUG 27/2003 art. 6"\n'


def waits_for(hall: Hall, name: str, more: str = "") -> Case:
    """A case that waits for the end of its term, beside the work on it."""
    catch = '<bpmn:intermediateCatchEvent id="catch"><bpmn:messageEventDefinition messageRef="given"/>'
    nodes = [PERSON.format("begin"), catch + "</bpmn:intermediateCatchEvent>", PERSON.format("conclude")]
    files = folders.read_folder(ROOT, "petition")
    files["procedure.bpmn"] = diagram(nodes).replace(b"opinion_given", name.encode())
    files["procedure.toml"] += more.encode()
    with transaction():
        institution = institutions.by_code("PS6")
        assert institution is not None
        procedure_actions.publish(institution, "petition", files, hall.now)
    case = hall.fresh(hall.petition())
    session().expunge(case)
    return case


def rings(hall: Hall, day: str) -> None:
    hall.now = hall.now.replace(year=int(day[:4]), month=int(day[5:7]), day=int(day[8:]), hour=10)
    alarms.ring_due(hall.now, hall.house)
    hall.works()


def told() -> list[tuple[str, str]]:
    session().rollback()
    return [(one.name, one.state) for one in session().scalars(select(Message).order_by(Message.name))]


def test_a_diagram_that_waits_for_it_hears_that_the_term_is_over(each_hall: Hall) -> None:
    case = waits_for(each_hall, "term_over")
    does(each_hall, case, "begin")
    rings(each_hall, "2026-12-23")
    assert (at(each_hall, case), told()) == (["catch"], []), "the last day is still in time"
    rings(each_hall, "2026-12-24")
    assert (at(each_hall, case), told()) == (["conclude"], [("term_over", "delivered")])


def test_who_does_not_wait_hears_nothing_later(hall: Hall) -> None:
    case = waits_for(hall, "term_over")
    rings(hall, "2026-12-24")
    does(hall, case, "begin")
    assert (at(hall, case), told(), incidents.of_case(case.id)) == (["catch"], [], [])


def test_tacit_approval_is_told_only_where_the_law_gives_it(each_hall: Hall) -> None:
    plain, tacit = waits_for(each_hall, "tacit_approval"), waits_for(each_hall, "tacit_approval", TACIT)
    for case in (plain, tacit):
        does(each_hall, case, "begin")
    rings(each_hall, "2026-12-24")
    rings(each_hall, "2026-12-28")
    assert (at(each_hall, plain), at(each_hall, tacit)) == (["catch"], ["conclude"])
    assert told() == [("tacit_approval", "delivered")]
