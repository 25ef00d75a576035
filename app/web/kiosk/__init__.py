"""The screen beside the lockers: show a QR or type a door and its PIN, and the door opens."""

from flask import Blueprint

kiosk = Blueprint("kiosk", __name__, url_prefix="/kiosk")

from app.web.kiosk import at_the_door, enrolment, without_code  # noqa: E402, F401 - views of the blueprint
