"""Complaints that may be public: a list first, a map where the browser can, „Și eu”. No personal data."""

from datetime import timedelta
from uuid import UUID

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from app.cityhall.complaints import actions, queries
from app.cityhall.complaints.models import Report
from app.cityhall.documents import queries as documents
from app.cityhall.forms.rules import FormDefinition
from app.cityhall.procedures import queries as procedures
from app.database import transaction
from app.refusal import Refusal
from app.web import complaint_words, gate, pictures, uploads
from app.web.public import public

CODE = "complaint"
GROUPS = ("open", "planned", "over")


@public.get("/sesizari")
def complaints() -> str:
    """What was reported, by category and state."""
    category, group = request.args.get("categorie", ""), request.args.get("stare", "")
    page = max(1, min(request.args.get("page", 1, type=int), 500))
    found = queries.listed(category, group, page)
    ids = [one.id for one in found.reports]
    return render_template(
        "public/complaints.html",
        found=found,
        category=category,
        group=group,
        groups=_groups(),
        page=page,
        pages=max(1, -(-found.total // queries.SHOWN)),
        categories=complaint_words.of_form(_form()),
        mine=queries.supported_by(gate.actor().person_id, ids) if current_user.is_authenticated else set(),
        words=complaint_words,
    )


def _form() -> FormDefinition:
    version = procedures.current(CODE)
    return procedures.form(version.id, version.config["form"])


def _groups() -> list[tuple[str, str]]:
    return [("open", _("Deschise")), ("planned", _("Cu lucrare programată")), ("over", _("Încheiate"))]


@public.get("/sesizari/<uuid:report_id>")
def complaint(report_id: UUID) -> str:
    """One complaint: where, since when, what was done, before and after."""
    report = queries.public(report_id)
    signed_in = current_user.is_authenticated
    return render_template(
        "public/complaint.html",
        report=report,
        count=queries.supports([report.id]).get(report.id, 0),
        mine=bool(signed_in and queries.supported_by(gate.actor().person_id, [report.id])),
        over=report.state in queries.GROUPS["over"],
        words=complaint_words,
    )


@public.post("/sesizari/<uuid:report_id>/si-eu")
def support(report_id: UUID) -> Response:
    """„Și eu”, once for each person; whoever says it is told how it goes on."""
    me = gate.actor()
    if not me.verified:
        return redirect(url_for("account.verify"), 303)
    gate.limit("support", str(me.person_id), 20, timedelta(hours=1))
    with transaction():
        report = queries.public(report_id)
        if report.state in queries.GROUPS["over"]:
            raise Refusal("report.over")
        said = actions.support(report, me.person_id, gate.now())
    text = _("Am notat „Și eu”. Vă scriem cum se rezolvă.") if said else _("Ați spus deja „Și eu”.")
    flash(text, "success")
    return redirect(url_for("public.complaint", report_id=report_id), 303)


@public.get("/sesizari/<uuid:report_id>/<when>.jpg")
def complaint_picture(report_id: UUID, when: str) -> Response:
    """A picture that the dispatcher let appear, made small and without what cameras write into it."""
    report = queries.public(report_id)
    document_id = _picture(report, when)
    if document_id is None:
        raise Refusal("document.unknown")
    found = documents.of_public(document_id, report.case_id)
    content = gate.house().outside.files.get(found.latest.sha256)
    response = uploads.send_bytes(pictures.public_copy(content), "image/jpeg", f"{when}.jpg")
    response.headers["Cache-Control"] = "public, max-age=600"
    return response


def _picture(report: Report, when: str) -> UUID | None:
    return {"inainte": report.photo_before_id, "dupa": report.photo_after_id}.get(when)


@public.get("/sesizari/zona.json")
def complaint_area() -> Response:
    """The hall's territory, for the outline on maps."""
    return jsonify(queries.area(procedures.current(CODE).id))
