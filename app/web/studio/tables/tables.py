"""The decision tables of a draft: read in words, their values changed in a form, drawn in the editor."""

import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import get_locale
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.cityhall.forms.editing import names as slugs
from app.cityhall.forms.reading import tidy
from app.engine.reading import cells
from app.engine.reading import tables as reading
from app.engine.reading.model import Model
from app.engine.reading.tables import Table
from app.journey import names, offering
from app.journey.names import Name
from app.refusal import Refusal
from app.web import wording
from app.web.studio.door import editor, studio
from app.web.studio.drafts import keeping
from app.web.studio.drafts.keeping import Opened
from app.web.studio.modeling.saving_words import saving
from app.web.studio.tables import table_new, table_values, table_view
from app.web.studio.tables.table_view import TableView

Answer = str | Response | tuple[str, int]
ENDING, CONFIG = ".dmn", "procedure.toml"
PHRASES = Path(__file__).with_name("tables_ro.json")
EMPTY = Model("", {}, {}, {}, {})


@dataclass(frozen=True)
class Room:
    """The tables of a draft that can be read, and why the other files cannot."""

    there: Opened
    tables: Mapping[str, Table]
    broken: Mapping[str, str]
    model: Model
    names: Mapping[str, Name]
    config: Mapping[str, Any]

    def view(self, table: Table) -> TableView:
        return table_view.of(table, self.model, self.names, self.config)

    def page(self, template: str, **more: Any) -> str:
        code = self.there.draft.procedure.code
        return render_template(
            f"studio/{template}.html",
            code=code,
            procedure_title=self.there.title,
            here="draft",
            draft_here="tables",
            there=self.there,
            **more,
        )


@studio.get("/<code>/ciorna/tabele")
def tables(code: str) -> str:
    """Every table: what it decides, who asks it."""
    return _list(_room(code))


@studio.post("/<code>/ciorna/tabele")
def table_begin(code: str) -> Answer:
    """A new table from its title; it is filled in the editor."""
    room = _room(code)
    title = tidy(request.form.get("title", ""))[:120]
    if not title:
        return _list(room, _("Scrieți ce hotărăște tabelul.")), 422
    name = table_new.free(slugs.slug(title, (), "tabel"), room.there.files, room.tables)
    content = table_new.begun(name, title, _("Cum primește răspunsul"), title)
    keeping.keep(code, {f"{name}{ENDING}": content})
    return redirect(url_for("studio.table_editor", code=code, fisier=f"{name}{ENDING}"), 303)


def _list(room: Room, problem: str = "") -> str:
    views = [room.view(table) for table in room.tables.values()]
    errors = [("title", problem)] if problem else []
    return room.page("tables", tables=views, broken=room.broken, errors=errors)


@studio.get("/<code>/ciorna/tabele/<decision>")
def table(code: str, decision: str) -> str:
    """One table, rule by rule, in words."""
    room = _room(code)
    return room.page("table", table=room.view(_one(room, decision)))


@studio.get("/<code>/ciorna/tabele/<decision>/valori")
def table_form(code: str, decision: str) -> str:
    """The values of a table, to be changed without drawing."""
    return _form(_room(code), decision)


@studio.post("/<code>/ciorna/tabele/<decision>/valori")
def table_keep(code: str, decision: str) -> Answer:
    """Keep what was changed, cell by cell: the rest of the file stays as it was."""
    room = _room(code)
    found = _one(room, decision)
    content = room.there.files[found.file]
    said, wrong = table_values.read(found, request.form, cells.texts(found.file, content))
    if wrong:
        return _form(room, decision, request.form, wrong), 422
    try:
        keeping.keep(code, {found.file: cells.rewritten(found.file, content, said)})
    except Refusal as refusal:
        sentence = wording.sentence(refusal.key, refusal.facts)
        return _form(room, decision, request.form, {"": sentence}), wording.status(refusal.key)
    flash(_("%(what)s Scenariile arată ce se schimbă.", what=keeping.saved_words()), "ok")
    return redirect(url_for("studio.table", code=code, decision=decision), 303)


def _form(
    room: Room, decision: str, typed: Mapping[str, Any] | None = None, wrong: Mapping[str, str] | None = None
) -> str:
    found = _one(room, decision)
    known = cells.texts(found.file, room.there.files[found.file])
    rules = [
        (table_view.row(found, rule, room.names), table_values.boxes(found, rule, known))
        for rule in found.rules
    ]
    return room.page(
        "table_values",
        table=room.view(found),
        rules=rules,
        seen=room.there.seen(found.file),
        typed=typed or {},
        wrong=wrong or {},
        errors=[(name, _where(name, why)) for name, why in (wrong or {}).items()],
    )


def _where(name: str, why: str) -> str:
    number = name.split(".")[1] if "." in name else ""
    return str(_("Regula %(number)s: %(why)s", number=number, why=why)) if number else why


@studio.get("/<code>/ciorna/tabele/editor")
@editor
def table_editor(code: str) -> str:
    """A file of tables in the editor. Raises Refusal `draft.no_file`."""
    path = request.args.get("fisier", "")
    there = keeping.opened(code, path)
    if path not in there.files or not path.endswith(ENDING):
        raise Refusal("draft.no_file", path=path[:200])
    given = {
        "path": path,
        "file": url_for("studio.draft_file", code=code, path=path),
        "presence": url_for("studio.presence", code=code),
    }
    return render_template(
        "studio/table_editor.html",
        code=code,
        procedure_title=there.title,
        here="draft",
        draft_here="tables",
        path=path,
        given=given,
        words={
            "saving": saving(),
            "failed": _("Tabelul nu se deschide în editor: {text}"),
            "links": _("Legăturile dintre tabele"),
            "phrases": _phrases(),
        },
    )


def _phrases() -> dict[str, str]:
    """The editor's own words; in English they stay as they are."""
    if str(get_locale() or "ro") != "ro":
        return {}
    found: dict[str, str] = json.loads(PHRASES.read_text(encoding="utf-8"))
    return found


def _room(code: str) -> Room:
    there = keeping.opened(code)
    found, broken = _readable(there.files)
    model = offering.readable(there.files)
    config = _config(there.files)
    known = names.every(there.files, model, config, str(config.get("form", "")))
    return Room(there, found, broken, model or EMPTY, {one.name: one for one in known}, config)


def _readable(files: Mapping[str, bytes]) -> tuple[dict[str, Table], dict[str, str]]:
    """Each file by itself, so that a broken one hides no other."""
    found: dict[str, Table] = {}
    broken: dict[str, str] = {}
    for path in sorted(path for path in files if path.endswith(ENDING)):
        try:
            found |= reading.read({path: files[path]}).tables
        except Refusal as refusal:
            broken[path] = wording.sentence(refusal.key, refusal.facts)
    return found, broken


def _config(files: Mapping[str, bytes]) -> Mapping[str, Any]:
    try:
        return tomllib.loads(files.get(CONFIG, b"").decode())
    except ValueError:
        return {}


def _one(room: Room, decision: str) -> Table:
    if decision not in room.tables:
        raise Refusal("decision.unknown", decision=decision[:60])
    return room.tables[decision]
