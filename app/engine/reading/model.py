"""A procedure's diagrams as plain values, read from the BPMN files without running anything.

What draws, explains or checks a diagram starts here; only running one needs the BPMN library.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain

from lxml import etree

from app.engine.reading import bpmn_xml, event_xml, tables
from app.engine.reading.bpmn_xml import BPMN, BPMNDI, CALLS, DC, HALL, SPIFF, Box, Point
from app.engine.reading.parts import Element, Event, Flow, Lane, Process, Rounds
from app.engine.reading.tables import Book
from app.refusal import Refusal

__all__ = ["CALLS", "Box", "Element", "Event", "Flow", "Lane", "Model", "Point", "Process", "Rounds", "read"]


@dataclass(frozen=True, slots=True)
class Model:
    """All diagrams of one procedure: its own and those that it calls."""

    main: str
    processes: Mapping[str, Process]
    elements: Mapping[str, Element]
    flows: Mapping[str, Flow]
    lanes: Mapping[str, Lane]
    repeated: frozenset[str] = frozenset()  # ids that stand for more than one thing
    decisions: Book = field(default_factory=Book)
    objects: frozenset[str] = frozenset()  # data objects
    stores: frozenset[str] = frozenset()  # data stores, which nobody can run

    def within(self, process: str) -> list[Element]:
        return [e for e in self.elements.values() if e.process == process]

    def starts(self, scope: str) -> list[Element]:
        return [e for e in self.elements.values() if e.scope == scope and e.kind == "startEvent"]

    def leaving(self, element: str) -> list[Flow]:
        return [f for f in self.flows.values() if f.source == element]

    def entering(self, element: str) -> list[Flow]:
        return [f for f in self.flows.values() if f.target == element]

    def attached(self, element: str) -> list[Element]:
        return [e for e in self.elements.values() if e.attached_to == element]

    def linked(self, throw: Element) -> list[Element]:
        """Where a link comes out."""
        if throw.kind != "intermediateThrowEvent" or throw.event is None or throw.event.kind != "link":
            return []
        ends = (e for e in self.elements.values() if e.kind == "intermediateCatchEvent")
        return [e for e in ends if e.scope == throw.scope and e.event == throw.event]

    def handlers(self, scope: str) -> list[Element]:
        """The start events of the event sub-processes that stand in a process or sub-process."""
        subs = [e for e in self.elements.values() if e.on_event and e.scope == scope]
        return [start for sub in subs for start in self.starts(sub.id)]


def read(files: Mapping[str, bytes], *, several: bool = False) -> Model:
    """The diagrams in `files` (by file name); the procedure's own is `procedure.bpmn`.

    With `several` its first process stands for the procedure where it has more than one: to look at them all.
    """
    diagrams = {name: content for name, content in files.items() if name.endswith(".bpmn")}
    drawings = [_Drawing(name, bpmn_xml.parse(name, content)) for name, content in diagrams.items()]
    elements = list(chain.from_iterable(d.elements() for d in drawings))
    flows = list(chain.from_iterable(d.flows() for d in drawings))
    lanes = list(chain.from_iterable(d.lanes.values() for d in drawings))
    return Model(
        main=_main(drawings, several=several),
        processes={p.id: p for d in drawings for p in d.processes()},
        elements={e.id: e for e in elements},
        flows={f.id: f for f in flows},
        lanes={lane.id: lane for lane in lanes},
        repeated=_repeated(drawings),
        decisions=tables.read(files),
        objects=frozenset(chain.from_iterable(d.named("dataObject") for d in drawings)),
        stores=frozenset(chain.from_iterable(d.named("dataStoreReference") for d in drawings)),
    )


def _main(drawings: list["_Drawing"], *, several: bool) -> str:
    own = [d for d in drawings if d.file.rpartition("/")[2] == "procedure.bpmn"] or drawings[:1]
    ids = [p.id for d in own for p in d.processes()]
    if not ids or (len(ids) > 1 and not several):
        raise Refusal("diagram.one_process", found=len(ids))
    return ids[0]


def _repeated(drawings: list["_Drawing"]) -> frozenset[str]:
    """Ids used twice: the BPMN library looks things up by any id, a parameter's too."""
    seen: set[str] = set()
    twice: set[str] = set()
    for drawing in drawings:
        own = list(drawing.ids())
        nodes = {i for i, is_node in own if is_node}
        others = {i for i, is_node in own if not is_node}
        twice |= (nodes & seen) | (nodes & others) | {i for i in nodes if own.count((i, True)) > 1}
        seen |= nodes
    return frozenset(twice)


class _Drawing:
    """One file: its tree and where things are drawn."""

    def __init__(self, file: str, root: etree._Element) -> None:
        self.file, self.root = file, root
        self.named_things = event_xml.named_things(root)
        self.references = event_xml.references(root)
        self.bounds = dict(bpmn_xml.boxes(root, DC + "Bounds"))
        self.labels = dict(bpmn_xml.boxes(root, f"{BPMNDI}BPMNLabel/{DC}Bounds"))
        self.points = dict(bpmn_xml.edges(root))
        self.lanes = {lane.id: lane for lane in self._lanes()}
        self.lane_of = {node: lane for lane in self.lanes.values() for node in lane.holds}

    def ids(self) -> Iterator[tuple[str, bool]]:
        """Every id inside the processes, and whether it is an element's or a flow's."""
        for process in self.root.iter(BPMN + "process"):
            for node in process.iter(etree.Element):
                if found := node.get("id"):
                    yield found, bpmn_xml.is_node(node) or bpmn_xml.local(node) == "sequenceFlow"

    def processes(self) -> list[Process]:
        pools = {p.get("processRef"): p.get("id") for p in self.root.iter(BPMN + "participant")}
        return [
            Process(node.get("id", ""), node.get("name", ""), node.get(HALL + "name_en", ""), self.file,
                    self.bounds.get(pools.get(node.get("id"))), node.get("isExecutable", "true") == "true")
            for node in self.root.iter(BPMN + "process")
        ]  # fmt: skip

    def named(self, kind: str) -> list[str]:
        return [node.get("id", "") for node in self.root.iter(BPMN + kind)]

    def elements(self) -> Iterator[Element]:
        for process in self.root.iter(BPMN + "process"):
            for node in filter(bpmn_xml.is_node, process.iter(etree.Element)):
                yield self._element(node, process.get("id", ""))

    def flows(self) -> Iterator[Flow]:
        for process in self.root.iter(BPMN + "process"):
            for node in process.iter(BPMN + "sequenceFlow"):
                yield self._flow(node, process.get("id", ""))

    def _lanes(self) -> Iterator[Lane]:
        for process in self.root.iter(BPMN + "process"):
            for node in process.iter(BPMN + "lane"):
                yield self._read_lane(node, process.get("id", ""))

    def _read_lane(self, node: etree._Element, process: str) -> Lane:
        own, names = node.get("id", ""), (node.get("name", ""), node.get(HALL + "name_en", ""))
        holds = frozenset((ref.text or "").strip() for ref in node.iterfind(BPMN + "flowNodeRef"))
        return Lane(own, process, *names, node.get(HALL + "role"), self.bounds.get(own), holds)

    def _flow(self, node: etree._Element, process: str) -> Flow:
        return Flow(
            id=node.get("id", ""),
            process=process,
            source=node.get("sourceRef", ""),
            target=node.get("targetRef", ""),
            condition=bpmn_xml.text(node, BPMN + "conditionExpression") or None,
            name=node.get("name", ""),
            name_en=node.get(HALL + "name_en", ""),
            points=self.points.get(node.get("id"), ()),
            label_bounds=self.labels.get(node.get("id")),
        )

    def _element(self, node: etree._Element, process: str) -> Element:
        own, operator = node.get("id", ""), node.find(f"{BPMN}extensionElements/{SPIFF}serviceTaskOperator")
        lane, scope = self._lane(node), node.getparent()
        form, ui = bpmn_xml.forms(node)
        event = event_xml.event(node, self.named_things)
        return Element(
            id=own,
            kind=bpmn_xml.local(node),
            name=node.get("name", ""),
            process=process,
            name_en=node.get(HALL + "name_en", ""),
            scope=scope.get("id", "") if scope is not None else process,
            lane=lane.id if lane else None,
            role=lane.role if lane else None,
            label=node.get(HALL + "label", ""),
            label_en=node.get(HALL + "label_en", ""),
            status=node.get(HALL + "status", ""),
            form=form,
            ui=ui,
            operation=operator.get("id") if operator is not None else None,
            parameters=bpmn_xml.parameters(operator),
            result=operator.get("resultVariable") if operator is not None else None,
            letter=node.get(HALL + "letter"),
            due=node.get(HALL + "due"),
            department=node.get(HALL + "department"),
            script=bpmn_xml.text(node, BPMN + "script"),
            decision=tables.asked(node),
            called=node.get("calledElement"),
            bounds=self.bounds.get(own),
            label_bounds=self.labels.get(own),
            attached_to=node.get("attachedToRef"),
            interrupting="false" not in {node.get("cancelActivity"), node.get("isInterrupting")},
            timer=event.expression if event and event.kind == "timer" else None,
            message=event.name if event and event.kind == "message" else None,
            default=node.get("default"),
            event=event,
            rounds=event_xml.rounds(node),
            on_event=node.get("triggeredByEvent") == "true",
            reads=event_xml.objects(node, "dataInputAssociation", "sourceRef", self.references),
            writes=event_xml.objects(node, "dataOutputAssociation", "targetRef", self.references),
            scripts=event_xml.scripts(node),
        )

    def _lane(self, node: etree._Element | None) -> Lane | None:
        """The lane that lists the node or what it stands in."""
        while node is not None:
            if found := self.lane_of.get(node.get("attachedToRef") or "") or self.lane_of.get(
                node.get("id") or ""
            ):
                return found
            node = node.getparent()
        return None
