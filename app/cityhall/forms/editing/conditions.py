"""When a field is asked or needed: always, never, when some questions have some answers, or something
that only the JSON can say.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Literal, NamedTuple

Scalar = str | bool | int | float
Condition = Mapping[str, Sequence[Scalar]]


class Rule(NamedTuple):
    """`when`: each of these questions has one of these answers; `unless`: not so, which only JSON can set."""

    kind: Literal["always", "never", "when", "unless", "complicated"]
    when: Condition = {}

    @property
    def fixed(self) -> bool:
        """Kept as it is: the editor has no boxes for it."""
        return self.kind in {"unless", "complicated"}


ALWAYS, NEVER, COMPLICATED = Rule("always"), Rule("never"), Rule("complicated")


def when(condition: Condition) -> Rule:
    """A rule out of what was ticked; nothing ticked is always."""
    said = {name: list(values) for name, values in condition.items() if values}
    return Rule("when", said) if said else ALWAYS


def alike(one: Rule, other: Rule) -> bool:
    """Two rules that say the same, in whatever order."""
    return one.kind == other.kind and _plain(one.when) == _plain(other.when)


def _plain(condition: Condition) -> dict[str, set[tuple[bool, Scalar]]]:
    return {
        name: {(isinstance(value, bool), value) for value in values} for name, values in condition.items()
    }


def read_if(schema: Any) -> Rule:
    """An `if` as a rule; COMPLICATED for what the editor cannot say."""
    if not isinstance(schema, dict) or set(schema) != {"properties", "required"}:
        return COMPLICATED
    properties, needed = schema["properties"], schema["required"]
    if not isinstance(properties, dict) or not isinstance(needed, list) or set(needed) != set(properties):
        return COMPLICATED
    said = {name: _answers(spec) for name, spec in properties.items()}
    if not said or any(values is None for values in said.values()):
        return COMPLICATED
    return Rule("when", {name: values or [] for name, values in said.items()})


def _answers(spec: Any) -> list[Scalar] | None:
    if not isinstance(spec, dict) or len(spec) != 1:
        return None
    if "contains" in spec:
        inner = spec["contains"]
        return None if isinstance(inner, dict) and "contains" in inner else _answers(inner)
    values = [spec["const"]] if "const" in spec else spec.get("enum")
    if not isinstance(values, list) or not all(isinstance(one, str | bool | int | float) for one in values):
        return None
    return values or None


def write_if(condition: Condition, several: Sequence[str]) -> dict[str, Any]:
    """A rule as an `if`; `several` are the questions that take several answers."""
    properties = {
        name: {"contains": _spec(values)} if name in several else _spec(values)
        for name, values in condition.items()
    }
    return {"properties": properties, "required": list(properties)}


def _spec(values: Sequence[Scalar]) -> dict[str, Any]:
    return {"const": values[0]} if len(values) == 1 else {"enum": list(values)}


def answers_for(condition: Condition, several: Sequence[str]) -> dict[str, Any]:
    """Answers with which the rule holds."""
    return {name: [values[0]] if name in several else values[0] for name, values in condition.items()}
