"""One file of the archive: what it holds, how long, and what keeps it from being destroyed."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.cityhall import journal
from app.cityhall.archive import files, holds
from app.cityhall.archive.models import Inventory
from app.database import transaction
from app.journey import archive_papers
from app.journey.packages import archiving
from app.refusal import Refusal
from app.web import gate, uploads, wording
from app.web.archive.door import ARCHIVISTS, archive, halls
from app.web.archive.home import send_sealed

Answer = Response | tuple[str, int]
ZIP = "application/zip"
READERS = ("archivist", "administrator")


@archive.get("/dosare/<uuid:case_id>")
def file(case_id: UUID) -> Answer:
    """The file with its opis, term and holds; that it was opened stands in the journal."""
    with transaction():
        files.mine(case_id, halls(*READERS))
        _note("archive.viewed", case_id)
    return _page(case_id)


@archive.get("/dosare/<uuid:case_id>/opis.pdf")
def opis(case_id: UUID) -> Response:
    """The list of what the file holds, to print."""
    kept = files.mine(case_id, halls(*READERS))
    return send_sealed(archive_papers.opis(kept, gate.house()), kept.case.institution, "opis")


@archive.get("/dosare/<uuid:case_id>/pachet.zip")
def preserved(case_id: UUID) -> Response:
    """The file as a package for ever; that it was taken out stands in the journal."""
    with transaction():
        kept = files.mine(case_id, halls(*READERS))
        if kept.destroyed_at is not None:
            raise Refusal("archive.destroyed")
        _note("archive.packed", case_id)
    kept = files.mine(case_id, halls(*READERS))
    made = archiving.packed(kept.case, gate.house(), gate.now())
    name = f"dosar-{kept.case.entry.number}-{kept.case.entry.year}.zip"
    return uploads.send_bytes(made, ZIP, name, download=True)


@archive.post("/dosare/<uuid:case_id>/oprire")
def hold(case_id: UUID) -> Answer:
    """Keep a file from being destroyed."""
    try:
        with transaction():
            kept = files.mine(case_id, halls(*ARCHIVISTS), lock=True)
            reason, act = request.form.get("reason", ""), request.form.get("act", "")
            holds.place(kept, reason, act, gate.actor().person_id, gate.now())
            _note("hold.placed", case_id, act=act[:200])
    except Refusal as refusal:
        return _page(case_id, refusal)
    flash(_("Dosarul este oprit de la distrugere."), "ok")
    return redirect(url_for("archive.file", case_id=case_id), 303)


@archive.post("/dosare/<uuid:case_id>/oprire/ridicare")
def lift(case_id: UUID) -> Answer:
    """The file may be destroyed again when its term is over."""
    try:
        with transaction():
            kept = files.mine(case_id, halls(*ARCHIVISTS), lock=True)
            because = request.form.get("because", "")
            holds.lift(kept, because, gate.actor().person_id, gate.now())
            _note("hold.lifted", case_id, because=because[:300])
    except Refusal as refusal:
        return _page(case_id, refusal)
    flash(_("Oprirea a fost ridicată."), "ok")
    return redirect(url_for("archive.file", case_id=case_id), 303)


def _page(case_id: UUID, refusal: Refusal | None = None) -> Answer:
    kept = files.mine(case_id, halls(*READERS))
    inventory: Inventory | None = files.inventory_of(kept)
    text = render_template(
        "archive/file.html",
        kept=kept,
        inventory=inventory,
        held=holds.of_file(case_id),
        holds=holds.history(case_id),
        typed=request.form,
        error=wording.sentence(refusal.key, refusal.facts) if refusal else "",
        here="files",
    )
    return text, wording.status(refusal.key) if refusal else 200


def _note(what: str, case_id: UUID, **facts: str) -> None:
    by = gate.actor().person_id
    journal.note(what, gate.now(), actor_id=by, about=("case", case_id), facts=facts)
