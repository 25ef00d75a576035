"""The settings of a procedure: its titles, place, term, alarms, roles and its own values, without TOML."""

import tomllib
from collections.abc import Iterator, Mapping
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from tomlkit import TOMLDocument
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from app.cityhall.forms.editing import names
from app.cityhall.forms.reading import tidy
from app.cityhall.procedures import config_editing as editing
from app.cityhall.procedures.config_editing import PATH, Entry
from app.refusal import Refusal
from app.web import wording
from app.web.studio.door import studio
from app.web.studio.drafts import keeping
from app.web.studio.drafts.keeping import Opened
from app.web.studio.papers import config_lists
from app.web.studio.papers.config_words import SECTIONS, Section, label

Answer = str | Response | tuple[str, int]
OWN = ("settings", "roles")
# Letters have a page of their own; the code is the procedure's name for ever.
ELSEWHERE = ("letters.", "settings.", "roles.", "code")


@studio.get("/<code>/ciorna/setari")
def config(code: str) -> Answer:
    """Every setting, in sections that are kept one by one."""
    return _page(code)


@studio.post("/<code>/ciorna/setari/<section>")
def config_save(code: str, section: str) -> Answer:
    """Keep one section. Refused or overtaken, the page comes back as it was typed."""
    there = keeping.opened(code, PATH)
    try:
        _write(code, there, section)
    except Refusal as refusal:
        return _page(code, section, refusal), wording.status(refusal.key)
    flash(keeping.saved_words(), "ok")
    return redirect(f"{url_for('studio.config', code=code)}#{section}", 303)


def _write(code: str, there: Opened, section: str) -> None:
    found = editing.read(there.files.get(PATH, b""))
    if section == "text":
        content = request.form.get("text", "").replace("\r\n", "\n").encode(errors="replace")
        editing.read(content)
        keeping.keep(code, {PATH: content})
        return
    if section in SECTIONS:
        _keep_section(found, SECTIONS[section])
    elif section in OWN:
        _keep_own(found, section)
    else:
        raise Refusal("form_edit.bad_command")
    keeping.keep(code, {PATH: editing.dump(found)})


def _keep_section(found: TOMLDocument, section: Section) -> None:
    entries = [box.entry for box in section.boxes]
    editing.change(found, entries, dict(typed(request.form, entries)))


def typed(sent: MultiDict[str, str], entries: list[Entry], prefix: str = "") -> Iterator[tuple[str, str]]:
    """What was typed: several ticks are lines; a box of the page that sends nothing was not ticked."""
    for entry in entries:
        name = f"{prefix}{entry.key}"
        if name in sent or f"has:{name}" in sent:
            yield entry.key, "\n".join(one for one in sent.getlist(name) if one)


def _keep_own(found: TOMLDocument, section: str) -> None:
    entries = editing.own(found, section)
    editing.change(found, entries, dict(typed(request.form, entries)))
    gone = request.form.get("action", "").partition("remove:")[2]
    if gone and gone in {entry.key for entry in entries}:
        editing.remove(found, gone)
    name, value = tidy(request.form.get("new.name", "")), tidy(request.form.get("new.value", ""))
    if name:
        there = editing.value(found, section) or {}
        editing.add(found, section, names.check(name, there), editing.guessed(value))


def _page(code: str, section: str = "", refusal: Refusal | None = None) -> str:
    there = keeping.opened(code, PATH)
    text = there.files.get(PATH, b"").decode(errors="replace")
    said, broken = _read(there)
    overtaken = refusal is not None and refusal.key == "draft.changed_meanwhile"
    return render_template(
        "studio/config.html",
        code=code,
        procedure_title=there.title,
        here="draft",
        draft_here="config",
        there=there,
        seen=there.seen(PATH),
        broken=broken,
        sections=[] if broken else [_shown(said, one, one.name == section) for one in SECTIONS.values()],
        own={} if broken else {name: _own(said, name, name == section) for name in OWN},
        lists=config_lists.of(there),
        untouched=editing.untouched(said, _known(), ELSEWHERE) if said else [],
        text=request.form.get("text", text) if section == "text" else text,
        typed=request.form if refusal else {},
        section=section,
        meanwhile=_meanwhile(said) if overtaken else [],
        errors=[(str(refusal.facts.get("where", "")), _sentence(refusal))] if refusal else [],
    )


def _sentence(refusal: Refusal) -> str:
    facts = {**refusal.facts, "label": label(str(refusal.facts.get("where", "")))}
    return wording.sentence(refusal.key, facts)


def _read(there: Opened) -> tuple[Mapping[str, Any], str]:
    try:
        return tomllib.loads(editing.dump(editing.read(there.files[PATH])).decode()), ""
    except Refusal as refusal:
        return {}, wording.sentence(refusal.key, refusal.facts)
    except KeyError:
        return {}, _("Ciorna nu are procedure.toml.")


def _known() -> list[Entry]:
    return [box.entry for one in SECTIONS.values() for box in one.boxes]


def _shown(said: Mapping[str, Any], section: Section, again: bool) -> tuple[Section, dict[str, str]]:
    """A section with its values: those of the draft, or what was typed and refused."""
    values = {box.key: editing.shown(said, box.entry) for box in section.boxes}
    again_typed = dict(typed(request.form, [box.entry for box in section.boxes])) if again else {}
    return section, {**values, **again_typed}


def _own(said: Mapping[str, Any], section: str, again: bool) -> list[tuple[Entry, str, str]]:
    """Values whose names the procedure chose: entry, short name, value."""
    entries = editing.own(said, section)
    again_typed = dict(typed(request.form, entries)) if again else {}
    return [
        (one, one.key.partition(".")[2], again_typed.get(one.key, editing.shown(said, one)))
        for one in entries
    ]


def _meanwhile(said: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """What somebody else left otherwise than it was typed here: box, typed, now."""
    entries = [*_known(), *editing.own(said, "settings"), *editing.own(said, "roles")]
    mine = dict(typed(request.form, entries))
    now = {one.key: editing.shown(said, one) for one in entries}
    return [(label(key), value, now[key]) for key, value in mine.items() if tidy(value) != now[key]]
