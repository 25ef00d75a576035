"""Valid answers to a form that say what one wants them to say."""

import itertools
import json
import math
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from app.cityhall.forms import rules
from app.cityhall.forms.rules import Answers, FormDefinition

Wanted = Mapping[tuple[str, ...], Sequence[Any]]
MOST_CORRECTIONS, MOST_COMBINATIONS, MOST_VARIED, MOST_ANSWERS = 40, 16, 2, 30
OF_FORMAT: Mapping[str, Any] = {
    "ro-cnp": "1800101221144",
    "ro-cui": "4340730",
    "ro-phone": "0721000101",
    "ro-postcode": "060071",
    "ro-cadastral": "234567",
    "ro-caen": "4711",
    "iban": "RO49AAAA1B31007593840000",
    "email": "ioana@exemplu.ro",
    "date": "2026-11-20",
}


@dataclass(frozen=True)
class Form:
    """A form, the choices of the hall for its fields, and answers that people gave it in scenarios."""

    definition: FormDefinition
    options: Mapping[str, Sequence[str]]
    seeds: Sequence[Answers] = ()

    def filled(self, given: Answers) -> dict[str, Any] | None:
        """The answers with all that is missing to be accepted; None when what is given cannot be."""
        answers = deepcopy(dict(given))
        for _ in range(MOST_CORRECTIONS):
            wrong = rules.errors(self.definition, answers)
            if not wrong:
                return rules.clean(self.definition, answers)
            missing = [error.field for error in wrong if error.key in {"required", "too_few"}]
            if not missing or not self._put(answers, missing[0]):
                return None
        return None

    def _put(self, answers: dict[str, Any], path: str) -> bool:
        schema = rules.field_schema(self.definition, path)
        if not schema:
            return False
        holder: Any = answers
        *above, last = path.split(".")
        for name in above:
            holder = holder[int(name)] if isinstance(holder, list) else holder.setdefault(name, {})
        value = self.sample(schema, path)
        if isinstance(holder, list):
            holder[int(last)] = value
        else:
            holder[last] = value
        return True

    def sample(self, schema: Mapping[str, Any], path: str) -> Any:
        """One value that the field takes."""
        if choices := self._choices(schema, path):
            return choices[0]
        kind = schema.get("type")
        if kind == "array":
            return [self.sample(schema.get("items", {}), path) for _ in range(schema.get("minItems", 1))]
        if kind == "object":
            needed = schema.get("required", ())
            return {name: self.sample(schema["properties"][name], f"{path}.{name}") for name in needed}
        if kind == "boolean":
            return True
        if kind in {"number", "integer"}:
            return _number(schema)
        return OF_FORMAT.get(schema.get("format", ""), "Text"[: schema.get("maxLength", 4)])

    def _choices(self, schema: Mapping[str, Any], path: str) -> list[Any]:
        if "const" in schema:
            return [schema["const"]]
        named = self.definition.ui.get("x-options", {}).get(rules.plain(path))
        if named in self.options and schema.get("type") != "array":
            return list(self.options[named])
        return [one["const"] for one in schema.get("oneOf", ()) if "const" in one] or schema.get("enum", [])

    def said(self) -> list[dict[str, Any]]:
        """What people said in scenarios, each once, as far as the form takes it."""
        found = (self.filled(answers) for answers in self.seeds)
        return list({json.dumps(one, sort_keys=True): one for one in found if one is not None}.values())

    def alternatives(self, wanted: Wanted) -> list[dict[str, Any]]:
        """Accepted answers that differ in what is asked about: every value alone, and together where few."""
        values = {path: self._values(path, said) for path, said in wanted.items() if self._knows(path)}
        found: dict[str, dict[str, Any]] = {}
        for given in self._given(values):
            answers = self.filled(given)
            if answers is not None:
                told = json.dumps([look(answers, path) for path in values], sort_keys=True, default=str)
                found.setdefault(told, answers)
            if len(found) == MOST_ANSWERS:
                break
        return list(found.values())

    def _given(self, values: Mapping[tuple[str, ...], list[Any]]) -> Iterator[dict[str, Any]]:
        bases: list[Answers] = [*self.seeds, {}]
        yield from map(dict, bases)
        for base, (path, choices) in itertools.product(bases[:MOST_VARIED], values.items()):
            yield from (_with(base, path, value) for value in choices)
        if math.prod(map(len, values.values())) <= MOST_COMBINATIONS:
            for combination in itertools.product(*values.values()):
                given = dict(bases[0])
                for path, value in zip(values, combination, strict=True):
                    given = _with(given, path, value)
                yield given

    def _knows(self, path: tuple[str, ...]) -> bool:
        return bool(path) and path[0] in rules.fields(self.definition)

    def _values(self, path: tuple[str, ...], said: Sequence[Any]) -> list[Any]:
        schema = rules.field_schema(self.definition, ".".join(path))
        choices = self._choices(schema, ".".join(path))
        if not choices and schema.get("type") == "boolean":
            choices = [True, False]
        if choices:
            return [*choices, None]
        there = self.sample(schema, ".".join(path)) if True in said else None
        return [there, *(value for value in said if not isinstance(value, bool)), None]


def _number(schema: Mapping[str, Any]) -> int | float:
    least = schema.get("minimum", schema.get("exclusiveMinimum", 0))
    value = least + 1 if "exclusiveMinimum" in schema or least == 0 else least
    most = schema.get("maximum", schema.get("exclusiveMaximum", value))
    return int(min(value, most)) if schema.get("type") == "integer" else min(value, most)


def _with(base: Answers, path: tuple[str, ...], value: Any) -> dict[str, Any]:
    """The answers with that said, or with nothing said there (None)."""
    changed = deepcopy(dict(base))
    holder: Any = changed
    for name in path[:-1]:
        holder = holder.setdefault(name, {})
        if not isinstance(holder, dict):
            return changed
    if value is None:
        holder.pop(path[-1], None)
    else:
        holder[path[-1]] = value
    return changed


def look(data: Any, path: Sequence[str]) -> Any:
    """What stands under a dotted name; None where nothing does."""
    for name in path:
        data = data.get(name) if isinstance(data, Mapping) else None
    return data
