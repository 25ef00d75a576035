"""Which cabinet this browser is the screen of, and how its pages look."""

from flask import current_app, g, render_template, request, session, url_for
from werkzeug.wrappers import Response

from app.cityhall.cabinets import devices
from app.cityhall.cabinets import queries as cabinets
from app.cityhall.cabinets.models import Cabinet
from app.cityhall.registry.rules import romanian_day
from app.database import transaction
from app.journey.lockers import kiosk as journey
from app.refusal import Refusal
from app.settings import Settings
from app.web import gate

COOKIE = "kiosk"
DEMO = "demo:"
DOOR = "kiosk_door"
FIVE_YEARS = 5 * 365 * 24 * 3600


def cabinet() -> Cabinet | None:
    """The cabinet whose screen this browser is; a revoked screen has none."""
    if "kiosk_cabinet" not in g:
        g.kiosk_cabinet = _cabinet(request.cookies.get(COOKIE, ""))
    found: Cabinet | None = g.kiosk_cabinet
    return found


def _cabinet(secret: str) -> Cabinet | None:
    if settings().demo and secret.startswith(DEMO):
        return _demonstrated(secret.removeprefix(DEMO))
    device = devices.by_secret(secret)
    if device is not None and devices.unseen(device, gate.now()):
        with transaction():
            devices.seen(device, gate.now())
    return device.cabinet if device is not None else None


def _demonstrated(code: str) -> Cabinet | None:
    try:
        return cabinets.cabinet(code) if settings().locker(code) else None
    except Refusal:
        return None


def remember(response: Response, secret: str) -> Response:
    """From now on the browser is that screen; no script may read the secret."""
    response.set_cookie(
        COOKIE,
        secret,
        max_age=FIVE_YEARS,
        path="/kiosk",
        secure=settings().secure_cookies,
        httponly=True,
        samesite="Strict",
    )
    return response


def forget_person() -> None:
    """Nothing of whoever stood here is left: not the door, not the language."""
    session.pop(DOOR, None)
    session.pop("locale", None)


def page(name: str, **given: object) -> str:
    """A page of the screen."""
    found = cabinet()
    idle = journey.idle_seconds(found, romanian_day(gate.now())) if found else journey.IDLE_SECONDS
    text: str = render_template(
        f"kiosk/{name}",
        cabinet=found,
        kiosk_home=url_for("kiosk.scan"),
        kiosk_over=url_for("kiosk.over"),
        idle_seconds=idle,
        helpline=found.phone if found else "",
        demo_cabinets=settings().lockers if settings().demo else (),
        **given,
    )
    return text


def settings() -> Settings:
    """How this hall is installed."""
    found: Settings = current_app.extensions["settings"]
    return found
