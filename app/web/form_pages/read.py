"""The answers of a sent page. What belongs to the page and not to the form is put aside first."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from werkzeug.datastructures import MultiDict

from app.cityhall.forms import rules

# Fields of our own pages: the token against forged posts, the version seen, the button pressed.
CONTROLS = frozenset({"csrf_token", "version", "action", "next"})


class RowChange(NamedTuple):
    """A button of a repeating group: one row more, or the row at `row` less."""

    field: str
    verb: str
    row: int


def read(
    form: rules.FormDefinition,
    page_fields: Iterable[str],
    sent: MultiDict[str, str],
    controls: Iterable[str] = CONTROLS,
) -> dict[str, Any]:
    """Typed answers of the page; a field the page does not have is refused."""
    ours = set(controls)
    raw = {name: sent.getlist(name) for name in sent if name not in ours and ":" not in name}
    return rules.read(form, page_fields, raw)


def row_change(sent: MultiDict[str, str]) -> RowChange | None:
    """The pressed „Adaugă încă unul” (`add:<field>`) or „Șterge” (`remove:<field>:<index>`), if any."""
    for name in sent:
        verb, *rest = name.split(":")
        if verb == "add" and len(rest) == 1:
            return RowChange(rest[0], "add", -1)
        if verb == "remove" and len(rest) == 2 and rest[1].isdecimal():
            return RowChange(rest[0], "remove", int(rest[1]))
    return None


def change_rows(answers: Mapping[str, Any], change: RowChange) -> dict[str, Any]:
    """The draft with one row more or less; a row that is not there is not missed."""
    rows = answers.get(change.field) or []
    rows = list(rows) if isinstance(rows, list) else []
    if change.verb == "add":
        rows = [*(rows or [{}]), {}]
    else:
        rows = [row for index, row in enumerate(rows) if index != change.row]
    return {**answers, change.field: rows}
