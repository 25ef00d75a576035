"""The page behind the link in the SMS: QR, PIN, door. Looking at it never changes anything."""

from flask import make_response, render_template
from werkzeug.wrappers import Response

from app.cityhall.lockers import queries as lockers
from app.cityhall.lockers.models import Parcel
from app.cityhall.lockers.rules import ParcelState
from app.journey import secrets
from app.web import gate, qr
from app.web.public import public

NOT_YET = {ParcelState.RESERVED, ParcelState.OPENED, ParcelState.DEPOSITED}


@public.get("/ridicare/<code>")
def pickup(code: str) -> Response:
    """How to collect the paper, or kind words when that is over."""
    parcel = lockers.by_link(code)
    facts = _credentials(parcel) if _live(parcel) else {}
    page = render_template("public/pickup.html", parcel=parcel, state=_state(parcel), **facts)
    response = make_response(page)
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _live(parcel: Parcel) -> bool:
    in_time = parcel.expires_at is None or parcel.expires_at > gate.now()
    return parcel.state == ParcelState.READY and in_time


def _state(parcel: Parcel) -> str:
    if _live(parcel):
        return "ready"
    if parcel.state == ParcelState.COLLECTED:
        return "collected"
    return "not_yet" if ParcelState(parcel.state) in NOT_YET else "at_counter"


def _credentials(parcel: Parcel) -> dict[str, object]:
    pin = secrets.pickup_pin(gate.house(), parcel)
    return {"code": qr.svg(secrets.pickup_token(gate.house(), parcel)), "pin": (pin[:4], pin[4:])}
