"""A diagram that an analyst edits: steps and arrows, changed a little, drawn as BPMN."""

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from itertools import pairwise
from xml.sax.saxutils import escape, quoteattr

from app.engine import diagram
from app.engine.diagram import Diagram
from tests.engine.procedures import HEAD

MESSAGES = '<bpmn:message id="m_signed" name="signed"/><bpmn:message id="m_sealed" name="sealed"/>'


@dataclass
class Node:
    """One step: its BPMN kind, its attributes, what stands inside, and the sub-process that holds it."""

    kind: str
    inside: str = ""
    within: str = ""
    name: str = ""
    said: dict[str, str] = field(default_factory=dict)


@dataclass
class Draft:
    """Steps by id, and arrows as (from, to): condition."""

    nodes: dict[str, Node] = field(default_factory=dict)
    arrows: dict[tuple[str, str], str] = field(default_factory=dict)

    def copy(self) -> "Draft":
        return deepcopy(self)

    def diagram(self) -> Diagram:
        return diagram.parse(self.files())

    def files(self) -> dict[str, bytes]:
        text = f'{HEAD}{MESSAGES}<bpmn:process id="desk" isExecutable="true">{self._drawn("")}</bpmn:process>'
        return {"procedure.bpmn": f"{text}</bpmn:definitions>".encode()}

    def _drawn(self, within: str) -> str:
        own = {name: node for name, node in self.nodes.items() if node.within == within}
        steps = (self._node(name, node) for name, node in own.items())
        arrows = (self._arrow(*ends) for ends in self.arrows if ends[0] in own)
        return "".join([*steps, *arrows])

    def _node(self, name: str, node: Node) -> str:
        said = "".join(f" {key}={quoteattr(value)}" for key, value in node.said.items())
        if node.kind == "exclusiveGateway":
            otherwise = [
                f"{a}-{b}" for (a, b), condition in self.arrows.items() if a == name and not condition
            ]
            said += f' default="{otherwise[0]}"' if otherwise else ""
        inside = node.inside + self._drawn(name)
        return f'<bpmn:{node.kind} id="{name}" name={quoteattr(node.name)}{said}>{inside}</bpmn:{node.kind}>'

    def _arrow(self, source: str, target: str) -> str:
        condition = self.arrows[source, target]
        inside = condition and f"<bpmn:conditionExpression>{escape(condition)}</bpmn:conditionExpression>"
        return (
            f'<bpmn:sequenceFlow id="{source}-{target}" sourceRef="{source}" targetRef="{target}">'
            f"{inside}</bpmn:sequenceFlow>"
        )

    def before(self, name: str) -> list[str]:
        return [a for a, b in self.arrows if b == name]

    def after(self, name: str) -> list[str]:
        return [b for a, b in self.arrows if a == name]

    def insert(self, source: str, target: str, name: str, node: Node) -> None:
        """A new step on an arrow."""
        self.nodes[name] = node
        self.arrows[source, name] = self.arrows.pop((source, target))
        self.arrows[name, target] = ""

    def remove(self, name: str) -> None:
        """Take a step out, with its boundary events; the arrows close over the gap."""
        (target,) = self.after(name)
        for source in self.before(name):
            self.arrows[source, target] = self.arrows.pop((source, name))
        del self.arrows[name, target]
        del self.nodes[name]
        for event in self.boundaries(name):
            self.cut(event)

    def cut(self, event: str) -> None:
        """Take a boundary event away, with what follows it alone."""
        following = self.after(event)
        del self.nodes[event]
        self.arrows = {ends: said for ends, said in self.arrows.items() if event not in ends}
        for name in following:
            if not self.before(name):
                self.cut(name)

    def rename(self, name: str, new: str) -> None:
        """Another id for the same step."""
        self.nodes = {new if own == name else own: node for own, node in self.nodes.items()}
        self.arrows = {
            (new if a == name else a, new if b == name else b): said.replace(f"{name}.", f"{new}.")
            for (a, b), said in self.arrows.items()
        }
        for node in self.nodes.values():
            node.within = new if node.within == name else node.within
            if node.said.get("attachedToRef") == name:
                node.said["attachedToRef"] = new

    def boundaries(self, name: str) -> list[str]:
        return [own for own, node in self.nodes.items() if node.said.get("attachedToRef") == name]

    def steps(self) -> Iterator[str]:
        """What can be taken out: one way in or more, one way out, nothing inside."""
        for name, node in self.nodes.items():
            if node.kind.endswith("Task") and len(self.after(name)) == 1 and self.before(name):
                yield name


def user(name: str, **rest: str) -> Node:
    form = f'<spiffworkflow:property name="formJsonSchemaFilename" value="{name}.schema.json"/>'
    inside = f"<bpmn:extensionElements><spiffworkflow:properties>{form}</spiffworkflow:properties>"
    return Node("userTask", f"{inside}</bpmn:extensionElements>", name=f"Pasul {name}", **rest)


def service(operation: str) -> Node:
    operator = f'<spiffworkflow:serviceTaskOperator id="{operation}"><spiffworkflow:parameters/>'
    inside = f"{operator}</spiffworkflow:serviceTaskOperator>"
    return Node("serviceTask", f"<bpmn:extensionElements>{inside}</bpmn:extensionElements>")


def timer(attached: str, duration: str, interrupting: bool) -> Node:
    inside = f"<bpmn:timerEventDefinition><bpmn:timeDuration>'{duration}'</bpmn:timeDuration>"
    said = {"attachedToRef": attached, "cancelActivity": str(interrupting).lower()}
    return Node("boundaryEvent", f"{inside}</bpmn:timerEventDefinition>", said=said)


def receive(message: str) -> Node:
    return Node("receiveTask", said={"messageRef": f"m_{message}"})


def each(variable: str) -> str:
    """For each item of a list, all at once."""
    return (
        f"<bpmn:multiInstanceLoopCharacteristics><bpmn:loopDataInputRef>{variable}</bpmn:loopDataInputRef>"
        '<bpmn:inputDataItem id="one" name="one"/></bpmn:multiInstanceLoopCharacteristics>'
    )


def desk() -> Draft:
    """A permit: two branches that meet, a term and a reminder on the decision, a round, a hand-over."""
    votes = user("votes")
    votes.inside += each("members")
    nodes = {
        "go": Node("startEvent"),
        "check": user("check"),
        "fork": Node("parallelGateway"),
        "opinion": user("opinion"),
        "measure": service("op_measure"),
        "seal": user("seal"),
        "meet": Node("parallelGateway", name="Se întâlnesc"),
        "decide": user("decide"),
        "reminder": timer("decide", "P3D", interrupting=False),
        "reminded": Node("endEvent"),
        "term": timer("decide", "P10D", interrupting=True),
        "expired": Node("endEvent"),
        "good": Node("exclusiveGateway"),
        "rework": user("rework"),
        "votes": votes,
        "hand": Node("subProcess", name="Predare"),
        "hand_go": Node("startEvent", within="hand"),
        "give": user("give", within="hand"),
        "hand_stop": Node("endEvent", within="hand"),
        "signing": receive("signed"),
        "archive": user("archive"),
        "stop": Node("endEvent"),
    }
    ways = "go>check>fork>opinion>meet fork>measure>seal>meet>decide>good>votes>hand>signing>archive>stop"
    ways += " rework>decide reminder>reminded term>expired hand_go>give>hand_stop"
    arrows = {pair: "" for way in ways.split() for pair in _pairs(way.split(">"))}
    return Draft(nodes, {**arrows, ("good", "rework"): 'decide.decision == "no"'})


def _pairs(names: list[str]) -> Iterator[tuple[str, str]]:
    return pairwise(names)
