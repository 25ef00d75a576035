"""A new procedure: from almost nothing, as a copy of another one, or from a file."""

from dataclasses import dataclass
from uuid import UUID

from flask import current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.cityhall import institutions
from app.cityhall.drafts import actions, rules
from app.cityhall.drafts import queries as drafts
from app.cityhall.institutions import Institution
from app.cityhall.procedures import beginnings, folders
from app.cityhall.procedures import queries as procedures
from app.cityhall.registry.rules import romanian_day
from app.database import transaction
from app.refusal import Refusal
from app.web import gate, wording
from app.web.studio.door import studio
from app.web.studio.drafts import bringing, shelf

LONGEST = 160
MAIN = "procedure.bpmn"
# Where on the page each refusal belongs.
FIELDS = {
    "draft.bad_code": "code",
    "draft.code_taken": "code",
    "new.no_title": "title",
    "new.no_source": "source",
}


@dataclass(frozen=True)
class Asked:
    """The form of a new procedure."""

    code: str
    title: str
    department: str
    institution: Institution


@studio.get("/procedura-noua")
def new_procedure() -> str:
    """The form."""
    return _page()


@studio.post("/procedura-noua")
def begin_procedure() -> Response | tuple[str, int]:
    """A draft that nobody sees but the analysts; refused, the page comes back with everything typed."""
    try:
        asked = _asked()
        files, way = _files(asked)
        with transaction():
            by = gate.actor().person_id
            actions.begin_anew(asked.institution, asked.code, files, by, gate.now())
    except Refusal as refusal:
        return _page(refusal), wording.status(refusal.key)
    flash(_("Procedura are acum o ciornă. Cetățenii o văd abia după ce o publicați."), "ok")
    return redirect(url_for(way, code=asked.code), 303)


def _asked() -> Asked:
    """Raises Refusal `draft.bad_code`, `new.no_title`, `department.unknown`."""
    typed = request.form
    code, title = typed.get("code", "").strip(), " ".join(typed.get("title", "").split())[:LONGEST]
    rules.check_code(code)
    if not title or not title.isprintable():
        raise Refusal("new.no_title")
    institution = _institutions().get(typed.get("institution", type=UUID) or next(iter(_institutions())))
    if (
        institution is None
        or institutions.department(institution.id, typed.get("department", "")[:60]) is None
    ):
        raise Refusal("department.unknown")
    return Asked(code, title, typed["department"], institution)


def _files(asked: Asked) -> tuple[dict[str, bytes], str]:
    """The files that it begins with, and the page to go on with."""
    today, root = romanian_day(gate.now()), current_app.extensions["settings"].root
    blank = beginnings.blank(asked.code, asked.title, asked.department, today, folders.shared(root))
    how = request.form.get("how")
    if how == "copy":
        return beginnings.copied(_source(), asked.code, asked.title), "studio.draft"
    if how != "file":
        return blank, "studio.draft"
    brought = bringing.read(request.files.get("file"))
    if brought.package is None and brought.path.endswith(".dmn"):
        return {**blank, brought.path: brought.content}, "studio.draft"
    if brought.package is None:
        return {**blank, MAIN: brought.content}, "studio.report"
    whole = {"procedure.toml": blank["procedure.toml"], **brought.package.files}
    return beginnings.copied(whole, asked.code, asked.title), "studio.report"


def _source() -> dict[str, bytes]:
    """The files of a published procedure of the analyst's own. Raises Refusal `new.no_source`."""
    try:
        found = drafts.procedure(request.form.get("source", ""), gate.actor())
        return procedures.version_files(procedures.current(found.code, found.institution_id).id)
    except Refusal as refusal:
        raise Refusal("new.no_source") from refusal


def _institutions() -> dict[UUID, Institution]:
    mine = drafts.institutions_of(gate.actor())
    return {one.id: one for one in institutions.everyone() if one.id in mine}


def _page(refusal: Refusal | None = None) -> str:
    said = wording.sentence(refusal.key, refusal.facts) if refusal else ""
    field = FIELDS.get(refusal.key, "file") if refusal else ""
    halls = _institutions()
    departments = {one.code: one.name for hall in halls for one in institutions.departments(hall)}
    return render_template(
        "studio/new.html",
        institutions=[(str(key), one.name) for key, one in halls.items()],
        departments=sorted(departments.items(), key=lambda pair: pair[1]),
        copies=[(row.code, row.title) for row in shelf.rows(gate.actor(), gate.now()) if row.current],
        typed=request.form,
        longest=LONGEST,
        errors=[(field, said)] if said else [],
        wrong={field: said},
    )
