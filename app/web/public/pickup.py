"""The page behind the link in the SMS, to collect or to hand in: QR, PIN, door.

Looking at it never changes anything.
A small worker of the browser keeps the page for when there is no network at the cabinet: only this page, only
while the code is good, only on the device that opened it.
"""

from flask import current_app, make_response, render_template
from werkzeug.wrappers import Response

from app.refusal import Refusal
from app.web import gate, qr, visits
from app.web.public import pickup_picture, pickup_view, public
from app.web.public.pickup_view import Pickup

STATE = "X-Pickup"


@public.get("/ridicare/<code>")
def pickup(code: str) -> Response:
    """How to collect the paper, or kind words when that is over."""
    found = pickup_view.of(code)
    shown = qr.svg(found.token) if found.usable else ""
    page = render_template(
        "public/pickup.html",
        view=found,
        parcel=found.parcel,
        grant=found.grant,
        state=found.state,
        code=shown,
        pin=found.pin,
        now=gate.now(),
        spoken=visits.spoken,
    )
    return _answer(page, found)


@public.get("/ridicare/<code>/cod.png")
def pickup_picture_of(code: str) -> Response:
    """The code as a picture to keep on the phone: QR, door, PIN, place, until when."""
    found = pickup_view.of(code)
    if not found.usable:
        raise Refusal("pickup.over")
    response = _answer(pickup_picture.drawn(found), found)
    response.content_type = "image/png"
    response.headers["Content-Disposition"] = (
        f'attachment; filename="caseta-usa-{found.parcel.compartment}.png"'
    )
    return response


@public.get("/ridicare/pastrator.js")
def pickup_keeper() -> Response:
    """The browser's worker; its address bounds what it may see: only pages of pick-ups."""
    response = current_app.send_static_file("js/pickup/keeper.js")
    response.headers["Cache-Control"] = "no-cache"
    return response


def _answer(content: str | bytes, found: Pickup) -> Response:
    response = make_response(content)
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    # The worker keeps only what is good now, and drops it once it is not.
    facts = (found.state, found.grant.serial, found.parcel.compartment, found.door)
    response.headers[STATE] = ":".join(map(str, facts))
    return response
