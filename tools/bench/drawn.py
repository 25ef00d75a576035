"""A diagram of as many elements as wanted: tasks, operations and choices in rows, all drawn and named."""

from collections.abc import Iterator

HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<bpmn:definitions '
    'xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" '
    'xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" '
    'xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" '
    'xmlns:di="http://www.omg.org/spec/DD/20100524/DI" '
    'xmlns:spiffworkflow="http://spiffworkflow.org/bpmn/schema/1.0/core" '
    'xmlns:cityhall="https://farahartie.ro/bpmn/1.0" id="large" targetNamespace="https://farahartie.ro/processes">'
)
FORM = (
    "<bpmn:extensionElements><spiffworkflow:properties>"
    '<spiffworkflow:property name="formJsonSchemaFilename" value="routing.schema.json"/>'
    "</spiffworkflow:properties></bpmn:extensionElements>"
)
NOTIFY = (
    '<bpmn:extensionElements><spiffworkflow:serviceTaskOperator id="notify"><spiffworkflow:parameters>'
    '<spiffworkflow:parameter id="template" type="str" value="\'sent\'"/>'
    "</spiffworkflow:parameters></spiffworkflow:serviceTaskOperator></bpmn:extensionElements>"
)
ROW, STEP, LINE = 20, 160, 200  # elements in a row; from element to element; from row to row
LABELS = 'cityhall:label="Ne uităm" cityhall:label_en="We look"'


def diagram(elements: int) -> str:
    """One process of that many flow nodes in rows, every third a choice with a way past the next."""
    nodes = [_node(place, elements) for place in range(elements)]
    flows = [*_flows(elements)]
    refs = "".join(f"<bpmn:flowNodeRef>n{place}</bpmn:flowNodeRef>" for place in range(elements))
    lane = f'<bpmn:lane id="lane" name="Birou" cityhall:role="officer">{refs}</bpmn:lane>'
    said = "".join(nodes) + "".join(text for _, _, text in flows)
    shapes = "".join(_shape(place, elements) for place in range(elements))
    edges = "".join(_edge(source, target) for source, target, _ in flows)
    rows = (elements + ROW - 1) // ROW
    size = f'<dc:Bounds x="0" y="0" width="{ROW * STEP + 60}" height="{rows * LINE}"/>'
    frames = "".join(
        f'<bpmndi:BPMNShape id="{own}_di" bpmnElement="{own}" isHorizontal="true">{size}</bpmndi:BPMNShape>'
        for own in ("pool", "lane")
    )
    pool = '<bpmn:participant id="pool" name="Primărie" processRef="large_one"/>'
    return (
        f'{HEAD}<bpmn:collaboration id="both">{pool}</bpmn:collaboration>'
        '<bpmn:process id="large_one" isExecutable="true">'
        f'<bpmn:laneSet id="lanes">{lane}</bpmn:laneSet>{said}</bpmn:process>'
        '<bpmndi:BPMNDiagram id="drawing"><bpmndi:BPMNPlane id="plane" bpmnElement="both">'
        f"{frames}{shapes}{edges}</bpmndi:BPMNPlane></bpmndi:BPMNDiagram></bpmn:definitions>"
    )


def _kind(place: int, elements: int) -> str:
    if place == 0:
        return "startEvent"
    if place == elements - 1:
        return "endEvent"
    return ("userTask", "serviceTask", "exclusiveGateway")[place % 3]


def _node(place: int, elements: int) -> str:
    kind = _kind(place, elements)
    inside = {"userTask": FORM, "serviceTask": NOTIFY}.get(kind, "")
    more = f' default="f{place}_{place + 1}"' if kind == "exclusiveGateway" else ""
    more += f" {LABELS}" if kind == "userTask" else ""
    return f'<bpmn:{kind} id="n{place}" name="Pasul {place}"{more}>{inside}</bpmn:{kind}>'


def _flows(elements: int) -> Iterator[tuple[int, int, str]]:
    for place in range(elements - 1):
        yield place, place + 1, _flow(place, place + 1, "")
        if _kind(place, elements) == "exclusiveGateway" and place + 2 < elements:
            condition = "<bpmn:conditionExpression>answers.kind == 'x'</bpmn:conditionExpression>"
            yield place, place + 2, _flow(place, place + 2, condition)


def _flow(source: int, target: int, condition: str) -> str:
    ends = f'sourceRef="n{source}" targetRef="n{target}"'
    return f'<bpmn:sequenceFlow id="f{source}_{target}" name="Da" {ends}>{condition}</bpmn:sequenceFlow>'


def _shape(place: int, elements: int) -> str:
    size = {"userTask": (100, 80), "serviceTask": (100, 80), "exclusiveGateway": (50, 50)}
    width, height = size.get(_kind(place, elements), (36, 36))
    x, y = _middle(place)
    bounds = f'<dc:Bounds x="{x - width // 2}" y="{y - height // 2}" width="{width}" height="{height}"/>'
    return f'<bpmndi:BPMNShape id="n{place}_di" bpmnElement="n{place}">{bounds}</bpmndi:BPMNShape>'


def _edge(source: int, target: int) -> str:
    points = "".join(f'<di:waypoint x="{x}" y="{y}"/>' for x, y in (_middle(source), _middle(target)))
    own = f"f{source}_{target}"
    return f'<bpmndi:BPMNEdge id="{own}_di" bpmnElement="{own}">{points}</bpmndi:BPMNEdge>'


def _middle(place: int) -> tuple[int, int]:
    return 110 + place % ROW * STEP, 100 + place // ROW * LINE
