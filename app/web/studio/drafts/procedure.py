"""One procedure: what is in force, what runs on it, and the way to change it."""

from flask import Response as Answer
from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.cityhall.drafts import actions
from app.cityhall.drafts import queries as drafts
from app.cityhall.procedures import packages
from app.cityhall.procedures import queries as procedures
from app.database import transaction
from app.web import gate
from app.web.studio.door import studio
from app.web.studio.drafts import shelf


@studio.get("/<code>")
def procedure(code: str) -> str:
    """Versions, running cases, the draft if there is one."""
    row = shelf.row(drafts.procedure(code, gate.actor()), gate.actor(), gate.now())
    return render_template(
        "studio/procedure.html", code=code, procedure_title=row.title, here="procedure", row=row
    )


@studio.post("/<code>/ciorna/deschide")
def begin_draft(code: str) -> Response:
    """Open a draft of the version in force; who comes second finds the one that is open."""
    institution = drafts.procedure(code, gate.actor()).institution_id
    with transaction():
        version = procedures.current(code, institution)
        actions.begin(version, gate.actor().person_id, gate.now())
    flash(_("Ciorna este deschisă. Cetățenii nu văd nimic din ea până când o publicați."), "ok")
    return redirect(url_for("studio.draft", code=code), 303)


@studio.get("/<code>/versiuni/<int:number>/export.zip")
def export_version(code: str, number: int) -> Answer:
    """A version as a folder in a zip, as git keeps it."""
    found = drafts.procedure(code, gate.actor())
    version = procedures.numbered(code, found.institution_id, number)
    return zipped(f"{code}-v{number}", packages.zipped(code, procedures.version_files(version.id)))


def zipped(name: str, content: bytes) -> Answer:
    """A zip to be kept, never shown."""
    answer = Answer(content, mimetype="application/zip")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.zip"'
    return answer
