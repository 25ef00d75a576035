"""Decision tables as plain values, read from DMN files as drawing programs write them.

Several decisions may stand in one file and lean on each other; a procedure's files together make its `Book`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from lxml import etree

from app.engine.reading import bpmn_xml, safe_xml
from app.engine.reading.bpmn_xml import local
from app.refusal import Refusal

DMN = frozenset(
    {
        "http://www.omg.org/spec/DMN/20151101/dmn.xsd",
        "http://www.omg.org/spec/DMN/20180521/MODEL/",
        "https://www.omg.org/spec/DMN/20191111/MODEL/",
        "https://www.omg.org/spec/DMN/20211108/MODEL/",
        "https://www.omg.org/spec/DMN/20230324/MODEL/",
    }
)


@dataclass(frozen=True, slots=True)
class Column:
    """An input, `text` being what is asked; or an output, `text` being its name."""

    id: str
    label: str
    text: str
    default: str = ""

    @property
    def title(self) -> str:
        return self.label or self.text


@dataclass(frozen=True, slots=True)
class Rule:
    """One line: `cells` against the inputs, `answers` for the outputs, `note` for whoever asks why."""

    id: str
    number: int
    cells: tuple[str, ...]
    answers: tuple[str, ...]
    note: str


@dataclass(frozen=True, slots=True)
class Table:
    """One decision. Without a table it is the single expression `formula`."""

    id: str
    name: str
    file: str
    policy: str = "UNIQUE"
    aggregation: str = ""
    inputs: tuple[Column, ...] = ()
    outputs: tuple[Column, ...] = ()
    rules: tuple[Rule, ...] = ()
    needs: tuple[str, ...] = ()
    formula: str | None = None

    @property
    def result(self) -> str:
        """The name under which the answer is kept: the only output's, else the decision's own."""
        if len(self.outputs) == 1:
            return self.outputs[0].text
        return self.name if self.name.isidentifier() else self.id


@dataclass(frozen=True, slots=True)
class Book:
    """All decisions of a procedure by id, and the ids that were used twice."""

    tables: Mapping[str, Table] = field(default_factory=dict)
    repeated: frozenset[str] = frozenset()

    def notes(self, rules: str) -> list[str]:
        """What the analyst wrote beside these rules, given as a run keeps them: ids with commas between."""
        wanted = rules.split(", ")
        every = {rule.id: rule.note for table in self.tables.values() for rule in table.rules}
        return [note for own in wanted if (note := every.get(own, ""))]


def read(files: Mapping[str, bytes]) -> Book:
    """The decisions of all `*.dmn` files (by file name). Raises Refusal."""
    tables: dict[str, Table] = {}
    repeated: set[str] = set()
    for name, content in sorted(files.items()):
        if not name.endswith(".dmn"):
            continue
        for table in _tables(name, content):
            repeated |= {table.id} & tables.keys()
            tables[table.id] = table
    return Book(tables, frozenset(repeated))


def asked(node: etree._Element) -> str | None:
    """The id of the decision that a business rule task asks for."""
    path = f"{bpmn_xml.BPMN}extensionElements/{bpmn_xml.SPIFF}calledDecisionId"
    return bpmn_xml.text(node, path)


def _tables(name: str, content: bytes) -> Iterator[Table]:
    root = safe_xml.parse(name, content)
    if etree.QName(root).namespace not in DMN or local(root) != "definitions":
        raise Refusal("decision.not_dmn", file=name)
    for node in _children(root, "decision"):
        yield _table(name, node)


def _table(name: str, node: etree._Element) -> Table:
    own, table, formula = _named(node), _child(node, "decisionTable"), _child(node, "literalExpression")
    needs = tuple(
        (required.get("href") or "").rpartition("#")[2]
        for need in _children(node, "informationRequirement")
        for required in _children(need, "requiredDecision")
    )
    if table is None:
        text = _text(formula) if formula is not None else ""
        output = _child(node, "variable")
        columns = (Column("", "", output.get("name") or ""),) if output is not None else ()
        return Table(*own, name, needs=needs, formula=text, outputs=columns)
    found = Table(
        *own,
        name,
        policy=(table.get("hitPolicy") or "UNIQUE").upper(),
        aggregation=(table.get("aggregation") or "").upper(),
        inputs=tuple(_input(column) for column in _children(table, "input")),
        outputs=tuple(_output(column) for column in _children(table, "output")),
        rules=tuple(_rule(rule, number) for number, rule in enumerate(_children(table, "rule"), 1)),
        needs=needs,
    )
    for rule in found.rules:
        if len(rule.cells) != len(found.inputs) or len(rule.answers) != len(found.outputs):
            raise Refusal("decision.uneven_rule", file=name, decision=found.id, rule=rule.number)
    return found


def _named(node: etree._Element) -> tuple[str, str]:
    return node.get("id") or "", (node.get("name") or "").strip()


def _input(node: etree._Element) -> Column:
    said = _child(node, "inputExpression")
    return Column(node.get("id") or "", node.get("label") or "", _text(said) if said is not None else "")


def _output(node: etree._Element) -> Column:
    default = _child(node, "defaultOutputEntry")
    said = _text(default) if default is not None else ""
    return Column(node.get("id") or "", node.get("label") or "", (node.get("name") or "").strip(), said)


def _rule(node: etree._Element, number: int) -> Rule:
    notes = [*map(_text, _children(node, "annotationEntry")), _own_text(node, "description")]
    return Rule(
        node.get("id") or f"rule_{number}",
        number,
        tuple(_text(cell) for cell in _children(node, "inputEntry")),
        tuple(_text(answer) for answer in _children(node, "outputEntry")),
        " ".join(note for note in notes if note),
    )


def _children(node: etree._Element, kind: str) -> list[etree._Element]:
    return [child for child in node if local(child) == kind]


def _child(node: etree._Element, kind: str) -> etree._Element | None:
    return next(iter(_children(node, kind)), None)


def _text(node: etree._Element) -> str:
    return _own_text(node, "text")


def _own_text(node: etree._Element, kind: str) -> str:
    found = _child(node, kind)
    return (found.text or "").strip() if found is not None else ""
