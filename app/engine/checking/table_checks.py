"""What must hold before a procedure's decision tables may be published, each with the cell at fault."""

from collections.abc import Callable, Iterator
from itertools import combinations
from keyword import iskeyword

from app.engine.checking.problem import Problem
from app.engine.language import feel
from app.engine.language.decisions import AGGREGATIONS, POLICIES
from app.engine.language.expressions import FUNCTIONS, ExpressionError
from app.engine.reading.tables import Book, Rule, Table

TAKEN = frozenset({"answers", "case", "decided", "delivery", "settings"})  # in every case's data
MOST_COMPARED = 300  # rules; beyond that comparing each with each takes too long


def problems(book: Book) -> Iterator[Problem]:
    """All that stands against these decisions; a problem's element is the decision's id."""
    yield from (Problem(own, "id.repeated") for own in sorted(book.repeated))
    for table in book.tables.values():
        yield from _needs(book, table)
        yield from _shape(table)
        yield from _texts(table)
        if table.policy == "UNIQUE":
            yield from _overlaps(table)


def _needs(book: Book, table: Table) -> Iterator[Problem]:
    for needed in table.needs:
        if needed not in book.tables:
            yield Problem(table.id, "decision.unknown", {"decision": needed})
    if _leans_on(book, table.id):
        yield Problem(table.id, "decision.leans_on_itself")


def _leans_on(book: Book, own: str) -> bool:
    reached, todo = set[str](), [own]
    while todo:
        table = book.tables.get(todo.pop())
        following = set(table.needs if table else ()) - reached
        reached |= following
        todo += following
    return own in reached


def _shape(table: Table) -> Iterator[Problem]:
    if not _storable(table.result) or not all(_storable(output.text) for output in table.outputs):
        yield Problem(table.id, "decision.no_name", {"name": table.result})
    if table.formula is not None:
        return
    if not table.rules:
        yield Problem(table.id, "decision.no_rules")
    if not table.outputs:
        yield Problem(table.id, "decision.no_output")
    if table.policy not in POLICIES:
        yield Problem(table.id, "decision.policy", {"policy": table.policy})
    gathered = table.aggregation in AGGREGATIONS and table.policy == "COLLECT" and len(table.outputs) == 1
    if table.aggregation and not gathered:
        yield Problem(table.id, "decision.aggregation", {"aggregation": table.aggregation})


def _storable(name: str) -> bool:
    plain = name.isidentifier() and not iskeyword(name) and not name.startswith("_")
    return plain and name not in FUNCTIONS and name not in TAKEN


def _texts(table: Table) -> Iterator[Problem]:
    """Every expression of the table, with where it stands: a rule's number, a column's title."""
    if table.formula is not None:
        yield from _readable(table, feel.expression, table.formula)
    for column in table.inputs:
        yield from _readable(table, feel.expression, column.text, column=column.title)
    for column in table.outputs:
        yield from _readable(table, feel.expression, column.default or "None", column=column.title)
    for rule in table.rules:
        yield from _line(table, rule)


def _line(table: Table, rule: Rule) -> Iterator[Problem]:
    for column, text in zip(table.inputs, rule.cells, strict=True):
        yield from _readable(table, feel.cell, text, rule=rule.number, column=column.title)
    for column, text in zip(table.outputs, rule.answers, strict=True):
        yield from _readable(table, feel.expression, text or "None", rule=rule.number, column=column.title)


def _readable(table: Table, read: Callable[[str], str], text: str, **facts: object) -> Iterator[Problem]:
    try:
        read(text)
    except ExpressionError as error:
        yield Problem(table.id, "decision.refused", {**facts, "expression": text, "reason": error.reason})


def _overlaps(table: Table) -> Iterator[Problem]:
    """Rules that certainly match together: in every column they say the same, or one of them nothing."""
    for one, other in combinations(table.rules[:MOST_COMPARED], 2):
        if all(map(_meet, _plain(one), _plain(other))):
            yield Problem(table.id, "decision.rules_overlap", {"rules": [one.number, other.number]})


def _plain(rule: Rule) -> list[str]:
    return ["" if cell == "-" else "".join(cell.split()) for cell in rule.cells]


def _meet(one: str, other: str) -> bool:
    return not one or not other or one == other
