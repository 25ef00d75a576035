"""What a diagram drawn elsewhere holds that this hall does not read: it is kept, and does nothing here.

The file itself is never changed: what we do not know survives because nobody writes it anew.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lxml import etree

from app.engine.reading import bpmn_xml
from app.engine.reading.bpmn_xml import BPMN, BPMNDI, DC, DI, HALL, SPIFF

XSI = "{http://www.w3.org/2001/XMLSchema-instance}"
XML = "{http://www.w3.org/XML/1998/namespace}"
BIOC = "{http://bpmn.io/schema/bpmn/biocolor/1.0}"
COLOR = "{http://www.omg.org/spec/BPMN/non-normative/color/1.0}"
READ = frozenset({BPMNDI, DC, DI, HALL, XSI, XML, BIOC, COLOR, ""})
SPIFF_READ = frozenset(
    {
        "serviceTaskOperator",
        "parameters",
        "parameter",
        "properties",
        "property",
        "preScript",
        "postScript",
        "calledDecisionId",
        "messagePayload",
        "messageVariable",
    }
)
# What our reader takes from BPMN itself, besides tasks, events, gateways and calls.
BPMN_READ = frozenset(
    {
        "definitions",
        "process",
        "collaboration",
        "participant",
        "laneSet",
        "childLaneSet",
        "lane",
        "flowNodeRef",
        "incoming",
        "outgoing",
        "extensionElements",
        "sequenceFlow",
        "conditionExpression",
        "condition",
        "script",
        "message",
        "signal",
        "error",
        "escalation",
        "timeDate",
        "timeDuration",
        "timeCycle",
        "multiInstanceLoopCharacteristics",
        "standardLoopCharacteristics",
        "loopCardinality",
        "loopCondition",
        "loopDataInputRef",
        "loopDataOutputRef",
        "inputDataItem",
        "outputDataItem",
        "completionCondition",
        "dataObject",
        "dataObjectReference",
        "dataInputAssociation",
        "dataOutputAssociation",
        "sourceRef",
        "targetRef",
        "source",
        "target",
    }
)
DECLARED = re.compile(rb"""^(\s*<\?xml[^>]*?encoding\s*=\s*["'])([A-Za-z0-9._-]{2,20})(["'])""")
ENCODINGS = frozenset(
    {"utf-16", "iso-8859-1", "iso-8859-2", "iso-8859-15", "windows-1250", "windows-1252", "us-ascii"}
)
UTF16 = (b"\xff\xfe", b"\xfe\xff")
WRITTEN_UTF16 = re.compile(r"""^(\s*<\?xml[^>]*?encoding\s*=\s*["'])([A-Za-z0-9._-]{2,20})(["'])""")


@dataclass(frozen=True)
class Strange:
    """An element or attribute of somebody else's namespace: on which elements of the diagram it stands."""

    space: str
    name: str
    attribute: bool
    on: tuple[str, ...]
    times: int


@dataclass(frozen=True)
class Foreign:
    """A foreign file told: who made it, what it holds, what of it is kept without being read."""

    made_by: str
    processes: tuple[str, ...]
    found: Mapping[str, int]  # tasks, events, gateways, calls by kind
    strange: tuple[Strange, ...]
    unread: Mapping[str, int]  # BPMN's own that changes nothing here


def look(name: str, content: bytes) -> Foreign:
    """Raises Refusal as `safe_xml.parse`, and `diagram.not_bpmn`."""
    root = bpmn_xml.parse(name, content)
    nodes = [node for node in root.iter(etree.Element) if bpmn_xml.is_node(node)]
    maker = (root.get("exporter", ""), root.get("exporterVersion", ""))
    return Foreign(
        made_by=" ".join(filter(None, maker)),
        processes=tuple(node.get("id", "") for node in root.iter(BPMN + "process")),
        found=Counter(bpmn_xml.local(node) for node in nodes),
        strange=tuple(_strange(root)),
        unread=Counter(_unread(root)),
    )


def as_utf8(content: bytes) -> bytes:
    """A file that says it is written in another way than UTF-8, in UTF-8; any other stays as it is.

    Modelers in a browser read every file as UTF-8, whatever it says.
    """
    try:
        if content.startswith(UTF16):
            text = content.decode("utf-16")
            return WRITTEN_UTF16.sub(r"\g<1>UTF-8\g<3>", text, count=1).encode()
        declared = DECLARED.match(content)
        if declared and declared[2].decode().lower() in ENCODINGS - {"utf-16"}:
            anew = content.decode(declared[2].decode()).encode()
            return DECLARED.sub(rb"\g<1>UTF-8\g<3>", anew, count=1)
    except UnicodeError:
        return content
    return content


def _strange(root: etree._Element) -> Iterator[Strange]:
    on: dict[tuple[str, str, bool], list[str]] = defaultdict(list)
    for node in root.iter(etree.Element):
        for tag, is_attribute in [(str(node.tag), False), *((str(key), True) for key in node.attrib)]:
            space, name = _apart(tag)
            if not _known(space, name):
                on[space, name, is_attribute].append(_owner(node))
    for (space, name, is_attribute), owners in on.items():
        yield Strange(space, name, is_attribute, tuple(dict.fromkeys(filter(None, owners))), len(owners))


def _known(space: str, name: str) -> bool:
    return space in READ or space == BPMN or (space == SPIFF and name in SPIFF_READ)


def _unread(root: etree._Element) -> Iterator[str]:
    for node in root.iter(etree.Element):
        space, name = _apart(str(node.tag))
        read = name in BPMN_READ or name.endswith("EventDefinition") or bpmn_xml.is_node(node)
        if space == BPMN and not read:
            yield name


def _owner(node: etree._Element | None) -> str:
    """The element of the diagram that something stands on: a task, a flow, a lane, the process."""
    while node is not None:
        if str(node.tag).startswith(BPMN) and node.get("id"):
            return str(node.get("id"))
        node = node.getparent()
    return ""


def _apart(tag: str) -> tuple[str, str]:
    space, bracket, name = tag.rpartition("}")
    return space + bracket, name
