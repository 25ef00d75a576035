"""Reading single facts out of BPMN's XML, safely: a diagram may come from anyone."""

from collections.abc import Iterator
from itertools import chain
from typing import NamedTuple

from lxml import etree

from app.engine.reading import safe_xml
from app.refusal import Refusal

BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
BPMNDI = "{http://www.omg.org/spec/BPMN/20100524/DI}"
DC = "{http://www.omg.org/spec/DD/20100524/DC}"
DI = "{http://www.omg.org/spec/DD/20100524/DI}"
SPIFF = "{http://spiffworkflow.org/bpmn/schema/1.0/core}"
HALL = "{https://farahartie.ro/bpmn/1.0}"

CALLS = frozenset({"callActivity", "subProcess", "transaction", "adHocSubProcess"})
FORM_ENDING, UI_ENDING = ".schema.json", ".ui.json"


class Box(NamedTuple):
    x: float
    y: float
    width: float
    height: float


class Point(NamedTuple):
    x: float
    y: float


def parse(name: str, content: bytes) -> etree._Element:
    """The tree of a BPMN file. Raises Refusal where it is hostile, unreadable or something else."""
    root = safe_xml.parse(name, content)
    if root.tag != BPMN + "definitions":
        raise Refusal("diagram.not_bpmn", file=name)
    for multi in root.iter(BPMN + "multiInstanceLoopCharacteristics"):
        _say_in_bpmn(multi)
    return root


def _say_in_bpmn(multi: etree._Element) -> None:
    """Rounds said in our attributes, as BPMN says them.

    BPMN's own elements refer to data objects by id, where we have expressions: a modeler would warn.
    """
    for name, kind in (("collection", "loopDataInputRef"), ("results", "loopDataOutputRef")):
        if (said := multi.get(HALL + name)) is not None:
            etree.SubElement(multi, BPMN + kind).text = said


def is_node(node: etree._Element) -> bool:
    kind = local(node)
    known = kind in CALLS or kind == "task" or kind.endswith(("Task", "Event", "Gateway"))
    return known and str(node.tag).startswith(BPMN)


def local(node: etree._Element) -> str:
    return str(node.tag).rpartition("}")[2]


def text(node: etree._Element, path: str) -> str | None:
    found = node.find(path)
    return None if found is None else (found.text or "").strip()


def number(node: etree._Element, name: str) -> float:
    try:
        return float(node.get(name, "0"))
    except ValueError:
        return 0.0


def boxes(root: etree._Element, path: str) -> Iterator[tuple[str | None, Box]]:
    for shape in chain(root.iter(BPMNDI + "BPMNShape"), root.iter(BPMNDI + "BPMNEdge")):
        if (b := shape.find(path)) is not None:
            yield shape.get("bpmnElement"), Box(*(number(b, n) for n in ("x", "y", "width", "height")))


def edges(root: etree._Element) -> Iterator[tuple[str | None, tuple[Point, ...]]]:
    for edge in root.iter(BPMNDI + "BPMNEdge"):
        points = (Point(number(p, "x"), number(p, "y")) for p in edge.iterfind(DI + "waypoint"))
        yield edge.get("bpmnElement"), tuple(points)


def forms(node: etree._Element) -> tuple[str | None, str | None]:
    path = f"{BPMN}extensionElements/{SPIFF}properties/{SPIFF}property"
    said = {p.get("name"): p.get("value", "") for p in node.iterfind(path)}
    form, ui = said.get("formJsonSchemaFilename"), said.get("formUiSchemaFilename")
    return form and form.removesuffix(FORM_ENDING), ui and ui.removesuffix(UI_ENDING)


def parameters(operator: etree._Element | None) -> tuple[tuple[str, str], ...]:
    if operator is None:
        return ()
    found = operator.iterfind(f"{SPIFF}parameters/{SPIFF}parameter")
    return tuple((p.get("id", ""), p.get("value", "")) for p in found)
