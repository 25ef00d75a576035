"""A procedure seen live: where its cases stand on the diagram, since when, and where one waits long."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask import abort, render_template, request, url_for
from flask_babel import gettext as _

from app.cityhall import incidents
from app.cityhall.cases import queries as cases
from app.cityhall.cases import standing as rows
from app.cityhall.drafts import queries as drafts
from app.cityhall.incidents import Incident
from app.cityhall.procedures.models import Procedure, ProcedureVersion
from app.engine.reading.model import Element, Model
from app.engine.telling.marks import Mark
from app.journey import diagrams, standing
from app.journey.standing import Place
from app.web import gate
from app.web.studio import pictures
from app.web.studio.door import studio
from app.web.studio.drafts import shelf
from app.web.studio.watching import live_words

MOST = 200
VIEWS = ("all", "citizen", "hall")


@dataclass(frozen=True)
class Looked:
    """What is looked at: the versions whose cases count, the one that is drawn, and all that was found."""

    code: str
    procedure: Procedure
    counted: list[ProcedureVersion]
    drawn: ProcedureVersion
    model: Model
    places: dict[str, Place]
    incidents: list[Incident]
    now: datetime

    def incidents_at(self, element: str) -> list[Incident]:
        """The open ones of that element."""
        return [one for one in self.incidents if one.element == element]

    def elsewhere(self) -> list[Place]:
        """Where cases stand that the drawn version does not have: on elements of other versions."""
        return [one for one in self.places.values() if one.count and one.element not in self.model.elements]


@studio.get("/<code>/viu")
def live(code: str) -> str:
    """The diagram with what stands on it, and the same as a table."""
    row = shelf.row(drafts.procedure(code, gate.actor()), gate.actor(), gate.now())
    given = {"code": code, "procedure_title": row.title, "here": "live", "row": row}
    if not row.versions:
        return render_template("studio/live.html", **given, drawings=[])
    found, view = _look(code, row.versions), _view()
    return render_template(
        "studio/live.html",
        **given,
        found=found,
        view=view,
        views=live_words.views(code, view, request.args.get("versiune", "")),
        version=request.args.get("versiune", ""),
        choices=[(str(one.number), _("versiunea %(n)s", n=one.number)) for one in reversed(row.versions)],
        running=sum(row.running.get(one.id, 0) for one in found.counted),
        drawings=pictures.live(found.model, _marks(found, view)),
        lines=live_words.lines(found.model, found.places, view),
        words=live_words,
    )


@studio.get("/<code>/viu/<element>")
def live_element(code: str, element: str) -> str:
    """The cases that stand at one element: numbers and ages, nobody's name."""
    row = shelf.row(drafts.procedure(code, gate.actor()), gate.actor(), gate.now())
    if not row.versions:
        abort(404)
    found = _look(code, row.versions)
    place, drawn = found.places.get(element), found.model.elements.get(element)
    if place is None and drawn is None:
        abort(404)
    since = _inside(found, drawn) if drawn and drawn.called else (place.cases if place else {})
    oldest = sorted(since, key=lambda case: since[case] or found.now)[:MOST]
    return render_template(
        "studio/live_element.html",
        code=code,
        procedure_title=row.title,
        here="live",
        name=live_words.named(drawn, element),
        place=place,
        since=since,
        listed=rows.listed(oldest),
        most=MOST,
        seen=cases.seen(oldest, gate.actor()),
        incidents=found.incidents_at(element),
        words=live_words,
    )


def _look(code: str, versions: list[ProcedureVersion]) -> Looked:
    procedure, asked = versions[-1].procedure, request.args.get("versiune", type=int)
    counted = [one for one in versions if asked is None or one.number == asked]
    if not counted:
        abort(404)
    drawn = next((one for one in counted if one.retired_at is None), counted[-1])
    model = diagrams.of_version(drawn.id).model
    return Looked(
        code=code,
        procedure=procedure,
        counted=counted,
        drawn=drawn,
        model=model,
        places=standing.places(counted, model, procedure.institution_id, gate.now()),
        incidents=incidents.open_on([one.id for one in counted]),
        now=gate.now(),
    )


def _view() -> str:
    asked = request.args.get("caldura", "all")
    return asked if asked in VIEWS else "all"


def _inside(found: Looked, call: Element) -> dict[UUID, datetime | None]:
    """The cases that stand in a called diagram."""
    there = (found.places[e.id] for e in found.model.within(call.called or "") if e.id in found.places)
    return {case: since for place in there for case, since in place.cases.items()}


def _marks(found: Looked, view: str) -> dict[str, Mark]:
    inside = standing.inside(found.model, found.places)
    marks = {own: _call(found, own, count) for own, count in inside.items()}
    for own, place in found.places.items():
        if own in found.model.elements:
            marks[own] = _mark(found, place, view)
    for one in found.incidents:
        if one.element is not None and one.element in found.model.elements:
            marks[one.element] = _incident(found, one.element, marks.get(one.element))
    return marks


def _mark(found: Looked, place: Place, view: str) -> Mark:
    shown = view == "all" or place.for_citizen == (view == "citizen")
    heat = live_words.heat(place.usual) if shown else 1
    badge = str(place.count) if place.count else ""
    title = live_words.told(found.model.elements[place.element], place, found.now)
    return Mark(f"heat-{heat}", badge, title, _at(found, place.element))


def _call(found: Looked, own: str, count: int) -> Mark:
    name = live_words.named(found.model.elements[own], own)
    title = _("%(name)s: cereri în diagrama chemată: %(count)s", name=name, count=count)
    return Mark("called", str(count), title, _at(found, own))


def _incident(found: Looked, own: str, mark: Mark | None) -> Mark:
    count = len(found.incidents_at(own))
    name = live_words.named(found.model.elements[own], own)
    title = _("%(name)s: incidente deschise: %(count)s", name=name, count=count)
    badge = f"! {count}" if mark is None or not mark.badge else f"{mark.badge} / ! {count}"
    return Mark("incident", badge, f"{title}. {mark.title if mark else ''}".strip(), _at(found, own), "bad")


def _at(found: Looked, element: str) -> str:
    asked = request.args.get("versiune") or None
    return url_for("studio.live_element", code=found.code, element=element, versiune=asked)
