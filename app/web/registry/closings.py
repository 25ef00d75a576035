"""The closings of the register's days, and their sealed minutes."""

from datetime import date
from typing import Any
from uuid import UUID

from flask import Response, render_template, request

from app.cityhall import institutions
from app.cityhall.institutions import Institution
from app.cityhall.registry import closings as days
from app.cityhall.registry import yearly
from app.cityhall.registry.closings import Book
from app.cityhall.registry.rules import romanian_day
from app.refusal import Refusal
from app.web import gate, uploads
from app.web.registry.door import halls, registry

PDF = "application/pdf"


def chosen() -> tuple[Book, dict[str, Any]]:
    """The book that an address names (`institutie`, `an`), and what its page offers to choose from."""
    known = {one.code: one for one in _halls()}
    hall = known.get(request.args.get("institutie", ""), next(iter(known.values())))
    this_year = romanian_day(gate.now()).year
    years = sorted({this_year, *(one.year for one in yearly.books(hall.id))}, reverse=True)
    asked = request.args.get("an", type=int)
    year = asked if asked in years else this_year
    choices = {"hall_chosen": hall, "halls": list(known.values()), "year": year, "years": years}
    return Book(hall.id, year), choices


def _halls() -> list[Institution]:
    mine = halls()
    return [one for one in institutions.everyone() if one.id in mine]


@registry.get("/inchideri")
def closings() -> str:
    """All closings of a year, the latest first."""
    book, choices = chosen()
    return render_template("registry/closings.html", **choices, found=days.listed(book))


@registry.get("/inchideri/<uuid:institution_id>/<year>/<day>.pdf")
def minute(institution_id: UUID, year: str, day: str) -> Response:
    """The minute of a closing. Raises Refusal `closing.unknown`, `closing.no_minute`."""
    if institution_id not in halls() or not year.isdecimal():
        raise Refusal("closing.unknown")
    found = days.of_day(Book(institution_id, int(year[:4])), _day(day))
    if found.minute_sha256 is None:
        raise Refusal("closing.no_minute")
    return send(found.minute_sha256, f"inchidere-{found.day.isoformat()}.pdf")


def send(sha256: str, name: str) -> Response:
    """A kept PDF of the register, shown in the browser under that name."""
    return uploads.send_bytes(gate.house().outside.files.get(sha256), PDF, name)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Refusal("closing.unknown") from None
