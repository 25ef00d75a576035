"""What the engine cannot run, or what would be lost in silence, is refused with the element's name."""

import re
from pathlib import Path

import pytest

from app.engine.checking import checks
from app.engine.checking.problem import Problem
from app.engine.checking.sentences import SENTENCES
from app.engine.reading import model
from app.engine.reading.model import Model
from tests.engine.elements import NAMES, parsed
from tests.engine.procedures import HEAD, flow, small
from tests.engine.test_checks import GATE, TASK, line, rules

DRAWING = {"element.not_drawn", "flow.not_drawn"}
HALL = {"operation.parameters"}  # the operations are not the hall's
PEOPLE = {"task.no_role", "task.no_label"}
DAYS = "<bpmn:timerEventDefinition><bpmn:timeDuration>'P1D'</bpmn:timeDuration></bpmn:timerEventDefinition>"
CYCLE = "<bpmn:timerEventDefinition><bpmn:timeCycle>'R3/P7D'</bpmn:timeCycle></bpmn:timerEventDefinition>"
HEARD = '<bpmn:messageEventDefinition messageRef="news"/>'
NEWS = '<bpmn:message id="news" name="news"/>'
BAD = '<bpmn:error id="bad" name="bad" errorCode="bad"/>'
FAILS = '<bpmn:errorEventDefinition errorRef="bad"/>'
LINK = '<bpmn:linkEventDefinition name="A"/>'
OTHER = "<bpmn:script>other = 1</bpmn:script>"
OBJECT = '<bpmn:dataObject id="report"/><bpmn:dataObjectReference id="ref" dataObjectRef="report"/>'


@pytest.mark.parametrize("name", NAMES)
def test_every_test_diagram_could_be_published(name: str) -> None:
    elements = parsed(name).model.elements.values()
    forms = {e.form for e in elements if e.form}
    operations = {e.operation: frozenset(key for key, _ in e.parameters) for e in elements if e.operation}
    found = checks.problems(parsed(name).model, forms, operations)
    assert [p for p in found if p.key not in DRAWING | PEOPLE | HALL] == []


def event(kind: str, inside: str, **attributes: str) -> str:
    said = "".join(f' {name}="{value}"' for name, value in attributes.items())
    return f'<bpmn:{kind} id="it"{said}>{inside}</bpmn:{kind}>'


def between(element: str) -> str:
    return element + line("go", "it", "stop")


def on_the_edge(inside: str, **attributes: str) -> str:
    edge = event("boundaryEvent", inside, attachedToRef="work", **attributes)
    return TASK + edge + line("go", "work", "stop") + flow("it", "stop")


def looped(marker: str, kind: str = "scriptTask", inside: str = "<bpmn:script>done = 1</bpmn:script>") -> str:
    return between(event(kind, inside + marker))


def multi(*inside: str) -> str:
    said = "".join(inside)
    return f"<bpmn:multiInstanceLoopCharacteristics>{said}</bpmn:multiInstanceLoopCharacteristics>"


OVER = "<bpmn:loopDataInputRef>papers</bpmn:loopDataInputRef>"
RESULTS = '<bpmn:loopDataOutputRef>all_done</bpmn:loopDataOutputRef><bpmn:outputDataItem id="done"/>'


def watched(start: str, extra: str = "", **attributes: str) -> str:
    """A process with an event sub-process."""
    said = "".join(f' {name}="{value}"' for name, value in attributes.items())
    inner = f'<bpmn:startEvent id="it"{said}>{start}</bpmn:startEvent><bpmn:endEvent id="done"/>' + flow(
        "it", "done"
    )
    return (
        TASK
        + line("go", "work", "stop")
        + (f'<bpmn:subProcess id="handler" triggeredByEvent="true">{inner}</bpmn:subProcess>{extra}')
    )


def after_gateway(*following: str, extra: str = "") -> str:
    flows = "".join(flow("gate", f"e{n}") + flow(f"e{n}", "stop") for n in range(len(following)))
    return '<bpmn:eventBasedGateway id="gate"/>' + "".join(following) + flow("go", "gate") + flows + extra


def caught(number: int, inside: str) -> str:
    return f'<bpmn:intermediateCatchEvent id="e{number}">{inside}</bpmn:intermediateCatchEvent>'


@pytest.mark.parametrize(
    ("body", "element", "rule"),
    [
        (between('<bpmn:complexGateway id="it"/>'), "it", "kind.refused"),
        (between('<bpmn:adHocSubProcess id="it"/>'), "it", "kind.refused"),
        (between('<bpmn:transaction id="it"/>'), "it", "kind.refused"),
        ('<bpmn:dataStoreReference id="store"/>' + line("go", "stop"), "store", "kind.refused"),
        (between('<bpmn:manualTask id="it"/>'), "it", "task.no_role"),
        (between('<bpmn:task id="it"/>'), "it", "task.no_role"),
        ('<bpmn:scriptTask id="a.body"/>' + line("go", "a.body", "stop"), "a.body", "id.forbidden"),
        # events where the library would lose them, or does not know them
        (on_the_edge("<bpmn:compensateEventDefinition/>"), "it", "event.refused"),
        (between(event("endEvent", "<bpmn:compensateEventDefinition/>")), "it", "event.refused"),
        (on_the_edge(DAYS + HEARD), "it", "event.refused"),
        (on_the_edge(CYCLE), "it", "timer.cycle_here"),
        (between(event("intermediateCatchEvent", CYCLE)), "it", "timer.cycle_here"),
        (between(event("intermediateCatchEvent", "")), "it", "event.empty"),
        (between(event("intermediateThrowEvent", DAYS)), "it", "event.refused"),
        (between(event("sendTask", "")), "it", "message.empty"),
        (on_the_edge("<bpmn:signalEventDefinition/>"), "it", "signal.empty"),
        (on_the_edge("<bpmn:conditionalEventDefinition/>"), "it", "conditional.empty"),
        (on_the_edge(FAILS, cancelActivity="false"), "it", "error.interrupts"),
        (GATE.format("") + line("go", "gate", "stop") + event("boundaryEvent", DAYS, attachedToRef="gate")
         + flow("it", "stop"), "it", "boundary.nowhere"),
        (line("go", "stop") + event("boundaryEvent", DAYS, attachedToRef="lost"), "it", "boundary.nowhere"),
        (event("endEvent", FAILS) + line("go", "it"), "it", "error.uncaught"),
        (between(event("intermediateThrowEvent", LINK)), "it", "link.alone"),
        # event sub-processes
        (watched(""), "it", "event.empty"),
        (watched(CYCLE), "it", "timer.cycle_here"),
        (watched(CYCLE, isInterrupting="false"), "it", ""),
        (watched(HEARD, flow("work", "handler")), "handler", "event_sub_process.stands_alone"),
        (between('<bpmn:subProcess id="it"><bpmn:startEvent id="in">' + HEARD
                 + '</bpmn:startEvent><bpmn:endEvent id="out"/>' + flow("in", "out") + "</bpmn:subProcess>"),
         "in", "event.refused"),
        (between('<bpmn:subProcess id="it"/>'), "it", "process.one_start"),
        (between('<bpmn:subProcess id="it"/>'), "it", "process.no_end"),
        # event-based gateways
        (after_gateway(caught(0, DAYS), caught(1, HEARD)), "gate", ""),
        (after_gateway(caught(0, HEARD), caught(1, HEARD)), "gate", "gateway.same_event"),
        (after_gateway(caught(0, HEARD), caught(1, "<bpmn:conditionalEventDefinition/>")), "e1",
         "gateway.not_event"),
        (after_gateway(caught(0, DAYS), extra=TASK + flow("gate", "work") + flow("work", "stop")), "work",
         "gateway.not_event"),
        (after_gateway(caught(0, DAYS), caught(1, HEARD), extra=flow("e0", "e1")), "e1",
         "gateway.shared_event"),
        # rounds
        (looped("<bpmn:standardLoopCharacteristics/>"), "it", "loop.no_condition"),
        (looped('<bpmn:standardLoopCharacteristics loopMaximum="many"/>'), "it", "loop.maximum"),
        (looped('<bpmn:standardLoopCharacteristics loopMaximum="3"/>'), "it", ""),
        (looped(multi(RESULTS)), "it", "multi.no_collection"),
        (looped(multi(OVER)), "it", "multi.no_result"),
        (looped(multi(OVER, RESULTS.replace("all_done", "papers"))), "it", "multi.same_name"),
        (looped(multi(OVER, RESULTS.replace('"done"', '"d-1"'))), "it", "multi.not_a_name"),
        (looped(multi(OVER, RESULTS), inside=OTHER), "it", "multi.unknown_result"),
        (looped(multi(OVER, RESULTS)), "it", ""),
        (looped(multi(OVER.replace("papers", "open('x')"), RESULTS)), "it", "expression.refused"),
        # data objects
        (OBJECT + looped("<bpmn:dataOutputAssociation><bpmn:targetRef>ref</bpmn:targetRef>"
                         "</bpmn:dataOutputAssociation>"), "it", "data.not_written"),
        (looped("<bpmn:dataInputAssociation><bpmn:sourceRef>gone</bpmn:sourceRef></bpmn:dataInputAssociation>"),
         "it", "data.unknown"),
    ],
)  # fmt: skip
def test_what_the_engine_does_not_run_is_refused(body: str, element: str, rule: str) -> None:
    drawn = small(body, NEWS + BAD)
    found = rules(drawn)
    assert all(str(problem).startswith(problem.element) for problem in checks.problems(drawn, (), {}))
    assert (element, rule) in found if rule else not {key for own, key in found if own == element}


def test_a_diagram_that_calls_itself_by_way_of_another_is_refused() -> None:
    def process(own: str, calls: str) -> str:
        call = f'<bpmn:callActivity id="{own}_call" calledElement="{calls}"/>'
        ends = f'<bpmn:startEvent id="{own}_go"/><bpmn:endEvent id="{own}_stop"/>'
        flows = line(f"{own}_go", f"{own}_call", f"{own}_stop")
        return f'<bpmn:process id="{own}">{ends}{call}{flows}</bpmn:process>'

    call = '<bpmn:callActivity id="it" calledElement="one"/>'
    found = rules(with_more(between(call), process("one", "two") + process("two", "one")))
    assert {("one", "call.circle"), ("two", "call.circle")} <= found


def with_more(body: str, processes: str) -> Model:
    """The small diagram with other processes in a file beside it."""
    own = f'{HEAD}<bpmn:process id="small"><bpmn:startEvent id="go"/><bpmn:endEvent id="stop"/>{body}'
    files = {"procedure.bpmn": own + "</bpmn:process>", "others.bpmn": HEAD + processes}
    return model.read({name: f"{text}</bpmn:definitions>".encode() for name, text in files.items()})


def test_every_rule_has_a_sentence_and_every_sentence_a_rule() -> None:
    app = Path(checks.__file__).parent.parent.parent
    rules = [*(app / "engine").rglob("*.py"), *(app / "journey").glob("*check*.py")]
    rules += [app / "cityhall" / "forms" / "faults.py", app / "cityhall" / "procedures" / "scenarios.py"]
    sources = "".join(path.read_text() for path in rules if path.name != "sentences.py")
    raised = re.findall(r'(?:Problem|Fault)\([^"]*"([a-z_]+\.[a-z_]+)"', sources)
    said = set(raised) - {"procedure.toml"}
    assert len(said) > 50
    assert said <= SENTENCES.keys(), said - SENTENCES.keys()
    named = set(re.findall(r'"([a-z_]+\.[a-z_]+)"', sources))
    named |= {f"{kind}.empty" for kind in ("message", "signal", "timer", "conditional")}
    assert SENTENCES.keys() <= named, SENTENCES.keys() - named


def test_a_problem_is_told_in_words_with_the_element() -> None:
    found = checks.problems(small(between('<bpmn:callActivity id="it" calledElement="nobody"/>')), (), {})
    assert list(map(str, found)) == ["it calls nobody, which is not among the diagrams"]
    missing = Problem("it", "operation.parameters", {"missing": ["template"], "unknown": []})
    assert str(missing) == "it lacks the parameters template and has unknown ones: none"
