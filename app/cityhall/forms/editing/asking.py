"""Reading and changing when a field is asked and when it needs an answer."""

import copy
from typing import NamedTuple

from app.cityhall.forms.editing.conditions import (
    ALWAYS,
    COMPLICATED,
    NEVER,
    Condition,
    Rule,
    alike,
    read_if,
    write_if,
)
from app.cityhall.forms.editing.files import FormFiles, Node
from app.cityhall.forms.editing.places import Part, fields, holder, needing, owners, parts
from app.refusal import Refusal


class Asked(NamedTuple):
    """`needed` ALWAYS means: whenever it is shown."""

    shown: Rule
    needed: Rule


def asked(form: FormFiles, path: str) -> Asked:
    """When a field is shown and when it must be answered."""
    if "." in path:
        within = holder(form, path)
        return Asked(ALWAYS, ALWAYS if path.rsplit(".", 1)[-1] in within.get("required", ()) else NEVER)
    there, need = owners(form, path), needing(form, path)
    shown = there[0].rule if len(there) == 1 else COMPLICATED
    return Asked(shown, _needed(there, need))


def _needed(there: list[Part], need: list[Part]) -> Rule:
    if not need:
        return NEVER
    if len(there) > 1 or len(need) > 1:
        return COMPLICATED
    return ALWAYS if there and need[0].schema is there[0].schema else need[0].rule


def ask(form: FormFiles, path: str, wanted: Asked) -> None:
    """Show and need a field as wanted. What is complicated stays; so does what already is as wanted."""
    now = asked(form, path)
    if "." in path:
        if wanted.needed.kind != now.needed.kind:
            _mark(holder(form, path), path.rsplit(".", 1)[-1], needed=wanted.needed == ALWAYS)
        return
    shown = now.shown if now.shown.fixed or wanted.shown.fixed else wanted.shown
    needed = now.needed if now.needed.fixed or wanted.needed.fixed else wanted.needed
    _check(path, shown, needed)
    if not alike(shown, now.shown):
        _move(form, path, shown, was_needed=now.needed == ALWAYS)
        now = asked(form, path)
    if not alike(needed, now.needed):
        _need(form, path, needed)


def _check(path: str, shown: Rule, needed: Rule) -> None:
    if path in shown.when or path in needed.when:
        raise Refusal("form_edit.condition_on_itself", field=path)


def _move(form: FormFiles, name: str, shown: Rule, *, was_needed: bool) -> None:
    owner = owners(form, name)[0].schema
    schema = owner["properties"].pop(name)
    if was_needed:
        _mark(owner, name, needed=False)
    target = _part_for(form, shown)
    target.setdefault("properties", {})[name] = schema
    if was_needed:
        _mark(target, name, needed=True)
    prune(form)


def _need(form: FormFiles, name: str, needed: Rule) -> None:
    for part in needing(form, name):
        _mark(part.schema, name, needed=False)
    if needed == ALWAYS:
        _mark(owners(form, name)[0].schema, name, needed=True)
    elif needed.kind == "when":
        _mark(_part_for(form, needed), name, needed=True)
    prune(form)


def _mark(part: Node, name: str, *, needed: bool) -> None:
    if needed:
        part.setdefault("required", []).append(name)
    elif name in part.get("required", ()):
        part["required"].remove(name)


def _part_for(form: FormFiles, rule: Rule) -> Node:
    """The part that counts with this rule, a new one where there is none."""
    if rule.kind != "when":
        return form.schema
    for part in parts(form.schema):
        if alike(part.rule, rule):
            return part.schema
    made: Node = {"if": write_if(rule.when, several(form)), "then": {"properties": {}}}
    form.schema.setdefault("allOf", []).append(made)
    branch: Node = made["then"]
    return branch


def several(form: FormFiles) -> list[str]:
    """The questions that take several answers."""
    return [name for name, schema in fields(form).items() if schema.get("type") == "array"]


def prune(form: FormFiles) -> None:
    """Take away conditions of ours that call up nothing any more."""
    if "allOf" not in form.schema:
        return
    form.schema["allOf"] = [one for one in form.schema["allOf"] if not _is_empty(one)]
    if not form.schema["allOf"]:
        del form.schema["allOf"]


def _is_empty(one: Node) -> bool:
    if set(one) != {"if", "then"} or set(one["then"]) - {"properties", "required"}:
        return False
    return not one["then"].get("properties") and not one["then"].get("required")


def used_by(form: FormFiles, name: str) -> list[str]:
    """The fields whose condition looks at this one; "…" for conditions that the editor cannot read."""
    found = []
    for part in parts(form.schema):
        if name in part.rule.when:
            found += [*part.schema.get("properties", ()), *part.schema.get("required", ())]
        elif _looks_at(part.schema.get("if", {}), name) and read_if(part.schema["if"]) == COMPLICATED:
            found.append("…")
    return [one for one in dict.fromkeys(found) if one != name]


def _looks_at(part: object, name: str) -> bool:
    if isinstance(part, dict):
        named = name in part.get("properties", {}) or name in part.get("required", ())
        return named or any(_looks_at(value, name) for value in part.values())
    return isinstance(part, list) and any(_looks_at(value, name) for value in part)


def condition_of_page(form: FormFiles, names: list[str]) -> Condition:
    """Answers that call up as many fields of a page as can be called up together."""
    wanted: dict[str, list[str | bool | int | float]] = {}
    for name in names:
        for part in owners(form, name)[:1]:
            for question, values in part.rule.when.items() if part.rule.kind == "when" else ():
                wanted.setdefault(question, list(values))
    return copy.deepcopy(wanted)
