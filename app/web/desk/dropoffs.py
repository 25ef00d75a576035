"""Papers that people laid into compartments: take them out, scan them, tick the list."""

from collections.abc import Mapping
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.cityhall import journal
from app.cityhall.documents import actions as documents
from app.cityhall.documents import queries as kept
from app.cityhall.documents.actions import Stored
from app.cityhall.dropoffs import queries, rules
from app.cityhall.dropoffs.models import DropOff
from app.cityhall.dropoffs.rules import DropOffState, Way
from app.database import transaction
from app.journey.lockers import dropoff_checks
from app.refusal import Refusal
from app.web import dropoff_view, gate, paging, uploads, wording
from app.web.desk.door import desk
from app.web.filing import papers
from app.web.paging import ON_A_PAGE

Answer = str | tuple[str, int] | Response
FOUND = "found."
LISTS = {
    "de-golit": DropOffState.LAID_IN,
    "de-verificat": DropOffState.EMPTIED,
    "asteptate": DropOffState.PREPARED,
    "verificate": DropOffState.VERIFIED,
}


@desk.get("/casete-depuneri")
def drop_offs() -> str:
    """What lies in compartments, what was taken out, what is expected."""
    halls = _halls()
    shown = request.args.get("lista", "de-golit")
    shown = shown if shown in LISTS else "de-golit"
    names = {
        "de-golit": _("De golit"),
        "de-verificat": _("De verificat"),
        "asteptate": _("Așteptate"),
        "verificate": _("Verificate"),
    }
    many = queries.counts(halls)
    # What is done is not counted.
    tabs = [
        (name, url_for("desk.drop_offs", lista=key), _counted(many, LISTS[key]), key == shown)
        for key, name in names.items()
    ]
    page, pages = paging.asked(many.get(LISTS[shown], 0))
    found = queries.in_state(halls, LISTS[shown], limit=ON_A_PAGE, offset=(page - 1) * ON_A_PAGE)
    list_ = {"found": found, "shown": shown, "page": page, "pages": pages}
    return render_template("desk/drop_offs.html", tabs=tabs, view=dropoff_view, **list_)


def _counted(many: Mapping[str, int], state: DropOffState) -> int | None:
    return None if state == DropOffState.VERIFIED else many.get(state, 0)


@desk.get("/casete-depuneri/<uuid:drop_off_id>")
def drop_off(drop_off_id: UUID) -> Answer:
    """One drop-off: its door, its list. Looking at it is kept in the journal."""
    found = queries.theirs(drop_off_id, _halls())
    with transaction():
        about = ("drop_off", found.id)
        journal.note("dropoff.viewed", gate.now(), actor_id=gate.actor().person_id, about=about)
    return _page(drop_off_id)


@desk.post("/casete-depuneri/<uuid:drop_off_id>/deschide")
def empty_drop_off(drop_off_id: UUID) -> Response:
    """Ask for the door; the worker opens it within the second."""
    with transaction():
        found = queries.theirs(drop_off_id, _halls(), lock=True)
        dropoff_checks.ask_to_open(found, gate.actor(), gate.now())
    flash(_("Ușa se deschide. Scoateți actele și închideți-o."), "success")
    return redirect(url_for("desk.drop_off", drop_off_id=drop_off_id), 303)


@desk.post("/casete-depuneri/<uuid:drop_off_id>")
def check_drop_off(drop_off_id: UUID) -> Answer:
    """Keep scans and ticks; then, if asked to, say that the list is done."""
    queries.theirs(drop_off_id, _halls())
    stored, problems = papers.keep_files(request.files.items(multi=True))
    found = {
        name.removeprefix(FOUND): value
        for name, value in request.form.items()
        if name.startswith(FOUND) and value
    }
    done = request.form.get("action") == "verify" and not problems
    try:
        with transaction():
            one = queries.theirs(drop_off_id, _halls(), lock=True)
            dropoff_checks.note_found(one, found, gate.actor())
            _join(one, stored)
        if done:
            with transaction():
                one = queries.theirs(drop_off_id, _halls(), lock=True)
                way = request.form.get("way", Way.LOCKER)
                dropoff_checks.verify(one, gate.actor(), gate.house(), gate.now(), way)
    except Refusal as refusal:
        if refusal.key not in {"dropoff.unticked", "dropoff.no_case", "dropoff.tick", "dropoff.way"}:
            raise
        said = wording.sentence(refusal.key, refusal.facts)
        return _page(drop_off_id, [("", said)], 422)
    if problems:
        return _page(drop_off_id, [(f"{papers.PREFIX}{code}", said) for code, said in problems.items()], 422)
    flash(_("Lista este verificată.") if done else _("S-a păstrat."), "success")
    return redirect(url_for("desk.drop_off", drop_off_id=drop_off_id), 303)


def _join(dropped: DropOff, stored: list[tuple[str, Stored]]) -> None:
    """Scans join the case at once, each under its item."""
    if stored and dropped.case_id is None:
        raise Refusal("dropoff.no_case")
    titles = {one["code"]: one["title"] for one in rules.laid(dropped.items)}
    for code, file in stored:
        if code not in titles:
            raise Refusal("form.unknown_field", field=f"{papers.PREFIX}{code}")
        case_id, by = dropped.case_id, gate.actor().person_id
        documents.add("paper", titles[code], file, gate.now(), case_id=case_id, paper_code=code, by=by)


def _halls() -> set[UUID]:
    """Raises Refusal `door.closed` for whoever empties no compartment."""
    found = dropoff_checks.halls(gate.actor())
    if not found:
        raise Refusal("door.closed")
    return found


def _page(drop_off_id: UUID, errors: list[tuple[str, str]] | None = None, status: int = 200) -> Answer:
    found = queries.theirs(drop_off_id, _halls())
    text = render_template(
        "desk/drop_off.html",
        found=found,
        items=rules.laid(found.items),
        originals=rules.originals(found.items),
        scans=_scans(found),
        view=dropoff_view,
        accept=uploads.ACCEPT,
        ways=[(key, said) for key, (said, _tone) in dropoff_view.FOUND.items() if key],
        errors=errors or [],
    )
    return text, status


def _scans(found: DropOff) -> Mapping[str, list[str]]:
    """Names of the files that came under each item since the door closed."""
    scans: dict[str, list[str]] = {}
    for one in kept.of_case(found.case_id) if found.case_id and found.closed_at else ():
        if one.paper_code and one.kind == "paper" and found.closed_at and one.created_at >= found.closed_at:
            scans.setdefault(one.paper_code, []).append(one.latest.filename)
    return scans
