"""Reading events, rounds and data objects out of BPMN's XML."""

from collections.abc import Mapping

from lxml import etree

from app.engine.reading import bpmn_xml
from app.engine.reading.bpmn_xml import BPMN, HALL, SPIFF
from app.engine.reading.parts import Event, Rounds

ENDING = "EventDefinition"
CARRIERS = frozenset({"sendTask", "receiveTask"})
TIMES = ("timeDate", "timeDuration", "timeCycle")
NAMED = ("message", "signal", "error", "escalation")
MULTI = BPMN + "multiInstanceLoopCharacteristics"
LOOP = BPMN + "standardLoopCharacteristics"


def named_things(root: etree._Element) -> dict[str, etree._Element]:
    """Messages, signals, errors and escalations of a file, by id."""
    return {node.get("id", ""): node for kind in NAMED for node in root.iter(BPMN + kind)}


def references(root: etree._Element) -> dict[str, str]:
    """Which data object each reference on the drawing stands for."""
    found = root.iter(BPMN + "dataObjectReference")
    return {node.get("id", ""): node.get("dataObjectRef", "") for node in found}


def event(node: etree._Element, named: Mapping[str, etree._Element]) -> Event | None:
    """What the element throws or catches, if anything."""
    if bpmn_xml.local(node) in CARRIERS:
        return _event(node, "message", node, named)
    found = [child for child in node.iterchildren(etree.Element) if bpmn_xml.local(child).endswith(ENDING)]
    if len(found) > 1:
        return Event("several")
    kind = bpmn_xml.local(found[0]).removesuffix(ENDING) if found else ""
    return _event(found[0], kind, node, named) if found else None


def _event(
    said: etree._Element, kind: str, node: etree._Element, named: Mapping[str, etree._Element]
) -> Event:
    thing = named.get(said.get(f"{kind}Ref", ""))
    code = thing.get(f"{kind}Code") if thing is not None else None
    name = thing.get("name", "") if thing is not None else said.get("name", "") if kind == "link" else ""
    time = next((t for t in TIMES if said.find(BPMN + t) is not None), "")
    expression = bpmn_xml.text(said, BPMN + (time or "condition")) or ""
    payload, variable = (bpmn_xml.text(said, f".//{SPIFF}message{part}") for part in ("Payload", "Variable"))
    about = node.get(HALL + "correlation")
    return Event(kind, name, code, time, expression, payload, variable, about)


def rounds(node: etree._Element) -> Rounds | None:
    """The loop or multi-instance that an activity is marked as."""
    if (loop := node.find(LOOP)) is not None:
        condition = bpmn_xml.text(loop, BPMN + "loopCondition") or ""
        return Rounds("loop", over=condition, most=loop.get("loopMaximum", ""))
    if (multi := node.find(MULTI)) is None:
        return None
    count, items = (bpmn_xml.text(multi, BPMN + kind) for kind in ("loopCardinality", "loopDataInputRef"))
    return Rounds(
        kind="sequential" if multi.get("isSequential") == "true" else "parallel",
        over=count or items or "",
        counted=count is not None,
        item=_id(multi, "inputDataItem"),
        results=bpmn_xml.text(multi, BPMN + "loopDataOutputRef") or "",
        result=_id(multi, "outputDataItem"),
        until=bpmn_xml.text(multi, BPMN + "completionCondition") or "",
    )


def objects(node: etree._Element, kind: str, end: str, known: Mapping[str, str]) -> tuple[str, ...]:
    """The data objects at the other end of an element's data associations."""
    ends = (bpmn_xml.text(found, BPMN + end) or "" for found in node.iterfind(BPMN + kind))
    return tuple(known.get(end, end) for end in ends)


def scripts(node: etree._Element) -> tuple[str, ...]:
    """What is computed before and after the element."""
    kinds = ("preScript", "postScript")
    found = (bpmn_xml.text(node, f"{BPMN}extensionElements/{SPIFF}{kind}") for kind in kinds)
    return tuple(text for text in found if text)


def _id(node: etree._Element, kind: str) -> str:
    found = node.find(BPMN + kind)
    return "" if found is None else found.get("id", "")
