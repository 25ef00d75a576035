"""The queue „Așteaptă originalul”: who promised a paper, since when, until when; a tick when it came."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.cityhall import journal, originals
from app.cityhall.cases import actions as case_actions
from app.cityhall.cases import queries as cases
from app.cityhall.registry import labels
from app.cityhall.registry.rules import romanian_day
from app.database import StaleDataError, transaction
from app.journey import work
from app.refusal import Refusal
from app.web import gate, wording
from app.web.registry.door import halls, registry

Answer = str | tuple[str, int] | Response
FORM = "original"


@registry.get("/hartii/originale")
def originals_waiting() -> Answer:
    """All that is awaited: promised with a drop-off, or noted here for an entry."""
    return _page()


@registry.post("/hartii/originale")
def expect_original() -> Answer:
    """Note that the original of an entry is still to come."""
    try:
        with transaction():
            entry = labels.read(request.form.get("number", ""), halls("registrar"))
            if entry is None:
                raise Refusal("original.number")
            whom = request.form.get("from_whom", "").strip() or entry.issuer
            email = request.form.get("email", "")
            made = originals.expect(entry, whom, email, gate.actor().person_id, gate.now())
            _note("original.expected", made.entry_id)
    except Refusal as refusal:
        return _refused(refusal)
    flash(_("Originalul pentru nr. %(number)s este în evidență.", number=entry.legal_number), "success")
    return redirect(url_for("registry.originals_waiting"), 303)


@registry.post("/hartii/originale/<uuid:original_id>/venit")
def original_came(original_id: UUID) -> Answer:
    """Tick it: it lies on the desk."""
    return _settle(original_id, came=True)


@registry.post("/hartii/originale/<uuid:original_id>/renuntat")
def original_given_up(original_id: UUID) -> Answer:
    """It is awaited no longer, and why."""
    return _settle(original_id, came=False)


@registry.post("/hartii/originale/dosar/<uuid:task_id>/venit")
def promised_original_came(task_id: UUID) -> Answer:
    """The same for a drop-off: its procedure waits for this tick, and goes on."""
    sheets = request.form.get("sheets", type=int)
    answers = {"received": True, **({"sheets": sheets} if sheets else {})}
    try:
        with transaction():
            task = cases.staff_task(task_id, gate.actor())
            if task.form != FORM:
                raise Refusal("task.unknown")
            if task.holder_id is None:
                case_actions.claim(task, gate.actor(), gate.now())
            work.complete(task, answers, gate.actor(), task.revision, gate.now())
    except (Refusal, StaleDataError) as error:
        return _refused(error if isinstance(error, Refusal) else Refusal("task.changed"))
    flash(_("Originalul a fost bifat; dosarul merge mai departe."), "success")
    return redirect(url_for("registry.originals_waiting"), 303)


def _settle(original_id: UUID, *, came: bool) -> Answer:
    by, now = gate.actor().person_id, gate.now()
    try:
        with transaction():
            found = originals.mine(original_id, halls("registrar"))
            if came:
                originals.came(found, request.form.get("sheets", type=int), by, now)
            else:
                originals.give_up(found, request.form.get("note", ""), by, now)
            _note("original.came" if came else "original.given_up", found.entry_id)
    except (Refusal, StaleDataError) as error:
        return _refused(error if isinstance(error, Refusal) else Refusal("original.settled"))
    flash(_("Originalul a venit.") if came else _("Originalul nu mai este așteptat."), "success")
    return redirect(url_for("registry.originals_waiting"), 303)


def _note(what: str, entry_id: UUID) -> None:
    journal.note(what, gate.now(), actor_id=gate.actor().person_id, about=("register_entry", entry_id))


def _refused(refusal: Refusal) -> Answer:
    if wording.status(refusal.key) in {403, 404}:
        raise refusal
    return _page(wording.sentence(refusal.key, refusal.facts), wording.status(refusal.key))


def _page(error: str = "", status: int = 200) -> tuple[str, int]:
    mine = halls("registrar")
    text = render_template(
        "registry/originals.html",
        errors=[("number", error)] if error else [],
        typed=request.form,
        today=romanian_day(gate.now()),
        tasks=[t for t in cases.waiting_for(gate.actor(), "registrar", FORM) if t.institution_id in mine],
        waiting=originals.waiting(mine),
        settled=originals.settled(mine),
        asked=labels.read(request.args.get("nr", ""), mine),
    )
    return text, status
