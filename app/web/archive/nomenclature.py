"""The nomenclature: lines with their terms, each from a day on and by an act; one by one or from a table."""

import csv
import io
from datetime import date
from uuid import UUID

from flask import current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from app.cityhall import journal
from app.cityhall.archive import nomenclature as lines
from app.cityhall.archive.nomenclature import Said
from app.database import transaction
from app.refusal import Refusal
from app.web import gate, wording
from app.web.archive.door import ARCHIVISTS, archive, hall, halls

Answer = Response | tuple[str, int]
COLUMNS = 4
MOST_LINES = 2_000


@archive.get("/nomenclator")
def nomenclature() -> Answer:
    """The lines in force; `?toate=1` also those that hold no more."""
    return _page()


@archive.post("/nomenclator")
def say() -> Answer:
    """A new line, or a line as it is from a day on."""
    form = request.form
    said = Said(
        form.get("code", "").strip(),
        form.get("title", "").strip(),
        form.get("department", "").strip(),
        _years(form.get("years", "")),
        form.get("commission") == "yes",
        form.get("act", "").strip(),
        _day("from"),
    )
    return _kept([said])


@archive.post("/nomenclator/tabel")
def load() -> Answer:
    """All lines of a confirmed nomenclature at once; one wrong line keeps all of them out."""
    sent = request.files.get("table")
    content = sent.stream.read(current_app.config["MAX_UPLOAD"]) if sent else b""
    try:
        found = _read(content)
    except (UnicodeDecodeError, csv.Error, Refusal):
        return _page(Refusal("nomenclature.file"))
    return _kept(found)


def _read(content: bytes) -> list[Said]:
    """Lines of a CSV with semicolons: code, title, department, term. Raises Refusal `nomenclature.file`."""
    rows = [row for row in csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";") if any(row)]
    if not rows or len(rows) > MOST_LINES or any(len(row) < COLUMNS for row in rows):
        raise Refusal("nomenclature.file")
    act, since = request.form.get("table_act", "").strip(), _day("table_from")
    return [_line([cell.strip() for cell in row], act, since) for row in rows]


def _line(row: list[str], act: str, since: date | None) -> Said:
    term = row[3].upper()
    commission = "C.S" in term or "CS" in term
    years = 0 if term.startswith("P") else _years(term.split()[0] if term else "")
    return Said(row[0], row[1], row[2], years, commission, act, since)


def _kept(found: list[Said]) -> Answer:
    institution_id, by = hall(*ARCHIVISTS), gate.actor().person_id
    try:
        with transaction():
            for one in found:
                lines.say(institution_id, one)
            facts = {"lines": len(found), "act": found[0].act}
            about: tuple[str, UUID] = ("institution", institution_id)
            journal.note("nomenclature.said", gate.now(), actor_id=by, about=about, facts=facts)
    except Refusal as refusal:
        return _page(refusal)
    flash(ngettext("O linie a fost scrisă.", "%(num)s linii au fost scrise.", len(found)), "ok")
    return redirect(url_for("archive.nomenclature"), 303)


def _page(refusal: Refusal | None = None) -> Answer:
    text = render_template(
        "archive/nomenclature.html",
        lines=lines.listed(halls(), all_of_them="toate" in request.args),
        all_of_them="toate" in request.args,
        typed=request.form,
        error=wording.sentence(refusal.key, refusal.facts) if refusal else "",
        here="nomenclature",
        example=_("II B 4;Petiții;Relații cu publicul;10"),
    )
    return text, wording.status(refusal.key) if refusal else 200


def _years(words: str) -> int | None:
    return int(words) if words.isascii() and words.isdecimal() and len(words) <= COLUMNS else None


def _day(name: str) -> date | None:
    parts = [request.form.get(f"{name}.{part}", "").strip() for part in ("year", "month", "day")]
    try:
        year, month, day = map(int, parts)
        return date(year, month, day)
    except ValueError:
        return None
