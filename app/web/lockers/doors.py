"""The cabinet as one stands before it, and one door of it with everything that may be done there."""

from collections.abc import Callable

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.cityhall import journal
from app.cityhall.cabinets import compartments, contents
from app.cityhall.cabinets.models import Cabinet, Compartment
from app.database import transaction
from app.journey.lockers import cabinet_hands
from app.refusal import Refusal
from app.web import gate, wording
from app.web.lockers import door
from app.web.lockers.door import lockers

VIEWS = ("harta", "tabel")


@lockers.get("/<code>", endpoint="map")
def whole(code: str) -> str:
    """All doors; `arata=restante`: only those whose papers should be out by now."""
    cabinet = door.cabinet(code)
    doors = compartments.of(cabinet.id)
    lying = contents.lying(cabinet, door.halls())
    late = {number for number, one in lying.items() if one.overdue(gate.now())}
    only_late = request.args.get("arata") == "restante"
    view = request.args.get("vedere", "harta")
    _seen(cabinet)
    return render_template(
        "lockers/map.html",
        cabinet=cabinet,
        columns=compartments.columns(doors),
        doors=[one for one in doors if not only_late or one.number in late],
        lying=lying,
        late=late,
        only_late=only_late,
        view=view if view in VIEWS else "harta",
    )


@lockers.get("/<code>/usi/<int:number>")
def one_door(code: str, number: int) -> str:
    """One door: how it stands, whose papers, what happened, what can be done."""
    return _page(door.cabinet(code), number)


@lockers.post("/<code>/usi/<int:number>/<any(deschide, scoate, repune, curatat, muta):what>")
def command(code: str, number: int, what: str) -> Response | tuple[str, int]:
    """One of the buttons; a refusal comes back on the same page with its reason."""
    cabinet = door.owned(code)
    compartments.door(cabinet.id, number)
    try:
        said, to = COMMANDS[what](cabinet, number)
    except Refusal as refusal:
        shown = door.cabinet(code)
        return _page(shown, number, wording.sentence(refusal.key, refusal.facts), what), wording.status(
            refusal.key
        )
    flash(said, "ok")
    return redirect(url_for("lockers.one_door", code=code, number=to), 303)


def _open(cabinet: Cabinet, number: int) -> tuple[str, int]:
    cabinet_hands.open_door(
        *(compartments.door(cabinet.id, number), cabinet, request.form.get("reason", "")),
        *(gate.actor(), gate.house(), gate.now()),
    )
    return _("Ușa %(door)s s-a deschis. Închideți-o după ce terminați.", door=number), number


def _block(cabinet: Cabinet, number: int) -> tuple[str, int]:
    cabinet_hands.block(
        *(compartments.door(cabinet.id, number), cabinet, request.form.get("reason", "")),
        *(gate.actor(), gate.house(), gate.now()),
    )
    return _("Ușa %(door)s nu mai este dată nimănui.", door=number), number


def _unblock(cabinet: Cabinet, number: int) -> tuple[str, int]:
    found = compartments.door(cabinet.id, number)
    cabinet_hands.unblock(found, cabinet, gate.actor(), gate.house(), gate.now())
    return _("Ușa %(door)s este din nou în folosință.", door=number), number


def _cleaned(cabinet: Cabinet, number: int) -> tuple[str, int]:
    with transaction():
        found = compartments.door(cabinet.id, number)
        cabinet_hands.cleaned(found, door.owned(cabinet.code), gate.actor(), gate.now())
    return _("Am notat curățenia la ușa %(door)s.", door=number), number


def _move(cabinet: Cabinet, number: int) -> tuple[str, int]:
    there = contents.lying(cabinet, door.halls()).get(number)
    if there is None:
        raise Refusal("cabinet.nothing_there")
    kept = there.parcel.state == "reserved"
    to = cabinet_hands.move(there.parcel, gate.actor(), gate.house(), gate.now())
    if kept:
        return _("În locul ei este păstrată acum ușa %(door)s.", door=to), to
    return _("S-a deschis ușa %(door)s: puneți hârtiile acolo și închideți-o.", door=to), to


COMMANDS: dict[str, Callable[[Cabinet, int], tuple[str, int]]] = {
    "deschide": _open,
    "scoate": _block,
    "repune": _unblock,
    "curatat": _cleaned,
    "muta": _move,
}


def _page(cabinet: Cabinet, number: int, why: str = "", what: str = "") -> str:
    found = compartments.door(cabinet.id, number)
    past = contents.at_door(cabinet, number, door.halls())
    there = contents.lying(cabinet, door.halls()).get(number)
    _seen(cabinet, found)
    return render_template(
        "lockers/door.html",
        cabinet=cabinet,
        door=found,
        there=there,
        past=past,
        happened=contents.happened([one.parcel.id for one in past]),
        why=why,
        what=what,
        typed=request.form.get("reason", ""),
        errors=[("reason-" + what if what in {"deschide", "scoate"} else "", why)] if why else [],
    )


def _seen(cabinet: Cabinet, one: Compartment | None = None) -> None:
    """Whose papers lie where is personal data: whoever looks leaves a line."""
    facts = {"door": one.number} if one else {}
    with transaction():
        about = ("cabinet", cabinet.id)
        journal.note("cabinet.seen", gate.now(), actor_id=gate.actor().person_id, about=about, facts=facts)
