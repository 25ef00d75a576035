"""Labels to stick on papers: one at once, or many on a roll or on A4 sheets."""

from datetime import date
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.cityhall.registry import labels
from app.cityhall.registry.rules import romanian_day
from app.journey import receipts
from app.refusal import Refusal
from app.web import gate, uploads
from app.web.registry.door import halls, registry

PDF = "application/pdf"
MOST = 500
ROLL = "roll"


def forms() -> dict[str, str]:
    """The forms of label paper, as the page calls them."""
    return {
        ROLL: _("Rolă de etichete 62 × 29 mm"),
        "sheet24": _("Coală A4, 24 de etichete de 70 × 37 mm"),
        "sheet21": _("Coală A4, 21 de etichete de 63,5 × 38,1 mm"),
    }


@registry.get("/etichete")
def label_choice() -> str:
    """The papers of a day, to be ticked for printing."""
    today = romanian_day(gate.now())
    day = _day(request.args.get("zi", "")) or today
    return render_template(
        "registry/labels.html",
        day=day,
        today=today,
        entries=labels.of_day(day, halls("registrar")),
        forms=forms(),
    )


@registry.get("/etichete.pdf")
def label_sheet() -> Response:
    """The labels ticked. `loc`: the first free place of a sheet that was begun."""
    try:
        ids = [UUID(one) for one in request.args.getlist("doc")]
    except ValueError as error:
        raise Refusal("entry.unknown") from error
    if not ids:
        flash(_("Bifați cel puțin un document."), "error")
        return redirect(url_for("registry.label_choice"), 303)
    if len(ids) > MOST:
        raise Refusal("label.too_many", most=MOST)
    return _printed(ids, max(request.args.get("loc", 1, type=int) - 1, 0))


@registry.get("/eticheta/<uuid:entry_id>.pdf")
def label(entry_id: UUID) -> Response:
    """The label of one paper."""
    return _printed([entry_id], 0)


def _printed(ids: list[UUID], skip: int) -> Response:
    form = request.args.get("format", ROLL)
    if form not in forms():
        raise Refusal("label.form")
    house = gate.house()
    found = labels.chosen(ids, halls("registrar"))
    papers = [labels.said(one, receipts.verify_address(one, house)) for one in found]
    made = house.outside.pdf.labels(papers, form, skip)
    name = f"eticheta-{found[0].number}.pdf" if len(found) == 1 else "etichete.pdf"
    return uploads.send_bytes(made, PDF, name)


def _day(said: str) -> date | None:
    try:
        return date.fromisoformat(said)
    except ValueError:
        return None
