"""Messages from outside and between cases: too early, twice, too late, for just the one who asked."""

from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest
from sqlalchemy import select

from app.cityhall import incidents, institutions
from app.cityhall.cases import queries as cases
from app.cityhall.cases.models import AwaitedMessage, Case, Message
from app.cityhall.procedures import actions as procedure_actions
from app.cityhall.procedures import folders
from app.database import session, transaction
from app.journey import advance, messages, postman
from app.journey.operations.catalogue import VERBS, Verb
from app.outside import OutsideError
from app.queue import jobs
from tests.hall import ROOT, Hall

OPENING = """<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
 xmlns:spiffworkflow="http://spiffworkflow.org/bpmn/schema/1.0/core"
 xmlns:cityhall="https://farahartie.ro/bpmn/1.0" id="d" targetNamespace="https://farahartie.ro/processes">
<bpmn:message id="given" name="opinion_given"/><bpmn:signal id="closing" name="office_closed"/>
<bpmn:error id="refused" errorCode="refused"/>
<bpmn:process id="short" isExecutable="true"><bpmn:startEvent id="go"/>"""
CLOSING = '<bpmn:endEvent id="stop"/>{}</bpmn:process></bpmn:definitions>'
MESSAGE = (
    '<bpmn:messageEventDefinition messageRef="given"><bpmn:extensionElements>{}</bpmn:extensionElements>'
)
ABOUT = 'cityhall:correlation="answers.subject"'
PERSON = """<bpmn:userTask id="{0}" name="{0}"><bpmn:extensionElements><spiffworkflow:properties>
<spiffworkflow:property name="formJsonSchemaFilename" value="handover.schema.json"/>
</spiffworkflow:properties></bpmn:extensionElements></bpmn:userTask>"""
CATCH = f"""<bpmn:intermediateCatchEvent id="catch" {ABOUT}>
{MESSAGE.format("<spiffworkflow:messageVariable>opinion</spiffworkflow:messageVariable>")}
</bpmn:messageEventDefinition></bpmn:intermediateCatchEvent>"""
THROW = f"""<bpmn:intermediateThrowEvent id="throw" {ABOUT}>
{MESSAGE.format("<spiffworkflow:messagePayload>answers.description</spiffworkflow:messagePayload>")}
</bpmn:messageEventDefinition></bpmn:intermediateThrowEvent>"""
HEAR = """<bpmn:intermediateCatchEvent id="hear"><bpmn:signalEventDefinition signalRef="closing"/>
</bpmn:intermediateCatchEvent>"""
CRY = """<bpmn:intermediateThrowEvent id="cry"><bpmn:signalEventDefinition signalRef="closing"/>
</bpmn:intermediateThrowEvent>"""
SERVICE = """<bpmn:serviceTask id="serve"><bpmn:extensionElements>
<spiffworkflow:serviceTaskOperator id="notify" resultVariable="r"><spiffworkflow:parameters/>
</spiffworkflow:serviceTaskOperator></bpmn:extensionElements></bpmn:serviceTask>"""
REFUSED = """<bpmn:boundaryEvent id="refusal" attachedToRef="serve">
<bpmn:errorEventDefinition errorRef="refused"/></bpmn:boundaryEvent>"""
ASKS = [PERSON.format("ask"), CATCH, PERSON.format("conclude")]
WAITS = ASKS[1:]
TELLS = [PERSON.format("write"), THROW]


def diagram(nodes: list[str], aside: str = "") -> bytes:
    """Start, these nodes one after the other, end."""
    ids = ["go", *(node.split('id="')[1].split('"')[0] for node in nodes), "stop"]
    flow = '<bpmn:sequenceFlow id="{0}-{1}" sourceRef="{0}" targetRef="{1}"/>'
    flows = "".join(flow.format(one, other) for one, other in pairwise(ids))
    return (OPENING + "".join(nodes) + CLOSING.format(flows + aside)).encode()


def filed(hall: Hall, nodes: list[str], subject: str = "strada", aside: str = "") -> Case:
    """A case on a diagram of its own."""
    files = {**folders.read_folder(ROOT, "petition"), "procedure.bpmn": diagram(nodes, aside)}
    with transaction():
        institution = institutions.by_code("PS6")
        assert institution is not None
        procedure_actions.publish(institution, "petition", files, hall.now)
    case = hall.fresh(hall.petition(subject=subject))
    session().expunge(case)  # so that it can be spoken of in other transactions
    return case


def does(hall: Hall, case: Case, element: str) -> None:
    """Somebody finishes that task, and the worker does what follows."""
    with transaction():
        (task,) = [one for one in cases.open_tasks(case.id) if one.element == element]
        advance.complete_task(task, {}, case.applicant_id, hall.now)
    hall.works()


def told(hall: Hall, key: str = "letter-1", **more: Any) -> bool:
    with transaction():
        new = messages.post("opinion_given", key, hall.now, **more)
    hall.works()
    return new


def at(hall: Hall, case: Case) -> list[str]:
    session().rollback()
    return advance.stands_at(case.id)


def states() -> list[str]:
    session().rollback()
    return list(session().scalars(select(Message.state).order_by(Message.posted_at, Message.key)))


def test_a_message_that_comes_before_the_case_waits_is_given_when_it_does(each_hall: Hall) -> None:
    case = filed(each_hall, ASKS)
    assert told(each_hall, case_id=case.id, correlation="strada", payload={"for": True})
    assert (at(each_hall, case), states(), jobs.pending()) == (["ask"], ["buffered"], 0)
    does(each_hall, case, "ask")
    assert (at(each_hall, case), states()) == (["conclude"], ["delivered"])
    assert advance.data_of(case.id)["opinion"] == {"for": True}
    assert session().scalars(select(AwaitedMessage)).all() == []


def test_a_message_told_twice_is_heard_once(each_hall: Hall) -> None:
    case = filed(each_hall, [CATCH, CATCH.replace('"catch"', '"again"')])
    assert told(each_hall, case_id=case.id, correlation="strada")
    assert not told(each_hall, case_id=case.id, correlation="strada")
    assert (at(each_hall, case), states()) == (["again"], ["delivered"])
    assert told(each_hall, "letter-2", case_id=case.id, correlation="strada")
    assert each_hall.fresh(case).status == "closed"


def test_all_that_came_early_is_given_by_the_step_that_begins_to_wait(hall: Hall) -> None:
    fork, join = (f'<bpmn:parallelGateway id="{name}"/>' for name in ("fork", "join"))
    other = CATCH.replace('"catch"', '"other"').replace("answers.subject", "answers.category")
    aside = other + "".join(
        f'<bpmn:sequenceFlow id="{a}-{b}" sourceRef="{a}" targetRef="{b}"/>'
        for a, b in [("fork", "other"), ("other", "join")]
    )
    after = CATCH.replace('"catch"', '"after"')
    case = filed(
        hall, [PERSON.format("ask"), fork, CATCH, join, after, PERSON.format("conclude")], aside=aside
    )
    for key, correlation in [("a", "strada"), ("b", "sanitation"), ("c", "strada")]:
        told(hall, key, case_id=case.id, correlation=correlation)
    does(hall, case, "ask")
    assert (at(hall, case), states()) == (["conclude"], ["delivered"] * 3)


def test_a_case_tells_the_one_that_asked_about_the_same_thing(each_hall: Hall) -> None:
    other, asked = filed(each_hall, WAITS, "parc"), filed(each_hall, WAITS)
    teller = filed(each_hall, TELLS)
    does(each_hall, teller, "write")
    assert (at(each_hall, other), at(each_hall, asked)) == (["catch"], ["conclude"])
    assert advance.data_of(asked.id)["opinion"] == {"value": teller.answers["description"]}
    assert each_hall.fresh(teller).status == "closed"


def test_what_a_case_tells_is_kept_until_somebody_asks(hall: Hall) -> None:
    does(hall, filed(hall, TELLS), "write")
    assert states() == ["buffered"]
    assert at(hall, filed(hall, WAITS, "parc")) == ["catch"]
    assert at(hall, filed(hall, WAITS)) == ["conclude"]
    assert at(hall, filed(hall, WAITS)) == ["catch"]  # one letter, one reader


def test_a_signal_is_heard_by_all_who_listen_now(hall: Hall) -> None:
    listeners = [filed(hall, [HEAR, PERSON.format("note")]) for _ in range(2)]
    late = filed(hall, [PERSON.format("first"), HEAR, PERSON.format("note")])
    does(hall, filed(hall, [PERSON.format("decide"), CRY, HEAR]), "decide")
    assert [at(hall, case) for case in listeners] == [["note"], ["note"]]
    does(hall, late, "first")
    assert (at(hall, late), jobs.dead()) == (["hear"], [])


def test_a_message_nobody_took_expires_and_an_operator_looks_why(hall: Hall) -> None:
    case = filed(hall, ASKS)
    told(hall, case_id=case.id, correlation="another", ttl=timedelta(days=2))
    told(hall, "letter-2", correlation="nobody's", ttl=timedelta(days=2))
    does(hall, case, "ask")
    postman.rounds(hall.now)
    assert states() == ["buffered", "buffered"]
    postman.rounds(hall.now + timedelta(days=3))
    assert (states(), at(hall, case)) == (["expired", "expired"], ["catch"])
    (incident,) = incidents.of_case(case.id)
    assert (incident.kind, incident.element) == ("message", "opinion_given")


def test_a_message_too_late_for_its_case_goes_quietly(each_hall: Hall) -> None:
    case = filed(each_hall, ASKS[:1])
    told(each_hall, case_id=case.id, correlation="strada")
    does(each_hall, case, "ask")
    assert each_hall.fresh(case).status == "closed"
    told(each_hall, "letter-2", case_id=case.id, correlation="strada")
    assert (states(), jobs.pending(), jobs.dead()) == (["expired", "expired"], 0, [])
    assert incidents.of_case(case.id) == []


def test_two_hosts_that_passed_each_other_are_brought_together(each_hall: Hall) -> None:
    case = filed(each_hall, WAITS)
    with transaction():  # written while the other host wrote that the case waits: neither saw the other
        kept = {"posted_at": each_hall.now, "expires_at": each_hall.now + timedelta(days=1)}
        session().add(Message(key="k", name="opinion_given", correlation="strada", **kept))
    each_hall.works()
    assert at(each_hall, case) == ["catch"]
    postman.rounds(each_hall.now)
    assert (at(each_hall, case), states()) == (["conclude"], ["delivered"])


@pytest.mark.parametrize(("code", "then"), [("refused", "ring"), ("bad_number", "serve")])
def test_what_cannot_be_done_goes_the_diagrams_other_way_or_to_an_operator(
    hall: Hall, monkeypatch: pytest.MonkeyPatch, code: str, then: str
) -> None:
    def refuses(*_: object) -> None:
        raise OutsideError(code, permanent=True)

    monkeypatch.setitem(VERBS, "notify", Verb(refuses))  # type: ignore[arg-type]
    aside = (
        '<bpmn:endEvent id="rung"/>'
        + PERSON.format("ring")
        + "".join(
            f'<bpmn:sequenceFlow id="{a}-{b}" sourceRef="{a}" targetRef="{b}"/>'
            for a, b in [("refusal", "ring"), ("ring", "rung")]
        )
    )
    case = filed(hall, [SERVICE], aside=REFUSED + aside)
    assert at(hall, case) == [then]
    assert [incident.kind for incident in incidents.of_case(case.id)] == ["job"] * (then == "serve")
    assert len(jobs.dead()) == (then == "serve")
