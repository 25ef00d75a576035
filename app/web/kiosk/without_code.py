"""„Nu am cod” and the call for help."""

from datetime import timedelta

from flask import redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.cityhall.cabinets.models import Cabinet
from app.cityhall.people.phones import mobile
from app.database import transaction
from app.journey.lockers import kiosk as journey
from app.refusal import Refusal
from app.web import gate
from app.web.kiosk import kiosk, screen
from app.web.kiosk.typed import typed

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
# A phone gets three new codes a day; a screen asks for so many an hour; and so often for help.
PER_PHONE, PER_SCREEN, CALLS = 3, 20, 6


@kiosk.get("/fara-cod")
def without_code() -> str | Response:
    """Ask for the phone and the birth date."""
    if screen.cabinet() is None:
        return redirect(url_for("kiosk.enrol"))
    return screen.page("without_code.html", errors={}, given={})


@kiosk.post("/fara-cod")
def another_code() -> tuple[str, int] | str | Response:
    """Send a new code, if there is a paper for them here; the screen never says whether."""
    cabinet = screen.cabinet()
    if cabinet is None:
        return redirect(url_for("kiosk.enrol"), 303)
    born, phone = typed(request.form).factor, request.form.get("phone", "")[:40]
    errors = _errors(phone, born)
    if errors:
        return screen.page("without_code.html", errors=errors, given=request.form), 422
    try:
        gate.limit("kiosk_code_screen", cabinet.code, PER_SCREEN, HOUR)
    except Refusal:
        return screen.page("help.html", called=False), 429
    _send(cabinet, phone, born)
    return screen.page("code_sent.html")


def _send(cabinet: Cabinet, phone: str, born: str) -> None:
    try:
        gate.limit("kiosk_code", mobile(phone) or "", PER_PHONE, DAY)
    except Refusal:
        return  # the same answer: nobody learns here whose phone was asked for
    with transaction():
        journey.another_code(cabinet, phone, born, gate.house(), gate.now())


def _errors(phone: str, born: str) -> dict[str, str]:
    found = {}
    if mobile(phone) is None:
        found["phone"] = _("Scrieți un număr de mobil, de exemplu 0721 123 456.")
    if not journey.is_day(born, gate.now()):
        found["born"] = _("Scrieți ziua, luna și anul nașterii, de exemplu 5 3 1981.")
    return found


@kiosk.post("/ajutor")
def call() -> str | Response:
    """Somebody needs a person: the operators are told, and the phone number stands large."""
    cabinet = screen.cabinet()
    if cabinet is None:
        return redirect(url_for("kiosk.enrol"), 303)
    try:
        gate.limit("kiosk_help", cabinet.code, CALLS, HOUR)
        with transaction():
            journey.call_for_help(cabinet, gate.now())
        called = True
    except Refusal:
        called = False
    return screen.page("help.html", called=called)
