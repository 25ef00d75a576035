"""Where a field stands: its schema, the part that asks for it, and its place in the ui file."""

from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from app.cityhall.forms.editing.conditions import ALWAYS, COMPLICATED, Rule, read_if
from app.cityhall.forms.editing.files import FormFiles, Node
from app.refusal import Refusal


class Part(NamedTuple):
    """A part of a schema that may ask for fields, and when it counts."""

    schema: Node
    rule: Rule


def parts(schema: Node) -> list[Part]:
    """The schema itself and every branch of its conditions."""
    return list(_parts(schema, ALWAYS))


def _parts(schema: Node, rule: Rule) -> Iterator[Part]:
    yield Part(schema, rule)
    for inner in schema.get("allOf", ()):
        yield from _parts(inner, rule)
    if "if" in schema:
        when = read_if(schema["if"]) if rule == ALWAYS else COMPLICATED
        for branch, counts in (("then", when), ("else", _opposite(when))):
            if branch in schema:
                yield from _parts(schema[branch], counts)


def _opposite(rule: Rule) -> Rule:
    return Rule("unless", rule.when) if rule.kind == "when" else COMPLICATED


def owners(form: FormFiles, name: str) -> list[Part]:
    """The parts that ask for a field; nearly always one."""
    return [part for part in parts(form.schema) if name in part.schema.get("properties", {})]


def needing(form: FormFiles, name: str) -> list[Part]:
    """The parts that need an answer to a field."""
    return [part for part in parts(form.schema) if name in part.schema.get("required", ())]


def fields(form: FormFiles) -> dict[str, Node]:
    """Every field with its schema, the first where several parts ask for it."""
    found: dict[str, Node] = {}
    for part in parts(form.schema):
        for name, schema in part.schema.get("properties", {}).items():
            found.setdefault(name, schema)
    return found


def holder(form: FormFiles, path: str) -> Node:
    """The schema whose `properties` have the field: a part, a block or a repeated row.

    Raises Refusal `form_edit.no_field`.
    """
    names = path.split(".")
    there = owners(form, names[0])
    if not there:
        raise Refusal("form_edit.no_field", field=path[:80])
    found = there[0].schema
    for above, name in pairwise(names):
        found = inside(found["properties"][above])
        if name not in found.get("properties", {}):
            raise Refusal("form_edit.no_field", field=path[:80])
    return found


def inside(schema: Node) -> Node:
    """What has the properties of a block: the block, or a row of what is repeated."""
    found: Node = schema.get("items", {}) if schema.get("type") == "array" else schema
    return found


def schema_of(form: FormFiles, path: str) -> Node:
    """The schema of a field. Raises Refusal `form_edit.no_field`."""
    found: Node = holder(form, path)["properties"][path.rsplit(".", 1)[-1]]
    return found


def inner_names(form: FormFiles, path: str) -> list[str]:
    """The fields of a block or of a repeated row."""
    return list(inside(schema_of(form, path)).get("properties", {}))


def ui_of(form: FormFiles, path: str) -> Node:
    """How a field is asked; an empty one, not in the file, where nothing is said."""
    found = form.ui
    for name in path.split("."):
        found = found.get(name, {})
    return found


def ui_made(form: FormFiles, path: str) -> Node:
    """The same to be changed: in the file from now on."""
    found = form.ui
    for name in path.split("."):
        found = found.setdefault(name, {})
    return found


def tidy_ui(form: FormFiles, path: str) -> None:
    """A place in the ui file that says nothing any more is taken away, and those above it."""
    names = path.split(".")
    while names:
        above = ui_of(form, ".".join(names[:-1])) if names[:-1] else form.ui
        if above.get(names[-1]) != {}:
            return
        del above[names[-1]]
        names.pop()
