from itertools import pairwise

import pytest

from app.engine.checking import checks
from app.engine.reading.model import Model
from tests.engine.procedures import OPERATIONS, flow, small

TASK = '<bpmn:scriptTask id="work"><bpmn:script>a = 1</bpmn:script></bpmn:scriptTask>'
GATE = '<bpmn:exclusiveGateway id="gate"{}/>'
ELSE = ' default="gate-stop"'
YES = "<bpmn:conditionExpression>{}</bpmn:conditionExpression>"


def rules(model: Model) -> set[tuple[str, str]]:
    return {(p.element, p.key) for p in checks.problems(model, {"routing"}, OPERATIONS)}


def line(*stops: str) -> str:
    return "".join(flow(a, b) for a, b in pairwise(stops))


def test_a_plain_line_is_fine() -> None:
    assert rules(small(TASK + line("go", "work", "stop"))) == set()


def between(tag: str) -> str:
    """A single thing, called `work`, between start and end."""
    return f"<bpmn:{tag}/>" + line("go", "work", "stop")


def service(operator: str) -> str:
    inside = f"<bpmn:extensionElements>{operator}</bpmn:extensionElements>"
    return f'<bpmn:serviceTask id="work">{inside}</bpmn:serviceTask>' + line("go", "work", "stop")


def operator(name: str, **values: str) -> str:
    given = "".join(f'<spiffworkflow:parameter id="{k}" type="str" value="{v}"/>' for k, v in values.items())
    return (
        f'<spiffworkflow:serviceTaskOperator id="{name}"><spiffworkflow:parameters>{given}'
        "</spiffworkflow:parameters></spiffworkflow:serviceTaskOperator>"
    )


def timer(inside: str) -> str:
    event = f'<bpmn:boundaryEvent id="late" attachedToRef="work">{inside}</bpmn:boundaryEvent>'
    return TASK + event + line("go", "work", "stop") + line("late", "stop")


DURATION = "<bpmn:timerEventDefinition><bpmn:timeDuration>{}</bpmn:timeDuration></bpmn:timerEventDefinition>"
BOTH = line("go", "gate", "stop") + TASK + line("work", "stop")


@pytest.mark.parametrize(
    ("body", "element", "rule"),
    [
        ('<bpmn:task id="End"/>' + line("go", "End", "stop"), "End", "id.forbidden"),
        (TASK + line("go", "stop"), "work", "element.unreachable"),
        (TASK + line("go", "work"), "work", "element.dead_end"),
        (TASK + line("go", "work", "stop") + flow("work", "go"), "work", "element.two_exits"),
        (line("go", "nowhere"), "go-nowhere", "flow.loose"),
        (TASK + line("go", "work") + flow("work", "stop", YES.format("x")), "work-stop",
         "flow.condition_ignored"),
        (GATE.format("") + BOTH + flow("gate", "work", YES.format("x == 1")), "gate", "gateway.no_default"),
        (GATE.format(ELSE) + BOTH + flow("gate", "work"), "gate-work", "flow.no_condition"),
        (GATE.format(ELSE) + BOTH + flow("gate", "work", YES.format("open('x')")), "gate-work",
         "expression.refused"),
        ('<bpmn:complexGateway id="odd"/>' + line("go", "odd", "stop"), "odd", "kind.refused"),
        (between('userTask id="work"'), "work", "task.no_form"),
        (between('userTask id="work"'), "work", "task.no_role"),
        (between('userTask id="work"'), "work", "task.no_label"),
        (service(operator("launch_rocket")), "work", "operation.unknown"),
        (service(operator("notify")), "work", "operation.parameters"),
        (service(operator("notify", template="'a'", colour="'b'")), "work", "operation.parameters"),
        (service(operator("notify", template="__import__('os')")), "work", "expression.refused"),
        (between('callActivity id="work" calledElement="nobody"'), "work", "call.unknown"),
        (between('callActivity id="work" calledElement="small"'), "work", "call.itself"),
        (timer(DURATION.format("")), "late", "timer.empty"),
        (timer(DURATION.format("import os")), "late", "expression.refused"),
        (timer(DURATION.format("'ten days'")), "late", "timer.not_iso"),
        (timer("<bpmn:messageEventDefinition/>"), "late", "message.empty"),
        (timer(""), "late", "event.empty"),
        ('<bpmn:scriptTask id="work"><bpmn:script>while True: pass</bpmn:script></bpmn:scriptTask>'
         + line("go", "work", "stop"), "work", "script.refused"),
    ],
)  # fmt: skip
def test_what_may_not_be_published(body: str, element: str, rule: str) -> None:
    assert (element, rule) in rules(small(body))


def test_a_form_must_exist() -> None:
    form = '<spiffworkflow:property name="formJsonSchemaFilename" value="lost.schema.json"/>'
    form = f"<spiffworkflow:properties>{form}</spiffworkflow:properties>"
    held = f"<bpmn:extensionElements>{form}</bpmn:extensionElements>"
    body = f'<bpmn:userTask id="work">{held}</bpmn:userTask>' + line("go", "work", "stop")
    assert ("work", "task.unknown_form") in rules(small(body))


def test_the_problem_shows_what_is_missing() -> None:
    found = checks.problems(small(service(operator("notify", colour="'b'"))), (), OPERATIONS)
    assert [p.facts for p in found] == [{"missing": ["template"], "unknown": ["colour"]}]
