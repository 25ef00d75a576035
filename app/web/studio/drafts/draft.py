"""The open draft: its files, who changed what, giving it up; small texts edited by hand."""

from flask import Response as Answer
from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.cityhall.drafts import actions, texts
from app.cityhall.drafts import queries as drafts
from app.cityhall.drafts.models import DraftFile
from app.cityhall.procedures import packages
from app.database import transaction
from app.refusal import Refusal
from app.web import gate, wording
from app.web.studio.door import mine, studio
from app.web.studio.drafts import shelf
from app.web.studio.drafts.file_words import grouped
from app.web.studio.drafts.procedure import zipped


@studio.get("/<code>/ciorna")
def draft(code: str) -> str:
    """The files of the draft; without one, the button that opens it."""
    row = shelf.row(drafts.procedure(code, gate.actor()), gate.actor(), gate.now())
    found = row.draft
    given = {"code": code, "procedure_title": row.title, "here": "draft", "row": row}
    if found is None:
        return render_template("studio/no_draft.html", **given)
    files, before = drafts.file_rows(found.id), drafts.began_with(found)
    return render_template(
        "studio/draft.html",
        **given,
        draft_here="draft",
        draft=found,
        groups=grouped(code, files, before),
        removed=sorted(before.keys() - {one.path for one in files}),
    )


@studio.post("/<code>/ciorna/abandoneaza")
def discard_draft(code: str) -> Response:
    """Give the draft up, if the box says that one means it."""
    mine(code)
    if request.form.get("sure") != "yes":
        raise Refusal("draft.not_sure")
    with transaction():
        actions.discard(mine(code, lock=True), gate.actor().person_id, gate.now())
    flash(_("Ciorna a fost abandonată. Procedura în vigoare nu s-a schimbat."), "ok")
    return redirect(url_for("studio.home"), 303)


@studio.get("/<code>/ciorna/export.zip")
def export_draft(code: str) -> Answer:
    """The draft as a folder in a zip."""
    found = mine(code)
    return zipped(f"{code}-ciorna", packages.zipped(code, drafts.files(found.id)))


@studio.get("/<code>/ciorna/text/<path:path>")
def edit_text(code: str, path: str) -> str:
    """A small text of the draft, to be edited by hand."""
    own = mine(code)
    texts.check_editable(path)
    found = drafts.file_row(own, path)
    return _text_page(code, path, found.content.decode(errors="replace"), found.revision)


@studio.post("/<code>/ciorna/text/<path:path>")
def save_text(code: str, path: str) -> Response | tuple[str, int]:
    """Keep it, if it can be read; refused, the page comes back with everything typed."""
    mine(code)
    texts.check_editable(path)
    typed, seen = request.form.get("text", ""), request.form.get("seen", 0, type=int)
    try:
        content = texts.checked(path, typed)
        with transaction():
            actions.save(mine(code, lock=True), path, content, seen, gate.actor().person_id, gate.now())
    except Refusal as refusal:
        said = wording.sentence(refusal.key, refusal.facts)
        return _text_page(code, path, typed, seen, said), wording.status(refusal.key)
    flash(_("„%(path)s” s-a salvat în ciornă.", path=path), "ok")
    return redirect(url_for("studio.draft", code=code), 303)


def _text_page(code: str, path: str, typed: str, seen: int, error: str = "") -> str:
    row = shelf.row(drafts.procedure(code, gate.actor()), gate.actor(), gate.now())
    return render_template(
        "studio/text.html",
        code=code,
        procedure_title=row.title,
        here="draft",
        draft_here="draft",
        path=path,
        typed=typed,
        seen=seen,
        error=error,
        errors=[("text", error)] if error else [],
        there=_there(code, path) if error else None,
    )


def _there(code: str, path: str) -> DraftFile | None:
    """The file as it is now, beside what was typed: somebody else may have saved meanwhile."""
    return next((one for one in drafts.file_rows(mine(code).id) if one.path == path), None)
