"""Before a complaint is sent: was the same reported already? Then „și eu”, unless it is something else."""

from uuid import UUID

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.cityhall import submissions
from app.cityhall.complaints import actions, queries, rules
from app.cityhall.complaints.models import Report
from app.cityhall.documents import actions as documents
from app.cityhall.documents import queries as kept
from app.cityhall.dropoffs import actions as dropoffs
from app.cityhall.submissions import Draft
from app.database import transaction
from app.refusal import Refusal
from app.web import gate
from app.web.filing.where import Filing

COMPLAINT = "complaint"


def offered(draft: Draft) -> list[Report]:
    """Open public reports of the same kind at the same place, within fourteen days."""
    if draft.version.code != COMPLAINT:
        return []
    place, category = rules.place_of(draft.answers), str(draft.answers.get("category"))
    institution = draft.version.procedure.institution_id
    return queries.twins(institution, category, place, gate.now(), consenting=True)


def warnings(draft: Draft) -> list[str]:
    """A place beyond the hall's territory may be reported too; it is sent to whoever is competent."""
    if draft.version.code != COMPLAINT:
        return []
    inside = queries.inside(draft.version_id, rules.point_of(draft.answers.get("point")))
    said = _("Punctul este în afara sectorului: o redirecționăm, în 5 zile, celui competent (OG 27/2002).")
    return [said] if inside is False else []


def support(where: Filing, draft_id: UUID, report_id: UUID) -> Response:
    """Say „și eu” to a report that was offered; the draft is not needed any more."""
    with transaction():
        draft = where.draft(draft_id, lock=True)
        report = next((one for one in offered(draft) if one.id == report_id), None)
        if report is None or draft.case_id is not None:
            raise Refusal("report.unknown")
        actions.support(report, gate.actor().person_id, gate.now())
        for document in kept.of_draft(draft.id):
            documents.remove_from_draft(document.id, draft.id)
        dropoffs.forget_draft(draft.id)
        submissions.drop(draft)
    flash(_("Am notat „Și eu” și vă scriem cum se rezolvă. Nu s-a deschis încă o sesizare."), "success")
    shown = report.listed
    return redirect(
        url_for("public.complaint", report_id=report.id) if shown else url_for("public.complaints"), 303
    )
