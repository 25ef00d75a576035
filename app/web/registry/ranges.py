"""Numbers reserved for days without network: kept, printed, copied back line by line, the rest barred."""

from collections.abc import Mapping
from uuid import UUID

from flask import Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response as Answer

from app.cityhall import institutions, journal
from app.cityhall.institutions import Department
from app.cityhall.registry import ranges as kept_numbers
from app.cityhall.registry.models import RegisterRange
from app.cityhall.registry.rules import romanian_day
from app.cityhall.routing import actions as routing
from app.database import transaction
from app.journey import register_papers
from app.refusal import Refusal
from app.web import gate, uploads, wording
from app.web.registry import range_rows
from app.web.registry.closings import PDF
from app.web.registry.door import WRITERS, halls, registry
from app.web.registry.range_rows import Line, LineProblems

Page = tuple[str, int]


@registry.get("/rezerve")
def ranges() -> str:
    """The ranges that wait for their papers, and those that are over."""
    return _list()


def _list(refused: str = "") -> str:
    mine = halls(*WRITERS)
    waiting = kept_numbers.open_ranges(mine)
    return render_template(
        "registry/ranges.html",
        waiting=[(one, len(kept_numbers.unused(one))) for one in waiting],
        over=kept_numbers.closed_ranges(mine),
        halls_known=[(one.code, one.short_name) for one in institutions.everyone() if one.id in mine],
        refused=refused,
        typed=request.form,
    )


@registry.post("/rezerve")
def reserve() -> Answer | Page:
    """Keep the next numbers."""
    mine = halls(*WRITERS)
    hall = institutions.by_code(request.form.get("institutie", ""))
    institution_id = hall.id if hall and hall.id in mine else next(iter(mine))
    count, reason = request.form.get("count", 0, type=int), request.form.get("reason", "")
    by = gate.actor().person_id
    try:
        with transaction():
            made = kept_numbers.reserve(institution_id, count, reason, by, gate.now())
            facts = {"first": made.first, "last": made.last, "year": made.year}
            journal.note(
                "register.reserved", gate.now(), actor_id=by, about=("register", institution_id), facts=facts
            )
    except Refusal as refusal:
        return _list(wording.sentence(refusal.key, refusal.facts)), wording.status(refusal.key)
    flash(_("Numerele %(first)s – %(last)s sunt rezervate.", first=made.first, last=made.last), "ok")
    return redirect(url_for("registry.range_", range_id=made.id), 303)


@registry.get("/rezerve/<uuid:range_id>")
def range_(range_id: UUID) -> str:
    """One range: its sheet, what was copied, the form of the next line."""
    return _page(kept_numbers.mine(range_id, halls(*WRITERS)))


def _page(kept: RegisterRange, errors: Mapping[str, str] | None = None, refused: str = "") -> str:
    return render_template(
        "registry/range.html",
        kept=kept,
        unused=kept_numbers.unused(kept),
        written=kept_numbers.written(kept),
        departments=[(code, one.name) for code, one in _departments(kept).items()],
        typed=request.form,
        errors=[*(errors or {}).items()],
        error_of=errors or {},
        refused=refused,
        range_day=romanian_day(kept.reserved_at).isoformat(),
    )


def _departments(kept: RegisterRange) -> dict[str, Department]:
    return {one.code: one for one in institutions.departments(kept.institution_id)}


@registry.get("/rezerve/<uuid:range_id>/foaie.pdf")
def range_sheet(range_id: UUID) -> Response:
    """The sheet to print and fill in by hand."""
    kept = kept_numbers.mine(range_id, halls(*WRITERS))
    content = register_papers.sheet(kept, gate.house(), gate.now())
    return uploads.send_bytes(content, PDF, f"foaie-{kept.first}-{kept.last}-{kept.year}.pdf")


@registry.post("/rezerve/<uuid:range_id>")
def write_line(range_id: UUID) -> Answer | Page:
    """Enter one line under its number; refused, the page comes back with what was typed."""
    kept = kept_numbers.mine(range_id, halls(*WRITERS))
    departments = _departments(kept)
    try:
        line = range_rows.read(request.form, kept, departments, gate.actor().person_id)
        _write(range_id, line, departments[request.form["department"]])
    except LineProblems as found:
        return _page(kept, found.problems), 422
    except Refusal as refusal:
        said = wording.sentence(refusal.key, refusal.facts)
        return _page(kept, refused=said), wording.status(refusal.key)
    flash(_("Numărul %(number)s este scris în registru.", number=line.number), "ok")
    return redirect(url_for("registry.range_", range_id=range_id, _anchor="rand"), 303)


def _write(range_id: UUID, line: Line, department: Department) -> None:
    """What came in goes on to its compartment, as on any other day."""
    with transaction():
        kept = kept_numbers.mine(range_id, halls(*WRITERS), lock=True)
        entry = kept_numbers.enter_reserved(kept, line.number, line.paper, line.at, gate.now())
        if entry.direction == "in":
            routing.open(entry, department, gate.now())


@registry.post("/rezerve/<uuid:range_id>/barare")
def bar_rest(range_id: UUID) -> Answer | Page:
    """Close a range; every number that nobody used becomes a barred row."""
    try:
        with transaction():
            kept = kept_numbers.mine(range_id, halls(*WRITERS), lock=True)
            barred = kept_numbers.bar_rest(kept, gate.actor().person_id, gate.now())
    except Refusal as refusal:
        if refusal.key == "range.unknown":
            raise
        said = wording.sentence(refusal.key, refusal.facts)
        return _page(kept_numbers.mine(range_id, halls(*WRITERS)), refused=said), wording.status(refusal.key)
    flash(
        ngettext(
            "Rezerva este încheiată, un număr barat.",
            "Rezerva este încheiată, %(num)s numere barate.",
            len(barred),
        ),
        "ok",
    )
    return redirect(url_for("registry.range_", range_id=range_id), 303)
