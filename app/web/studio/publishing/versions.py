"""The versions of a procedure, who published each and why; and the way back to an earlier one."""

from flask import render_template
from werkzeug.wrappers import Response

from app.cityhall.drafts import queries as drafts
from app.cityhall.drafts.models import Draft
from app.cityhall.procedures import queries as procedures
from app.cityhall.procedures.models import ProcedureVersion
from app.cityhall.publications import queries
from app.database import transaction
from app.journey import publication_gate, publishing
from app.refusal import Refusal
from app.web import gate, wording
from app.web.studio.door import studio
from app.web.studio.drafts import shelf
from app.web.studio.publishing import forecast, publish


@studio.get("/<code>/versiuni")
def versions(code: str) -> str:
    """Every version, the latest first, and the publication that waits."""
    procedure = drafts.procedure(code, gate.actor())
    row = shelf.row(procedure, gate.actor(), gate.now())
    return render_template(
        "studio/versions.html",
        code=code,
        procedure_title=row.title,
        here="versions",
        row=row,
        versions=list(reversed(row.versions)),
        publication=queries.open_of(procedure.id),
        last=queries.latest(procedure.id),
        me=gate.actor().person_id,
        approval=procedure.institution.publishing_approval,
    )


@studio.get("/<code>/versiuni/<int:number>/inapoi")
def roll_back(code: str, number: int) -> str:
    """What going back to that version would change."""
    return _page(_version(code, number))


@studio.post("/<code>/versiuni/<int:number>/inapoi")
def ask_roll_back(code: str, number: int) -> Response | tuple[str, int]:
    """Publish the files of that version again, or ask for it."""
    looked = publication_gate.of_version(_version(code, number), gate.house())
    try:
        wish = publish.asked()
        with transaction():
            found = publishing.ask(looked, wish, gate.actor(), gate.house(), gate.now())
    except Refusal as refusal:
        return _page(_version(code, number), refusal), wording.status(refusal.key)
    return publish.told_and_back(code, found)


def _version(code: str, number: int) -> ProcedureVersion:
    return procedures.numbered(code, drafts.procedure(code, gate.actor()).institution_id, number)


def _page(version: ProcedureVersion, refusal: Refusal | None = None) -> str:
    looked = publication_gate.of_version(version, gate.house())
    draft: Draft | None = drafts.open_of(version.procedure_id)
    return render_template(
        "studio/publish.html",
        **publish.given(looked, refusal),
        here="versions",
        draft_here="",
        open_draft=draft,
        forecast=forecast.summary_of_files(version.procedure, dict(looked.files)),
    )
