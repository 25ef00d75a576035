"""The diagrams in the repository: publishable, read alike by the library and by us, and drawn with care."""

from itertools import pairwise

import pytest

from app.engine import diagram
from app.engine.checking import checks
from app.engine.reading.model import Element, Flow, Lane, Process
from app.refusal import Refusal
from app.web.case_view import ROLES
from tests.engine.procedures import (
    CODES,
    OPERATIONS,
    OPTIONAL,
    files_of,
    forms_of,
    procedure,
)

MOST_STEPS = 30


@pytest.mark.parametrize("code", CODES)
def test_nothing_stands_against_publishing(code: str) -> None:
    assert checks.problems(procedure(code), forms_of(code), OPERATIONS, OPTIONAL) == []


@pytest.mark.parametrize("code", CODES)
def test_the_library_reads_all_that_is_drawn(code: str) -> None:
    assert diagram.parse(files_of(code)).model.main == code


@pytest.mark.parametrize("code", CODES)
def test_every_role_is_one_of_the_hall_s_and_everything_has_english(code: str) -> None:
    model = procedure(code)
    assert {lane.role for lane in model.lanes.values()} <= ROLES.keys() | {"applicant"}
    named: list[Element | Flow | Lane | Process] = [*model.elements.values(), *model.flows.values()]
    named += [*model.lanes.values(), *model.processes.values()]
    assert [thing.id for thing in named if bool(thing.name) != bool(thing.name_en)] == []


@pytest.mark.parametrize("code", CODES)
def test_a_procedure_s_own_diagram_can_be_taken_in(code: str) -> None:
    tasks = [e for e in procedure(code).within(code) if not (e.is_gateway or e.is_event)]
    steps = [e for e in tasks if e.scope == code]  # withdrawal and the like stand beside
    assert len(steps) <= MOST_STEPS


def test_what_is_called_is_told_in_the_citizen_s_words() -> None:
    calls = [e for code in CODES for e in procedure(code).elements.values() if e.called]
    assert all(e.label and e.label_en for e in calls)


def test_a_line_too_long_for_the_library_is_refused_in_words() -> None:
    steps = [f"step_{n}" for n in range(900)]
    flows = "".join(
        f'<bpmn:sequenceFlow id="f{n}" sourceRef="{a}" targetRef="{b}"/>'
        for n, (a, b) in enumerate(pairwise(["filed", *steps, "closed"]))
    )
    tasks = "".join(f'<bpmn:manualTask id="{own}"/>' for own in steps)
    body = f'<bpmn:startEvent id="filed"/>{tasks}<bpmn:endEvent id="closed"/>{flows}'
    with pytest.raises(Refusal, match=r"diagram\.unparsed"):
        diagram.parse({"procedure.bpmn": DEFINITIONS.format(body).encode()})


DEFINITIONS = (
    '<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d" targetNamespace="x">'
    '<bpmn:process id="long" isExecutable="true">{}</bpmn:process></bpmn:definitions>'
)
