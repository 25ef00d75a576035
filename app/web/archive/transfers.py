"""Open files handed over to another institution, and taken over from one."""

from uuid import UUID

from flask import current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.cityhall import institutions, transfers
from app.cityhall.cases import queries as cases
from app.cityhall.cases.models import Case
from app.cityhall.institutions import Institution
from app.cityhall.registry import special
from app.database import transaction
from app.journey.packages import giving, taking
from app.journey.packages.giving import Asked
from app.outside import OutsideError
from app.refusal import Refusal
from app.web import gate, uploads, wording
from app.web.archive.door import archive

Answer = Response | tuple[str, int]
GIVERS = ("archivist", "administrator", "general_secretary")
ZIP = "application/zip"


@archive.get("/predari")
def handed() -> Answer:
    """What was handed over and taken over, and the two forms."""
    return _page()


@archive.post("/predari")
def give() -> Answer:
    """Hand a file over: it is packed, and closed here."""
    try:
        case = _case(request.form.get("number", ""))
        asked = Asked(request.form.get("other", ""), request.form.get("act", ""))
        with transaction():
            fresh = cases.staff_case(case.id, gate.actor())
            giving.give(fresh, asked, gate.actor(), gate.house(), gate.now())
    except Refusal as refusal:
        return _page(refusal.key, refusal.facts)
    except OutsideError as error:
        return _page(f"transfer.{error.code}")
    flash(_("Dosarul a fost predat și închis aici. Descărcați pachetul și trimiteți-l."), "ok")
    return redirect(url_for("archive.handed"), 303)


@archive.post("/predari/preluare")
def take() -> Answer:
    """Take a file over from its package."""
    sent = request.files.get("package")
    content = sent.stream.read(current_app.config["MAX_UPLOAD"] + 1) if sent else b""
    try:
        package = taking.opened(content)
        with transaction():
            case = taking.take(
                package, _hall(), request.form.get("act", ""), gate.actor(), gate.house(), gate.now()
            )
    except Refusal as refusal:
        return _page(refusal.key, refusal.facts)
    except OutsideError as error:
        return _page(f"transfer.{error.code}")
    flash(_("Dosarul a fost preluat sub numărul %(number)s.", number=case.entry.legal_number), "ok")
    return redirect(url_for("archive.handed"), 303)


@archive.get("/predari/<uuid:transfer_id>/pachet.zip")
def package(transfer_id: UUID) -> Response:
    """The package of a file that was handed over."""
    found = transfers.mine(transfer_id, _halls())
    if found.direction != transfers.OUT:
        raise Refusal("transfer.unknown")
    name = f"dosar-{found.case.entry.number}-{found.case.entry.year}.zip"
    return uploads.send_bytes(gate.house().outside.files.get(found.sha256), ZIP, name, download=True)


@archive.post("/predari/<uuid:transfer_id>/confirmare")
def confirm(transfer_id: UUID) -> Answer:
    """The other institution said under which number it has the file now."""
    try:
        with transaction():
            transfers.confirm(transfers.mine(transfer_id, _halls()), request.form.get("number", ""))
    except Refusal as refusal:
        return _page(refusal.key, refusal.facts)
    return redirect(url_for("archive.handed"), 303)


def _case(words: str) -> Case:
    """A case by its number, as written on paper (number/day.month.year) or number/year.

    Raises Refusal `case.unknown`.
    """
    number, _slash, year = words.strip().partition("/")
    if not number.isdecimal() or not year[-4:].isdecimal() or len(number) > special.LONGEST_NUMBER:
        raise Refusal("case.unknown")
    for found in cases.numbered(int(number)):
        if found.entry.year == int(year[-4:]):
            return cases.staff_case(found.id, gate.actor())
    raise Refusal("case.unknown")


def _hall() -> Institution:
    found = institutions.by_id(next(iter(_halls())))
    assert found is not None
    return found


def _halls() -> set[UUID]:
    """Where the actor may hand over. Raises Refusal `door.closed`."""
    found = {post.institution_id for post in gate.actor().posts if post.role in GIVERS}
    if not found:
        raise Refusal("door.closed")
    return found


def _page(wrong: str = "", facts: dict[str, object] | None = None) -> tuple[str, int]:
    halls = _halls()
    text = render_template(
        "archive/transfers.html",
        found=transfers.listed(halls),
        error=wording.sentence(wrong, facts or {}) if wrong else "",
        typed=request.form if wrong else {},
        here="handed",
    )
    return text, wording.status(wrong) if wrong else 200
