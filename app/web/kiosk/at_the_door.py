"""A code is shown, the cabinet answers, the door is watched until it is closed."""

import uuid

from flask import jsonify, redirect, request, session, url_for
from werkzeug.wrappers import Response

from app.cityhall.cabinets.models import Cabinet
from app.journey.lockers import deliver
from app.journey.lockers import kiosk as journey
from app.journey.lockers.kiosk import Standing
from app.outside import OutsideError
from app.outside.lockers import Opened
from app.web import gate
from app.web.kiosk import kiosk, screen, words
from app.web.kiosk.typed import Typed, typed


@kiosk.get("/")
def scan() -> str | Response:
    """Ask for a QR, or for a door and its PIN."""
    if screen.cabinet() is None:
        return redirect(url_for("kiosk.enrol"))
    return screen.page("scan.html", error="", door="")


@kiosk.post("/")
def present() -> tuple[str, int] | Response:
    """Show a credential to the cabinet; what it says is what the person sees."""
    cabinet = screen.cabinet()
    if cabinet is None:
        return redirect(url_for("kiosk.enrol"), 303)
    shown = typed(request.form)
    if mistake := words.mistyped(shown):
        return screen.page("scan.html", error=mistake, door=shown.door or ""), 422
    try:
        opened = _shown(cabinet, shown)
    except OutsideError as error:
        return _refused(cabinet, shown, error.code)
    _keep(opened.ref, opened.compartment, opened.purpose)
    return redirect(url_for("kiosk.door"), 303)


def _shown(cabinet: Cabinet, shown: Typed) -> Opened:
    return deliver.present(
        cabinet.code,
        shown.credential,
        gate.house(),
        str(uuid.uuid4()),
        compartment=shown.door,
        factor=shown.factor,
    )


@kiosk.get("/usa")
def door() -> str | Response:
    """How the door stands that was opened here just now."""
    found = _standing()
    if found is None:
        return redirect(url_for("kiosk.scan"))
    return screen.page("door.html", standing=found, seen=words.seen(found))


@kiosk.get("/stare")
def state() -> Response:
    """The same in a word, for the page that waits."""
    found = _standing()
    if found is None:
        return jsonify(state="over")
    return jsonify(state=words.seen(found))


@kiosk.get("/gata")
def over() -> Response:
    """Nobody stands here any more: nothing of them is kept."""
    screen.forget_person()
    return redirect(url_for("kiosk.scan"))


def _standing() -> Standing | None:
    cabinet, kept = screen.cabinet(), session.get(screen.DOOR)
    if cabinet is None or not kept:
        return None
    facts = (kept["ref"], kept["door"], kept["purpose"], kept["closed"])
    return journey.standing(cabinet, *facts)


def _refused(cabinet: Cabinet, shown: Typed, code: str) -> tuple[str, int]:
    if code in words.FACTOR:
        return _ask_factor(cabinet, shown, code)
    said = words.trouble(code, *_known(cabinet, shown, code))
    if said is None:
        return screen.page("scan.html", error=words.mistake(code), door=shown.door or ""), 422
    stuck = _watch_jammed(cabinet, shown) if code == "jammed" else None
    if stuck is not None:
        return screen.page("stuck.html", title=said[0], text=said[1], seen=words.seen(stuck)), 409
    return screen.page("refused.html", title=said[0], text=said[1]), 409


def _ask_factor(cabinet: Cabinet, shown: Typed, code: str) -> tuple[str, int]:
    grant = journey.recognised(cabinet, shown.credential, shown.door, gate.house(), gate.now())
    kind = grant.factor_kind if grant is not None else ""
    error = words.wrong_factor(kind) if code == "factor_wrong" else ""
    return screen.page("factor.html", shown=shown, kind=kind, error=error), 422 if error else 200


def _known(cabinet: Cabinet, shown: Typed, code: str) -> tuple[int | None, str]:
    """The number of the door and what the code is for, where the controller knows it."""
    if code not in words.KNOWN_CODE:
        return None, ""
    grant = journey.recognised(cabinet, shown.credential, shown.door, gate.house(), gate.now())
    return (grant.parcel.compartment, grant.purpose) if grant is not None else (shown.door, "")


def _watch_jammed(cabinet: Cabinet, shown: Typed) -> Standing | None:
    """The page of a stuck door says by itself when an operator moved the papers."""
    grant = journey.recognised(cabinet, shown.credential, shown.door, gate.house(), gate.now())
    if grant is None:
        return None
    parcel = grant.parcel
    _keep(str(parcel.id), parcel.compartment, grant.purpose)
    return _standing()


def _keep(ref: str, door: int, purpose: str) -> None:
    session[screen.DOOR] = {"ref": ref, "door": door, "purpose": purpose, "closed": journey.closings(ref)}
