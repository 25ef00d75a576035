"""The first page: every file of the archive, found by name, code, number, year or what awaits it."""

from flask import redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.cityhall.archive import files
from app.cityhall.archive.files import Asked
from app.cityhall.institutions import Institution
from app.cityhall.registry.rules import romanian_day
from app.journey import sealing
from app.web import gate, uploads
from app.web.archive.door import PDF, archive, halls

PAGE = 50
LONGEST = 100
FIRST_YEAR, LAST_YEAR = 1900, 9998


@archive.get("/")
def home() -> str | Response:
    """The files of the archive; heads begin with what they confirm."""
    if not gate.actor().holds("archivist", "administrator"):
        return redirect(url_for("archive.selections"), 303)
    asked, page = _asked(), max(request.args.get("page", 1, type=int), 1)
    count = files.count(asked)
    pages = max(1, -(-count // PAGE))
    page = min(page, pages)
    return render_template(
        "archive/home.html",
        found=files.listed(asked, limit=PAGE, offset=(page - 1) * PAGE),
        count=count,
        page=page,
        pages=pages,
        here="files",
        typed=request.args,
        kept={name: value for name, value in request.args.items() if name in {"q", "an", "care"}},
        kinds=[
            ("", _("Toate")),
            ("permanent", _("Permanente")),
            ("due", _("Cu termen împlinit")),
            ("destroyed", _("Distruse")),
        ],
    )


def send_sealed(made: bytes, of: Institution | None, name: str) -> Response:
    """A paper of the archive with the institution's seal, when the keys answer."""
    assert of is not None
    content = sealing.sealed_if_possible(made, of, gate.house(), gate.now())
    return uploads.send_bytes(content, PDF, f"{name}.pdf")


def _asked() -> Asked:
    year = request.args.get("an", 0, type=int)
    return Asked(
        halls("archivist", "administrator"),
        year if FIRST_YEAR <= year <= LAST_YEAR else None,
        request.args.get("q", "")[:LONGEST],
        request.args.get("care", ""),
        romanian_day(gate.now()),
    )
