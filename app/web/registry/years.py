"""The yearly book: is it whole, its volumes as PDF/A with a signature page, the whole of it as CSV."""

from uuid import UUID

from flask import Response, flash, redirect, render_template, request, stream_with_context, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as Answer

from app.cityhall import institutions, journal
from app.cityhall.registry import ranges, yearly
from app.cityhall.registry.closings import Book
from app.database import transaction
from app.journey import register_days, register_papers
from app.refusal import Refusal
from app.web import gate
from app.web.registry.closings import chosen, send
from app.web.registry.door import halls, registry
from app.web.registry.words import FAULTS


@registry.get("/an")
def years() -> str:
    """One year's book: how much stands in it, its checks, its volumes."""
    book, choices = chosen()
    checks, exports = yearly.checks(book), yearly.exports(book)
    return render_template(
        "registry/years.html",
        **choices,
        count=yearly.count(book),
        checks=checks,
        exports=exports,
        faults=FAULTS,
        open_ranges=[one for one in ranges.open_ranges([book.institution_id]) if one.year == book.year],
        working=any(one.state != yearly.DONE for one in checks)
        or any(one.made < len(one.volumes) for one in exports),
    )


def _asked() -> Book:
    """The book that a form names, of an institution whose register the reader may see."""
    hall = institutions.by_code(request.form.get("institutie", ""))
    year = request.form.get("an", type=int)
    if hall is None or year is None or hall.id not in halls():
        raise Refusal("door.closed")
    return Book(hall.id, year)


def _back(book: Book, anchor: str) -> Answer:
    hall = institutions.by_id(book.institution_id)
    code = hall.code if hall else ""
    return redirect(url_for("registry.years", institutie=code, an=book.year, _anchor=anchor), 303)


@registry.post("/an/verificare")
def check() -> Answer:
    """Ask the worker whether the book is whole."""
    book = _asked()
    with transaction():
        register_days.ask_check(book, gate.actor(), gate.now())
    flash(_("Registrul se verifică. Rezultatul apare aici."), "ok")
    return _back(book, "verificari")


@registry.post("/an/volume")
def export() -> Answer:
    """Ask the worker for the volumes."""
    book = _asked()
    with transaction():
        register_days.ask_export(book, gate.actor(), gate.now())
    flash(_("Volumele se pregătesc. Apar aici pe măsură ce sunt gata."), "ok")
    return _back(book, "volume")


@registry.get("/an/volume/<uuid:volume_id>.pdf")
def volume(volume_id: UUID) -> Response:
    """A volume that is ready; reading it is noted. Raises Refusal `book.no_volume`."""
    with transaction():
        found = yearly.volume(volume_id)
        if found.export.institution_id not in halls() or found.sha256 is None:
            raise Refusal("book.no_volume")
        journal.note(
            "register.volume_read",
            gate.now(),
            actor_id=gate.actor().person_id,
            about=("register", found.export.institution_id),
            facts={"year": found.export.year, "volume": found.number},
        )
    return send(found.sha256, f"registru-{found.export.year}-volumul-{found.number}.pdf")


@registry.get("/an/registru.csv")
def csv() -> Response:
    """The whole book, streamed line by line; reading it is noted."""
    book, choices = chosen()
    with transaction():
        who, about = gate.actor().person_id, ("register", book.institution_id)
        journal.note("register.csv_read", gate.now(), actor_id=who, about=about, facts={"year": book.year})
    lines = register_papers.csv_lines(book, gate.house())
    name = f"registru-{choices['hall_chosen'].code}-{book.year}.csv"
    saved = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(stream_with_context(lines), mimetype="text/csv", headers=saved)
