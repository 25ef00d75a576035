"""The diagrams in the repository: publishable, read alike by the library and by us, and drawn with care."""

from itertools import combinations, pairwise

import pytest
from SpiffWorkflow.spiff.parser.process import VALIDATOR, SpiffBpmnParser

from app.engine import diagram
from app.engine.checking import checks
from app.engine.reading.model import CALLS, Box, Element, Flow, Lane, Model, Process
from app.refusal import Refusal
from tests.engine.procedures import CODES, OPERATIONS, SHARED, files_of, forms_of, procedure

EVERY = [
    ("petition", "petition"),
    ("urbanism_information", "urbanism_information"),
    *(("petition", s) for s in SHARED),
]
HALL = {"registrar", "public_relations", "officer", "head", "signer", "chief_architect", "mayor"}
ROLES = HALL | {"applicant", "system", "locker_operator", "archivist", "administrator"}


@pytest.mark.parametrize("code", CODES)
def test_nothing_stands_against_publishing(code: str) -> None:
    assert checks.problems(procedure(code), forms_of(code), OPERATIONS) == []


@pytest.mark.parametrize("code", CODES)
def test_the_library_sees_the_same_elements(code: str) -> None:
    parser = SpiffBpmnParser(validator=VALIDATOR)
    for name, content in files_of(code).items():
        parser.add_bpmn_str(content, filename=name)
    specs = {code: parser.get_spec(code), **parser.get_subprocess_specs(code)}
    for process, spec in specs.items():
        theirs = {
            s.bpmn_id: type(s).__name__.lower()
            for s in spec.task_specs.values()
            if getattr(s, "bpmn_id", None)
        }
        ours = {e.id: e.kind.lower() for e in procedure(code).within(process)}
        assert theirs == ours


@pytest.mark.parametrize("code", CODES)
def test_every_role_is_one_of_the_hall_s_and_everything_has_english(code: str) -> None:
    model = procedure(code)
    assert {lane.role for lane in model.lanes.values()} <= ROLES
    named: list[Element | Flow | Lane | Process] = [*model.elements.values(), *model.flows.values()]
    named += [*model.lanes.values(), *model.processes.values()]
    assert [thing.id for thing in named if bool(thing.name) != bool(thing.name_en)] == []


@pytest.mark.parametrize("code", CODES)
def test_a_procedure_has_between_ten_and_fifty_steps_of_its_own(code: str) -> None:
    tasks = [e for e in procedure(code).elements.values() if not (e.is_gateway or e.is_event)]
    assert 10 <= len(tasks) <= 50


def drawn(model: Model, process: str) -> list[tuple[Element, Box]]:
    return [(e, e.bounds) for e in model.within(process) if e.bounds]


def apart(one: Box, other: Box) -> bool:
    beside = one.x + one.width <= other.x or other.x + other.width <= one.x
    return beside or one.y + one.height <= other.y or other.y + other.height <= one.y


def inside(small: Box, big: Box) -> bool:
    right, bottom = small.x + small.width <= big.x + big.width, small.y + small.height <= big.y + big.height
    return small.x >= big.x and small.y >= big.y and right and bottom


@pytest.mark.parametrize(("code", "process"), EVERY)
def test_no_shapes_overlap_and_all_stand_in_their_lane(code: str, process: str) -> None:
    model = procedure(code)
    shapes = [(e, box) for e, box in drawn(model, process) if e.attached_to is None]
    assert [(a.id, b.id) for (a, one), (b, two) in combinations(shapes, 2) if not apart(one, two)] == []
    lanes = {lane.id: lane.bounds for lane in model.lanes.values()}
    strays = [e.id for e, box in shapes if not inside(box, lanes[e.lane or ""] or box)]
    assert strays == []


def segment(one: tuple[float, float], other: tuple[float, float]) -> Box:
    (x1, y1), (x2, y2) = sorted((one, other))
    return Box(min(x1, x2), min(y1, y2), abs(x2 - x1), abs(y2 - y1))


@pytest.mark.parametrize(("code", "process"), EVERY)
def test_flows_run_at_right_angles_and_cross_no_shape(code: str, process: str) -> None:
    model = procedure(code)
    flows = [f for f in model.flows.values() if f.process == process]
    for line in flows:
        for start, end in pairwise(line.points):
            assert start.x == end.x or start.y == end.y, line.id
            part = segment(start, end)
            others = [(e, b) for e, b in drawn(model, process) if e.id not in ends(model, line)]
            assert [e.id for e, box in others if not apart(part, box)] == [], line.id


def ends(model: Model, line: Flow) -> set[str]:
    """What a flow may touch: its two ends, and what a boundary event sits on."""
    source = model.elements[line.source]
    return {line.source, line.target, source.attached_to or ""}


@pytest.mark.parametrize(("code", "process"), EVERY)
def test_flows_begin_and_end_at_the_edge_of_their_shapes(code: str, process: str) -> None:
    model = procedure(code)
    for line in (f for f in model.flows.values() if f.process == process):
        for point, element in ((line.points[0], line.source), (line.points[-1], line.target)):
            box = model.elements[element].bounds
            assert box is not None
            on_side = point.x in {box.x, box.x + box.width} and box.y <= point.y <= box.y + box.height
            on_top = point.y in {box.y, box.y + box.height} and box.x <= point.x <= box.x + box.width
            assert on_side or on_top, line.id


@pytest.mark.parametrize(("code", "process"), EVERY)
def test_labels_have_room_and_cover_nothing(code: str, process: str) -> None:
    model = procedure(code)
    outside = [t for t in model.within(process) if t.is_event or t.is_gateway]
    things: list[Element | Flow] = [*outside, *(f for f in model.flows.values() if f.process == process)]
    labels = [(t, t.label_bounds) for t in things if t.name and t.label_bounds]
    assert [t.id for t in things if t.name and not t.label_bounds] == []
    longest = {t.id: max(len(word) for word in t.name.split()) * 6 for t, _ in labels}
    assert [t.id for t, box in labels if box.width < longest[t.id]] == []
    shapes = [box for _, box in drawn(model, process)] + [box for _, box in labels]
    clashes = [t.id for t, box in labels if sum(not apart(box, other) for other in shapes) > 1]
    assert clashes == []


def test_what_is_called_is_told_in_the_citizen_s_words() -> None:
    calls = [e for code in CODES for e in procedure(code).elements.values() if e.kind in CALLS]
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
