"""A browser becomes the screen of a cabinet: with a key, or by choice in the demonstration."""

from datetime import timedelta

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from app.cityhall.cabinets import devices
from app.database import transaction
from app.refusal import Refusal
from app.web import gate
from app.web.kiosk import kiosk, screen
from app.web.wording import sentence

TRIES, WITHIN = 10, timedelta(hours=1)


@kiosk.get("/inregistrare")
def enrol() -> str | Response:
    """Ask for the device's key, once; the demonstration asks for none (`?caseta=` chooses)."""
    offered = [one.code for one in screen.settings().lockers]
    if not screen.settings().demo or not offered:
        return screen.page("enrol.html", error="")
    wanted = request.args.get("caseta", "")
    code = wanted if wanted in offered else offered[0]
    return screen.remember(redirect(url_for("kiosk.scan")), screen.DEMO + code)


@kiosk.post("/inregistrare")
def enrolled() -> tuple[str, int] | Response:
    """Make this browser the screen of its cabinet."""
    try:
        gate.limit("kiosk_enrol", request.remote_addr or "", TRIES, WITHIN)
        with transaction():
            _device, secret = devices.enrol(request.form.get("key", ""), gate.now())
    except Refusal as refusal:
        return screen.page("enrol.html", error=sentence(refusal.key, refusal.facts)), 422
    return screen.remember(redirect(url_for("kiosk.scan"), 303), secret)
