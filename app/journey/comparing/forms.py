"""What differs between forms: fields, pages, and how each is asked."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from app.cityhall.forms import definition
from app.cityhall.forms.definition import FormDefinition
from app.cityhall.forms.editing.files import FOLDER, SCHEMA, UI, paths
from app.journey.comparing.difference import UNREADABLE, Difference, short, unequal


def between(old: Mapping[str, bytes], new: Mapping[str, bytes]) -> list[Difference]:
    """Over all forms of two editions."""
    return [one for name in _names(old, new) for one in _form(name, old, new)]


def _names(*editions: Mapping[str, bytes]) -> list[str]:
    """The forms that may differ."""
    found = {p for e in editions for p in e if p.startswith(FOLDER) and p.endswith((SCHEMA, UI))}
    first, second = editions
    changed = {path for path in found if first.get(path) != second.get(path)}
    return sorted({p.removeprefix(FOLDER).removesuffix(SCHEMA).removesuffix(UI) for p in changed})


def _form(name: str, old: Mapping[str, bytes], new: Mapping[str, bytes]) -> Iterator[Difference]:
    schema, ui = paths(name)
    if (schema in old) != (schema in new):
        kind = "added" if schema in new else "removed"
        yield Difference("form", schema, "", kind, f"form.{kind}", {"form": name})
        return
    try:
        found = list(_Beside(name, _read(name, old), _read(name, new)).differences())
    except UNREADABLE as error:
        facts = {"form": name, "reason": short(error)}
        yield Difference("form", schema, "", "changed", "form.unreadable", facts)
        return
    path = schema if old.get(schema) != new.get(schema) else ui
    yield from found or [Difference("form", path, "", "changed", "form.file_changed", {"form": name})]


def _read(name: str, files: Mapping[str, bytes]) -> FormDefinition:
    schema, ui = paths(name)
    return definition.definition(name, json.loads(files[schema]), json.loads(files.get(ui, b"{}")))


class _Beside:
    """Two editions of one form."""

    def __init__(self, name: str, old: FormDefinition, new: FormDefinition) -> None:
        self.name, self.old, self.new = name, old, new
        self.fields = definition.fields(old), definition.fields(new)

    def differences(self) -> Iterator[Difference]:
        yield from self._texts()
        yield from self._came_and_went()
        yield from self._changed()
        yield from self._pages()

    def _tell(self, element: str, kind: str, key: str, **facts: str) -> Difference:
        path = paths(self.name)[0]
        title = short(self.new.schema.get("title") or self.name)
        return Difference("form", path, element, kind, f"form.{key}", {"form": title, **facts})

    def _texts(self) -> Iterator[Difference]:
        """What is said of the form as a whole."""
        whole = ("title", "description", "allOf", "if", "then", "else", "minProperties")
        before, after = ({n: f.schema.get(n) for n in whole} for f in (self.old, self.new))
        own = [{n: v for n, v in f.ui.items() if n.startswith("x-") and n != "x-pages"}
               for f in (self.old, self.new)]  # fmt: skip
        for name, was, now in [*unequal(before, after), *unequal(*own)]:
            plain = isinstance(was or now, str)
            facts = {"before": short(was), "after": short(now)} if plain else {}
            key = "text" if plain else "part"
            yield self._tell("", "changed", key, field=name, **facts)

    def _came_and_went(self) -> Iterator[Difference]:
        old, new = self.fields
        for name in [name for name in new if name not in old]:
            what = short(new[name].get("format") or new[name].get("type"))
            yield self._tell(name, "added", "field_added", name=_title(new, name), what=what)
        for name in [name for name in old if name not in new]:
            yield self._tell(name, "removed", "field_removed", name=_title(old, name))

    def _changed(self) -> Iterator[Difference]:
        old, new = self.fields
        for name in [name for name in new if name in old]:
            before, after = _flat(self.old, old, name), _flat(self.new, new, name)
            for what, was, now in unequal(before, after):
                plain = not isinstance(was or now, dict)
                facts = {"before": _value(was), "after": _value(now)} if plain else {}
                key = "field" if plain else "field_part"
                yield self._tell(name, "changed", key, name=_title(new, name), field=what, **facts)

    def _pages(self) -> Iterator[Difference]:
        before, after = (
            {page["id"]: page for page in form.ui.get("x-pages", ())} for form in (self.old, self.new)
        )
        for own, was, now in unequal(before, after):
            title = short((now or was).get("title") or own)
            if was is None or now is None:
                kind = "added" if was is None else "removed"
                yield self._tell("", kind, f"page_{kind}", page=title)
                continue
            for what, old, new in unequal(was, now):
                facts = {"page": title, "field": what, "before": _value(old), "after": _value(new)}
                yield self._tell("", "changed", "page", **facts)
        if [own for own in before if own in after] != [own for own in after if own in before]:
            yield self._tell("", "moved", "pages_reordered")


def _flat(form: FormDefinition, fields: Mapping[str, Any], name: str) -> dict[str, Any]:
    """A field's schema and how it is asked, and whether it must be answered."""
    asked = form.ui.get(name)
    must = any(name in part.get("required", ()) for part in _parts(form.schema))
    return {**fields[name], **(asked if isinstance(asked, dict) else {}), "required": must}


def _parts(schema: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """The schema and every branch of it, whatever its condition."""
    yield schema
    for part in schema.get("allOf", ()):
        yield from _parts(part)
    for branch in ("then", "else"):
        if branch in schema:
            yield from _parts(schema[branch])


def _title(fields: Mapping[str, Any], name: str) -> str:
    return short(fields[name].get("title") or name)


def _value(value: object) -> str:
    """Choices by their words."""
    if isinstance(value, list):
        return short(
            [one.get("title", one.get("const", one)) if isinstance(one, dict) else one for one in value]
        )
    return short(value)
