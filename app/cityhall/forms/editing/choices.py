"""The choices of a field: their values are for machines and stay, their words are for people and change."""

from collections.abc import Iterable
from typing import NamedTuple

from app.cityhall.forms.editing import texts
from app.cityhall.forms.editing.files import FormFiles, Node
from app.cityhall.forms.editing.names import slug
from app.cityhall.forms.editing.places import schema_of, ui_made, ui_of
from app.cityhall.forms.reading import tidy


class Choice(NamedTuple):
    """One choice; a new one has no `value` yet."""

    value: str
    title: str
    title_en: str = ""
    hint: str = ""
    hint_en: str = ""


def _listed(form: FormFiles, path: str) -> list[Node]:
    schema = schema_of(form, path)
    found: list[Node] = (schema.get("items", {}) if schema.get("type") == "array" else schema).get(
        "oneOf", []
    )
    return found


def read(form: FormFiles, path: str) -> list[Choice]:
    """The choices of a field, none where the hall gives them or it has none."""
    hints = ui_of(form, path).get("ui:options", {}).get("hints", {})
    return [_choice(form, one, str(hints.get(str(one["const"]), ""))) for one in _listed(form, path)]


def _choice(form: FormFiles, one: Node, hint: str) -> Choice:
    title = str(one["title"])
    return Choice(str(one["const"]), title, texts.english(form, title), hint, texts.english(form, hint))


def apply(form: FormFiles, path: str, given: Iterable[Choice]) -> None:
    """These choices in this order; one without a title is taken away. A node keeps what else it says."""
    before = {str(one["const"]): one for one in _listed(form, path)}
    listed, wanted, had = _listed(form, path), [], read(form, path)
    taken = set(before)
    for one in (Choice(*map(tidy, each)) for each in given):
        if not one.title:
            continue
        value = one.value if one.value in before else slug(one.value or one.title, taken)
        taken.add(value)
        wanted.append((one._replace(value=value), before.get(value, {"const": value, "title": ""})))
    if [one for one, _ in wanted] == had:
        return
    listed[:] = [node for _, node in wanted]
    _say(form, path, [one for one, _ in wanted], {one.value: one for one in had})


def _say(form: FormFiles, path: str, wanted: list[Choice], had: dict[str, Choice]) -> None:
    nodes = {str(node["const"]): node for node in _listed(form, path)}
    for one in wanted:
        old = had.get(one.value, Choice(one.value, ""))
        nodes[one.value]["title"] = one.title
        _hint(form, path, one.value, one.hint)
        for before, after in ((old.title, one.title), (old.hint, one.hint)):
            texts.reworded(form, before, after)
        for source, english in ((one.title, one.title_en), (one.hint, one.hint_en)):
            if source and english != texts.english(form, source):
                texts.say(form, source, english)
    for gone in had.keys() - {one.value for one in wanted}:
        _hint(form, path, gone, "")
        for source in (had[gone].title, had[gone].hint):
            texts.reworded(form, source, "")


def _hint(form: FormFiles, path: str, value: str, hint: str) -> None:
    there = ui_of(form, path).get("ui:options", {}).get("hints", {})
    if hint and there.get(value) != hint:
        ui_made(form, path).setdefault("ui:options", {}).setdefault("hints", {})[value] = hint
    elif not hint and value in there:
        del there[value]
        if not there:
            del ui_of(form, path)["ui:options"]["hints"]
