"""Running cases moved to another version: who can, having them moved, and the way back."""

from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.cityhall.cases import batches
from app.cityhall.cases.batches import MoveBatch, MoveItem
from app.cityhall.drafts import queries as drafts
from app.cityhall.procedures import queries as procedures
from app.cityhall.procedures.models import Procedure, ProcedureVersion
from app.database import transaction
from app.journey import batches as moving
from app.journey import versions as editions
from app.web import gate, obstacles
from app.web.studio.door import studio
from app.web.studio.drafts import shelf
from app.web.studio.publishing import forecast

ON_A_PAGE = 100
TONES = {"waiting": "wait", "moved": "ok", "stayed": "muted", "undone": "muted", "failed": "bad"}


@studio.get("/<code>/mutari")
def moves(code: str) -> str:
    """Case by case who can move to a version, and the batches of before."""
    procedure = drafts.procedure(code, gate.actor())
    row = shelf.row(procedure, gate.actor(), gate.now())
    to = _to(procedure, request.args.get("la", 0, type=int)) if row.versions else None
    lines, following = _foretold(to)
    return render_template(
        "studio/moves.html",
        code=code,
        procedure_title=row.title,
        here="moves",
        row=row,
        to=to,
        lines=lines,
        following=following,
        batches=[(one, _sentence(_counted(one), one.total)) for one in batches.batches(procedure.id)],
    )


@studio.post("/<code>/mutari")
def begin_moves(code: str) -> Response:
    """Have the ticked cases moved, or all of them."""
    chosen = None if request.form.get("which") == "all" else forecast.selected(request.form.getlist("case"))
    with transaction():
        to = _to(drafts.procedure(code, gate.actor()), request.form.get("to", 0, type=int))
        batch = moving.begin(to, chosen, gate.actor().person_id, gate.now())
    return redirect(url_for("studio.move_batch", code=code, batch_id=batch.id), 303)


@studio.get("/<code>/mutari/<uuid:batch_id>")
def move_batch(code: str, batch_id: UUID) -> str:
    """How far a batch has come, and what became of each case."""
    batch = _batch(code, batch_id)
    first = min(max(request.args.get("din", 1, type=int), 1), batch.total)
    shown = batches.items(batch.id, first, ON_A_PAGE)
    return render_template(
        "studio/batch.html",
        code=code,
        procedure_title=shelf.row(drafts.procedure(code, gate.actor()), gate.actor(), gate.now()).title,
        here="moves",
        batch=batch,
        counted=_counted(batch),
        items=[(one, _said(one), moving.can_be_undone(one)) for one in shown],
        following=first + ON_A_PAGE if batch.total >= first + ON_A_PAGE else 0,
        sentence=_sentence(_counted(batch), batch.total),
        states=_states(),
        tones=TONES,
    )


@studio.get("/<code>/mutari/<uuid:batch_id>/stare")
def move_progress(code: str, batch_id: UUID) -> dict[str, Any]:
    """The figures, for the page that waits."""
    batch = _batch(code, batch_id)
    counted = _counted(batch)
    return {"settled": counted["settled"], "total": batch.total, "words": _sentence(counted, batch.total)}


@studio.post("/<code>/mutari/<uuid:batch_id>/inapoi")
def undo_moves(code: str, batch_id: UUID) -> Response:
    """Take one case back, or all that took no step since."""
    one = forecast.selected(request.form.getlist("case"))
    with transaction():
        batch = _batch(code, batch_id)
        if one:
            version = moving.undo_one(batch.id, one[0], gate.actor().person_id, gate.now())
            said = _("Cererea este din nou pe versiunea %(number)s.", number=version.number)
        else:
            count = moving.undo_all(batch, gate.actor().person_id, gate.now())
            said = _("Cereri care se iau înapoi: %(count)s. Cele care au făcut un pas rămân.", count=count)
    flash(said, "ok")
    return redirect(url_for("studio.move_batch", code=code, batch_id=batch_id), 303)


def _batch(code: str, batch_id: UUID) -> MoveBatch:
    return batches.batch(drafts.procedure(code, gate.actor()).id, batch_id)


def _to(procedure: Procedure, number: int) -> ProcedureVersion:
    """The version to move to: the current one unless another is named."""
    if number:
        return procedures.numbered(procedure.code, procedure.institution_id, number)
    return procedures.current(procedure.code, procedure.institution_id)


def _foretold(to: ProcedureVersion | None) -> tuple[list[forecast.Line], str]:
    if to is None:
        return [], ""
    return forecast.listed(editions.of_version(to), request.args.get("dupa", ""))


def _said(item: MoveItem) -> list[str]:
    return [obstacles.told(moving.read(one)) for one in item.reasons]


def _counted(batch: MoveBatch) -> dict[str, int]:
    found = batches.progress(batch.id)
    return {**found, "settled": batch.total - found.get("waiting", 0)}


def _sentence(counted: dict[str, int], total: int) -> str:
    """3 din 5 cereri. Mutate: 2, rămase unde erau: 1, de mutat: 2."""
    said = _("%(settled)s din %(total)s cereri.", settled=counted["settled"], total=total)
    each = ", ".join(f"{words}: {counted[key]}" for key, words in _words().items() if counted.get(key))
    return f"{said} {each[:1].upper()}{each[1:]}."


def _words() -> dict[str, str]:
    return {
        "moved": _("mutate"),
        "stayed": _("rămase unde erau"),
        "undone": _("luate înapoi"),
        "failed": _("eșuate, cu incident"),
        "waiting": _("de mutat"),
    }


def _states() -> dict[str, str]:
    """What became of one case."""
    return {
        "moved": _("mutată"),
        "stayed": _("a rămas"),
        "undone": _("luată înapoi"),
        "failed": _("eșuată, cu incident"),
        "waiting": _("de mutat"),
    }
