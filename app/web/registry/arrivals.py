"""What came and waits for a number: the queue, one document beside its proposal, one key to confirm it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app import faults
from app.cityhall import institutions, journal
from app.cityhall.arrivals import actions, filled, queries, rules
from app.cityhall.arrivals.models import Arrival
from app.database import StaleDataError, transaction
from app.journey import intake
from app.refusal import Refusal
from app.web import form_pages, gate, uploads, wording
from app.web.registry import arrival_words as words
from app.web.registry.door import registry

Answer = str | tuple[str, int] | Response
ON_A_PAGE = 50
RAW = "message/rfc822"
FIELDS = (
    *("kind", "document", "department", "category", "issuer", "organisation", "full_name", "summary"),
    *("sender_number", "sender_date", "sheets", "annexes", "connected_number", "phone"),
    *(f"address.{name}" for name in filled.ADDRESS),
)


@dataclass(frozen=True)
class Typed:
    """What the boxes show: the proposal, or what was typed and refused."""

    values: Mapping[str, str]
    wrong: Mapping[str, str] = field(default_factory=dict)
    summary: tuple[tuple[str, str], ...] = ()
    status: int = 200


@registry.get("/sosite")
def arrivals() -> str:
    """All that waits, the oldest first."""
    here = _halls()
    return render_template(
        "registry/arrivals.html",
        waiting=queries.waiting(here, most=ON_A_PAGE),
        counts=queries.how_many(here),
        words=words,
        held=_held,
    )


@registry.get("/sosite/urmatorul")
def next_arrival() -> Response:
    """The oldest that nobody has open; with `dupa`, the first after that one."""
    left = request.args.get("dupa", type=UUID)
    after = None
    if left is not None:
        passed = queries.mine(left, gate.actor())
        after = (passed.arrived_at, passed.key)
    found = next((one for one in queries.waiting(_halls(), after=after) if _free(one)), None)
    if found is None:
        return redirect(url_for("registry.arrivals"), 303)
    return redirect(url_for("registry.arrival", arrival_id=found.id), 303)


@registry.get("/sosite/<uuid:arrival_id>")
def arrival(arrival_id: UUID) -> Answer:
    """One document that came: the message, its files, and all that a registrar would type."""
    try:
        with transaction():
            found = _opened(arrival_id)
    except (Refusal, StaleDataError) as error:
        if isinstance(error, Refusal) and error.key not in {"arrival.held", "arrival.settled"}:
            raise
        return _page(queries.mine(arrival_id, gate.actor()), None)
    return _page(found, Typed(filled.of_proposal(found.proposal)))


def _opened(arrival_id: UUID) -> Arrival:
    """Held by whoever opens it, with its proposal; whoever reads others' letters leaves a trace."""
    found = queries.mine(arrival_id, gate.actor(), lock=True)
    if found.state == rules.NEW:
        intake.propose(found.id)
    if found.holder_id != gate.actor().person_id or _held(found) is None:
        actions.hold(found, gate.actor().person_id, gate.now())
        who = gate.actor().person_id
        journal.note("arrival.opened", gate.now(), actor_id=who, about=("arrival", found.id))
    return found


@registry.post("/sosite/<uuid:arrival_id>/confirma")
def confirm_arrival(arrival_id: UUID) -> Answer:
    """Number, case and answer in one transaction; then the next document."""
    typed = {name: request.form.get(name, "")[:8000] for name in FIELDS}
    found = queries.mine(arrival_id, gate.actor())
    made, wrong = filled.read(typed, [one.code for one in institutions.departments(found.institution_id)])
    if wrong:
        return _page(found, _wrong(typed, wrong))
    try:
        with transaction():
            mine = queries.mine(arrival_id, gate.actor(), lock=True)
            seen = request.form.get("version", -1, type=int)
            done = intake.confirm(mine, gate.actor(), seen, made, gate.house(), gate.now())
            number = done.entry.legal_number
    except (Refusal, StaleDataError) as error:
        return _refused(arrival_id, typed, error)
    faults.point("intake.after_commit")
    flash(_("Înregistrat cu nr. %(number)s: %(summary)s", number=number, summary=made.summary), "ok")
    return redirect(url_for("registry.next_arrival"), 303)


def _wrong(typed: Mapping[str, str], wrong: Mapping[str, str]) -> Typed:
    said = {name: str(words.WRONG[key]) for name, key in wrong.items()}
    return Typed(typed, said, tuple(said.items()), 422)


def _refused(arrival_id: UUID, typed: Mapping[str, str], error: Exception) -> Answer:
    """Nothing was registered; what was typed stays, and the page says why."""
    refusal = error if isinstance(error, Refusal) else Refusal("arrival.changed")
    found = queries.mine(arrival_id, gate.actor())
    if refusal.key in {"arrival.held", "arrival.settled"}:
        return _page(found, None)
    said = intake_errors(found, typed, refusal)
    wrong = {name: sentence for name, sentence in said if name}
    return _page(found, Typed(typed, wrong, tuple(said), wording.status(refusal.key)))


def intake_errors(found: Arrival, typed: Mapping[str, str], refusal: Refusal) -> list[tuple[str, str]]:
    """What is wrong, by our fields: a procedure's form speaks in its own words."""
    errors = refusal.facts.get("errors")
    if not isinstance(errors, list):
        name = "connected_number" if refusal.key == "arrival.number_unknown" else ""
        return [(name, wording.sentence(refusal.key, refusal.facts))]
    form = intake.form_of(typed["kind"], found.institution_id)
    said = form_pages.error_summary(form, errors)
    return [(name if name in FIELDS else "", sentence) for name, sentence in said]


@registry.post("/sosite/<uuid:arrival_id>/respinge")
def reject_arrival(arrival_id: UUID) -> Answer:
    """No number, with the reason; then the next document."""
    typed = {name: request.form.get(name, "") for name in ("reason", "other")}
    try:
        with transaction():
            mine = queries.mine(arrival_id, gate.actor(), lock=True)
            intake.reject(mine, gate.actor(), typed["other"] or typed["reason"], gate.now())
    except (Refusal, StaleDataError) as error:
        return _refused(
            arrival_id, filled.of_proposal(queries.mine(arrival_id, gate.actor()).proposal), error
        )
    flash(_("Nu se înregistrează. Motivul s-a păstrat."), "ok")
    return redirect(url_for("registry.next_arrival"), 303)


@registry.post("/sosite/<uuid:arrival_id>/desparte")
def split_arrival(arrival_id: UUID) -> Answer:
    """Each group of files becomes a document of its own; the first of them is opened."""
    try:
        with transaction():
            mine = queries.mine(arrival_id, gate.actor(), lock=True)
            chosen = {one.id: request.form.get(f"group.{one.id}", "1") for one in mine.kept}
            groups = [[f for f, of in chosen.items() if of == name] for name in sorted(set(chosen.values()))]
            first = intake.split(mine, gate.actor(), groups, gate.now())[0].id
    except (Refusal, StaleDataError) as error:
        return _refused(
            arrival_id, filled.of_proposal(queries.mine(arrival_id, gate.actor()).proposal), error
        )
    flash(_("Despărțit. Urmează primul dintre documente."), "ok")
    return redirect(url_for("registry.arrival", arrival_id=first), 303)


@registry.post("/sosite/<uuid:arrival_id>/sari")
def skip_arrival(arrival_id: UUID) -> Response:
    """Leave it to the others, and open the one after it."""
    with transaction():
        actions.let_go(queries.mine(arrival_id, gate.actor(), lock=True), gate.actor().person_id)
    return redirect(url_for("registry.next_arrival", dupa=arrival_id), 303)


@registry.get("/sosite/<uuid:arrival_id>/fisiere/<uuid:file_id>")
def arrival_file(arrival_id: UUID, file_id: UUID) -> Response:
    """One of its files."""
    found = queries.mine(arrival_id, gate.actor())
    one = next((file for file in found.kept if file.id == file_id), None)
    if one is None:
        raise Refusal("document.unknown")
    return uploads.send_bytes(gate.house().outside.files.get(one.sha256), one.media_type, one.filename)


@registry.get("/sosite/<uuid:arrival_id>/mesaj.eml")
def arrival_message(arrival_id: UUID) -> Response:
    """The whole message as it came, to be kept or looked at elsewhere."""
    found = queries.mine(arrival_id, gate.actor())
    if found.state == rules.QUARANTINED:
        raise Refusal("document.unknown")
    return uploads.send_bytes(
        gate.house().outside.files.get(found.raw_sha256), RAW, "mesaj.eml", download=True
    )


def _halls() -> set[UUID]:
    here = queries.institutions(gate.actor())
    if not here:
        raise Refusal("door.closed")
    return here


def _held(found: Arrival) -> str | None:
    """Who has it open now."""
    nobody = UUID(int=0)
    held = rules.held_by_other(found.holder_id, found.held_at, nobody, gate.now())
    return found.holder.full_name if held and found.holder else None


def _free(found: Arrival) -> bool:
    """Can it be opened now, and confirmed? (What has a virus is opened from the list.)"""
    other = rules.held_by_other(found.holder_id, found.held_at, gate.actor().person_id, gate.now())
    return found.state in rules.OPEN and not other


def _page(found: Arrival, typed: Typed | None) -> tuple[str, int]:
    """Without `typed` somebody else has it, or it is settled: only to be looked at."""
    status = typed.status if typed else 409
    text = render_template(
        "registry/arrival.html",
        arrival=found,
        typed=typed,
        shown=typed.values if typed else filled.of_proposal(found.proposal),
        errors=typed.summary if typed else (),
        departments=[(one.code, one.name) for one in institutions.departments(found.institution_id)],
        reasons=words.reasons(found.proposal),
        problems=words.problems(found.problems, found.trust),
        words=words,
        holder=_held(found),
        waiting=sum(queries.how_many({found.institution_id}).values()),
    )
    return text, status
