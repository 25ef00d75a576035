"""Handing papers in through a cabinet: preparing it, its cover sheet, giving it up."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.cityhall.cabinets import queries as cabinets
from app.cityhall.cases import queries as cases
from app.cityhall.cases.models import CaseTask
from app.cityhall.documents import queries as documents
from app.cityhall.dropoffs import queries
from app.cityhall.dropoffs.rules import Laid
from app.cityhall.registry.rules import romanian_day
from app.cityhall.submissions import Draft
from app.database import transaction
from app.journey import secrets
from app.journey.lockers import cabinet_choices, dropoff_paper, dropoff_preparing, dropoff_words
from app.journey.lockers.dropoff_preparing import Wanted
from app.refusal import Refusal
from app.web import dropoff_view, gate, qr, uploads, wording
from app.web.citizen import citizen, portal
from app.web.filing import completion, papers

Answer = str | tuple[str, int] | Response
ITEM = "item."
OTHER = "other_papers"
BESIDE = frozenset({"papers.missing", "dropoff.empty", "dropoff.size", "dropoff.most", "cabinet.unknown"})
UNANSWERED = frozenset({"dropoff.none_free", "dropoff.no_answer"})


@citizen.get("/cereri/depuneri")
def drop_offs() -> str:
    """All that one prepared to hand in, with where each stands."""
    found = queries.of_person(gate.actor().person_id)
    return render_template("citizen/drop_offs.html", found=found, words=dropoff_view)


@citizen.get("/cereri/depuneri/ciorna/<uuid:draft_id>")
def drop_off_request(draft_id: UUID) -> Answer:
    """Choose cabinet, door and items for a draft."""
    return _asked_of_draft(draft_id)


@citizen.post("/cereri/depuneri/ciorna/<uuid:draft_id>")
def prepare_request(draft_id: UUID) -> Answer:
    """Keep a door for it."""

    def begin() -> UUID:
        draft = portal.draft(draft_id, lock=True)
        wanted = _wanted(_of_draft(draft))
        return dropoff_preparing.of_request(draft, wanted, gate.actor(), gate.now()).id

    return _prepare(begin, lambda problem: _asked_of_draft(draft_id, problem))


@citizen.get("/cereri/depuneri/sarcina/<uuid:task_id>")
def drop_off_completion(task_id: UUID) -> Answer:
    """Choose cabinet, door and items for what a case waits for."""
    return _asked_of_task(task_id)


@citizen.post("/cereri/depuneri/sarcina/<uuid:task_id>")
def prepare_completion(task_id: UUID) -> Answer:
    """Keep a door for it."""

    def begin() -> UUID:
        task = cases.applicant_task(task_id, gate.actor())
        wanted = _wanted(_of_task(task))
        return dropoff_preparing.of_completion(task, wanted, gate.actor(), gate.now()).id

    return _prepare(begin, lambda problem: _asked_of_task(task_id, problem))


def _prepare(begin: Callable[[], UUID], again: Callable[[Refusal], Answer]) -> Answer:
    try:
        with transaction():
            made = begin()
        dropoff_preparing.keep_door(made, gate.house(), gate.now())
    except Refusal as refusal:
        if refusal.key == "dropoff.waits" and refusal.facts.get("drop_off"):
            return redirect(url_for("citizen.drop_off", drop_off_id=refusal.facts["drop_off"]), 303)
        if refusal.key in BESIDE | UNANSWERED:
            return again(refusal)
        raise
    return redirect(url_for("citizen.drop_off", drop_off_id=made), 303)


@citizen.get("/cereri/depuneri/<uuid:drop_off_id>")
def drop_off(drop_off_id: UUID) -> str:
    """The cover sheet while it is awaited; afterwards what became of it."""
    found = queries.mine(drop_off_id, gate.actor().person_id)
    grant = dropoff_words.depositor(found)
    house = gate.house()
    return render_template(
        "citizen/drop_off.html",
        found=found,
        words=dropoff_view,
        over=found.window_until <= gate.now(),
        days=queries.policy(found.institution_id, "check_days", romanian_day(gate.now())),
        code=qr.svg(secrets.grant_token(house, grant)) if grant and found.state == "prepared" else "",
        pin=secrets.grant_pin(house, grant) if grant else "",
    )


@citizen.get("/cereri/depuneri/<uuid:drop_off_id>/foaie.pdf")
def drop_off_sheet(drop_off_id: UUID) -> Response:
    """The cover sheet to print. Raises Refusal `dropoff.over`."""
    found = queries.mine(drop_off_id, gate.actor().person_id)
    if found.state != "prepared":
        raise Refusal("dropoff.over")
    content = dropoff_paper.pdf(found, gate.house(), gate.now())
    return uploads.send_bytes(content, "application/pdf", f"foaie-{found.number}.pdf", download=False)


@citizen.post("/cereri/depuneri/<uuid:drop_off_id>/renunt")
def give_up_drop_off(drop_off_id: UUID) -> Response:
    """The door is for somebody else; what was written stays."""
    with transaction():
        found = queries.mine(drop_off_id, gate.actor().person_id, lock=True)
        dropoff_preparing.give_up(found, gate.actor(), gate.now())
    flash(_("Ați renunțat la casetă. Ce ați scris s-a păstrat și poate fi trimis de acasă."), "success")
    return redirect(url_for("citizen.drop_offs"), 303)


def _asked_of_draft(draft_id: UUID, problem: Refusal | None = None) -> Answer:
    draft = portal.draft(draft_id)
    if draft.case_id is not None:
        return redirect(url_for("citizen.draft", draft_id=draft_id), 303)
    title, hall = draft.version.config, draft.version.procedure.institution_id
    back = url_for("citizen.check", draft_id=draft_id)
    return _page(draft.id, title, hall, _of_draft(draft), back, problem)


def _asked_of_task(task_id: UUID, problem: Refusal | None = None) -> Answer:
    task = cases.applicant_task(task_id, gate.actor())
    back = url_for("citizen.task", task_id=task_id)
    hall = task.case.institution_id
    return _page(task.id, task.case.version.config, hall, _of_task(task), back, problem)


def _page(
    about: UUID,
    title: Mapping[str, Any],
    hall: UUID,
    items: Sequence[Mapping[str, Any]],
    back: str,
    problem: Refusal | None,
) -> Answer:
    if waits := queries.prepared(about):
        return redirect(url_for("citizen.drop_off", drop_off_id=waits.id), 303)
    usual = cabinet_choices.for_person(gate.actor().person_id)
    serving = cabinets.serving(hall)
    said = wording.sentence(problem.key, problem.facts) if problem else ""
    named = {"papers.missing": "acknowledge", "cabinet.unknown": "cabinet", "dropoff.none_free": "cabinet"}
    text = render_template(
        "citizen/drop_off_new.html",
        title=title,
        items=items,
        back=back,
        cabinets=serving,
        usual=next((one.code for one in serving if usual and one.id == usual.cabinet_id), ""),
        sizes=dropoff_view.sizes(),
        ways=dropoff_view.ways,
        hours=queries.policy(hall, "window_hours", romanian_day(gate.now())),
        errors=[(named.get(problem.key, ""), said)] if problem else [],
        acknowledge=said if problem and problem.key == "papers.missing" else "",
    )
    return (text, wording.status(problem.key)) if problem else (text, 200)


def _wanted(items: Sequence[Mapping[str, Any]]) -> Wanted:
    kept = ("code", "title", "need", "laid")
    return Wanted(
        cabinet=request.form.get("cabinet", ""),
        size=request.form.get("size", "S"),
        items=[{name: one[name] for name in kept} for one in items],
        accessible=request.form.get("accessible") == "yes",
        acknowledged=request.form.get("acknowledge") == "yes",
    )


def _of_draft(draft: Draft) -> list[dict[str, Any]]:
    """The same checklist as online; what is attached already need not come again."""
    found = []
    for row in papers.rows(draft):
        given = bool(row.files) or row.source is not None
        said = _item(row.need.code, row.need.title, row.need.need, given=given)
        found.append({**said, "if_missing": row.need.if_missing})
    return [*found, _others()]


def _of_task(task: CaseTask) -> list[dict[str, Any]]:
    """What the case was found to lack, and anything else."""
    sent = {one.paper_code for one in documents.of_draft(task.id)}
    asked = {code: title for code, title in completion.wanted(task).items() if code != papers.OTHER}
    found = [_item(code, title, "required", given=code in sent) for code, title in asked.items()]
    return [*({**one, "if_missing": ""} for one in found), _others()]


def _others() -> dict[str, Any]:
    return {**_item(OTHER, _("Alte hârtii, de exemplu cererea semnată"), "optional"), "if_missing": ""}


def _item(code: str, title: str, need: str, *, given: bool = False) -> dict[str, Any]:
    usual = Laid.GIVEN if given else Laid.LAID if need == "required" else Laid.NONE
    said = request.form.get(f"{ITEM}{code}", usual)
    may = {Laid.LAID, Laid.GIVEN} if given else {Laid.LAID, Laid.NONE}
    laid = said if said in may else usual
    return {"code": code, "title": str(title)[:200], "need": need, "laid": str(laid), "given": given}
