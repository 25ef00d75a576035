"""What a decision table says about a case, and which of its rules said so.

The library's own engine takes FIRST for every policy, knows no ranges and gives silently nothing where no
rule matches; ours answers by DMN's hit policies or says in words why it cannot.
"""

from collections import ChainMap
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.engine.language import expressions, feel
from app.engine.language.expressions import Effort, ExpressionError
from app.engine.language.values import as_result
from app.engine.reading.tables import Book, Rule, Table

EFFORT = 100_000  # a thousand rules of some columns
POLICIES = frozenset({"UNIQUE", "FIRST", "ANY", "RULE ORDER", "COLLECT"})
SEVERAL = frozenset({"RULE ORDER", "COLLECT"})

Names = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Decision:
    """The answer to one question; `rules` are the ids of those that decided, `notes` what stands beside."""

    table: str
    result: str
    value: Any
    rules: tuple[str, ...]
    notes: tuple[str, ...]


class DecisionError(ExpressionError):
    """A decision that cannot be taken: `key` names why, `facts` where and on what."""

    def __init__(self, key: str, table: str, expression: str = "", **facts: object) -> None:
        place = "".join(f", {name} {facts[name]}" for name in ("rule", "rules", "column") if name in facts)
        reason = f" ({facts['reason']})" if "reason" in facts else ""
        super().__init__(f"{key}: {table}{place}{reason}", expression)
        self.key = key
        self.facts = {"decision": table, **facts}


def decide(book: Book, decision: str, names: Names) -> Decision:
    """The decision over these names. Raises DecisionError."""
    return decide_all(book, decision, names)[-1]


def decide_all(book: Book, decision: str, names: Names) -> list[Decision]:
    """The decision last, before it those that it leans on."""
    sitting = _Sitting(book, names)
    sitting.take(decision, ())
    return list(sitting.taken.values())


@dataclass(frozen=True, slots=True)
class Alternative:
    """A rule as the table has it: what it `said` (None where that depends), and whether it `always` holds."""

    said: Any
    always: bool
    note: str


def alternatives(book: Book, decision: str, names: Names | None = None) -> list[Alternative]:
    """The rules of one table that may hold, whatever is answered; `names` rule out those of other days.

    Raises DecisionError `decision.unknown`.
    """
    table = book.tables.get(decision)
    if table is None:
        raise DecisionError("decision.unknown", decision)
    asked = _Question(table, {**(names or {})}, Effort(EFFORT))
    return [asked.alternative(rule) for rule in table.rules if names is None or asked.may_hold(rule)]


class _Sitting:
    """Decisions taken together: each once, those that are needed first."""

    def __init__(self, book: Book, names: Names) -> None:
        self.book, self.effort = book, Effort(EFFORT)
        self.said: dict[str, Any] = {}
        self.names: Names = ChainMap(self.said, dict(names))
        self.taken: dict[str, Decision] = {}

    def take(self, own: str, above: tuple[str, ...]) -> None:
        if own in self.taken:
            return
        table = self.book.tables.get(own)
        if table is None:
            raise DecisionError("decision.unknown", own)
        if own in above:
            raise DecisionError("decision.leans_on_itself", own)
        for needed in table.needs:
            self.take(needed, (*above, own))
        found = _Question(table, self.names, self.effort).answer()
        self.taken[own] = found
        self.said[found.result] = found.value


class _Question:
    """One table and the names it is asked over."""

    def __init__(self, table: Table, names: Names, effort: Effort) -> None:
        self.table, self.names, self.effort = table, names, effort

    def answer(self) -> Decision:
        table = self.table
        if table.formula is not None:
            return self._decided(self._value(table.formula, self.names), ())
        if table.policy not in POLICIES:
            raise DecisionError("decision.policy", table.id, policy=table.policy)
        asked = [self._value(c.text, self.names, column=c.title) for c in table.inputs]
        seen = [ChainMap({feel.INPUT: value}, dict(self.names)) for value in asked]
        matching = [rule for rule in table.rules if self._matches(rule, seen)]
        if table.policy in SEVERAL:
            return self._decided(self._several(matching), matching)
        if not matching:
            return self._decided(self._default(asked), ())
        return self._decided(*self._one(matching))

    def _matches(self, rule: Rule, seen: Sequence[Names]) -> bool:
        for column, cell, names in zip(self.table.inputs, rule.cells, seen, strict=True):
            facts = {"rule": rule.number, "column": column.title}
            if self._computed(feel.cell, cell, names, **facts) is not True:
                return False
        return True

    def alternative(self, rule: Rule) -> Alternative:
        try:
            said = self._said(rule)
        except DecisionError:
            said = None
        always = all(feel.cell(cell) == feel.ANYTHING for cell in rule.cells)
        return Alternative(said, always, rule.note)

    def may_hold(self, rule: Rule) -> bool:
        """Do the columns that ask no answer let it?"""
        for column, cell in zip(self.table.inputs, rule.cells, strict=True):
            if "answers" in column.text or "answers" in cell:
                continue
            asked = self._value(column.text, self.names, column=column.title)
            seen = ChainMap({feel.INPUT: asked}, dict(self.names))
            if self._computed(feel.cell, cell, seen, rule=rule.number, column=column.title) is not True:
                return False
        return True

    def _one(self, matching: list[Rule]) -> tuple[Any, list[Rule]]:
        first = self._said(matching[0])
        if self.table.policy == "UNIQUE" and len(matching) > 1:
            self._disagree("decision.several_rules", matching)
        if self.table.policy == "ANY":
            if any(self._said(rule) != first for rule in matching[1:]):
                self._disagree("decision.rules_disagree", matching)
            return first, matching
        return first, matching[:1]

    def _disagree(self, key: str, matching: list[Rule]) -> None:
        raise DecisionError(key, self.table.id, rules=" + ".join(str(rule.number) for rule in matching))

    def _several(self, matching: list[Rule]) -> Any:
        values = [self._said(rule) for rule in matching]
        gather = AGGREGATIONS.get(self.table.aggregation)
        if gather is None:
            return values
        try:
            return as_result(gather(values))
        except (TypeError, ValueError) as error:
            raise DecisionError("decision.aggregation", self.table.id, reason=str(error)) from error

    def _said(self, rule: Rule) -> Any:
        return self._shaped([
            self._value(text, self.names, rule=rule.number, column=column.title)
            for column, text in zip(self.table.outputs, rule.answers, strict=True)
        ])  # fmt: skip

    def _default(self, asked: list[Any]) -> Any:
        outputs = self.table.outputs
        if any(column.default for column in outputs):
            return self._shaped([self._value(c.default, self.names, column=c.title) for c in outputs])
        inputs = {column.title: value for column, value in zip(self.table.inputs, asked, strict=True)}
        raise DecisionError("decision.no_rule", self.table.id, column=" + ".join(inputs), inputs=inputs)

    def _shaped(self, values: list[Any]) -> Any:
        if len(values) == 1:
            return values[0]
        return {column.text: value for column, value in zip(self.table.outputs, values, strict=True)}

    def _value(self, text: str, names: Names, **facts: object) -> Any:
        return self._computed(feel.expression, text, names, **facts) if text else None

    def _computed(self, read: Callable[[str], str], text: str, names: Names, **facts: object) -> Any:
        try:
            return expressions.evaluate(read(text), names, self.effort)
        except ExpressionError as error:
            raise DecisionError("decision.cell", self.table.id, text, **facts, reason=error.reason) from error

    def _decided(self, value: Any, rules: Sequence[Rule]) -> Decision:
        notes = tuple(rule.note for rule in rules if rule.note)
        return Decision(self.table.id, self.table.result, value, tuple(rule.id for rule in rules), notes)


def _numbers(values: list[Any]) -> list[Any]:
    if any(type(value) not in (int, float) for value in values):
        raise TypeError("only numbers can be added up or compared")
    return values


AGGREGATIONS: Mapping[str, Callable[[list[Any]], Any]] = {
    "SUM": lambda values: sum(_numbers(values)),
    "MIN": lambda values: min(_numbers(values), default=None),
    "MAX": lambda values: max(_numbers(values), default=None),
    "COUNT": len,
}
