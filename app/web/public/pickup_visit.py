"""After the time at the cabinet: an hour at the counter, taken from the same link."""

from flask import url_for
from werkzeug.wrappers import Response

from app.refusal import Refusal
from app.web import visits
from app.web.public import pickup_view, public
from app.web.visits import Answer


@public.get("/ridicare/<code>/programare")
def pickup_visit(code: str) -> Answer:
    """The counter's free hours."""
    return visits.page(_places(code))


@public.post("/ridicare/<code>/programare")
def pickup_book(code: str) -> Answer:
    """Take one."""
    return visits.book(_places(code))


@public.post("/ridicare/<code>/programare/renuntare")
def pickup_cancel_visit(code: str) -> Response:
    """Give it back."""
    return visits.cancel(_places(code))


def _places(code: str) -> visits.Places:
    found = pickup_view.mine(code)
    if found.case is None:
        raise Refusal("visit.nothing_waits")
    here = url_for("public.pickup", code=code)
    return visits.Places(found.case, here, f"{here}/programare")
