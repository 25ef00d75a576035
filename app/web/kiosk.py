"""The screen beside the lockers: show a QR or type a PIN, and the door opens."""

import hmac
import uuid

from flask import Blueprint, current_app, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.journey import deliver
from app.outside import OutsideError
from app.settings import Settings
from app.web import gate

kiosk = Blueprint("kiosk", __name__, url_prefix="/kiosk")
# Faults of the door, not of the person: these get a page of their own, all others a line at the field.
FAULTS = frozenset({"jammed", "locked"})


@kiosk.get("/")
def scan() -> str | Response:
    """Ask for a QR or a PIN."""
    if _cabinet() is None:
        return redirect(url_for("kiosk.enrol"))
    return _page("scan.html", error="")


@kiosk.post("/")
def present() -> tuple[str, int] | str | Response:
    """Show a credential to the cabinet; what it says is what the person sees."""
    cabinet = _cabinet()
    if cabinet is None:
        return redirect(url_for("kiosk.enrol"))
    try:
        opened = deliver.collect(cabinet, request.form.get("credential", ""), gate.house(), str(uuid.uuid4()))
    except OutsideError as error:
        return _refused(error.code)
    return _page("opened.html", compartment=opened.compartment)


@kiosk.get("/inregistrare")
def enrol() -> str | Response:
    """Ask for the device's key, once; the demonstration knows it already."""
    if _settings().demo:
        session["kiosk"] = _settings().cabinet
        return redirect(url_for("kiosk.scan"))
    return _page("enrol.html", error="")


@kiosk.post("/inregistrare")
def enrolled() -> tuple[str, int] | Response:
    """Make this browser the screen of its cabinet."""
    given = request.form.get("key", "").strip()
    if not hmac.compare_digest(given.encode(), _settings().kiosk_key.encode()):
        return _page("enrol.html", error=_("Cheia nu este bună.")), 422
    session.clear()
    session["kiosk"] = _settings().cabinet
    session.permanent = True
    return redirect(url_for("kiosk.scan"))


def _refused(code: str) -> tuple[str, int]:
    if code in FAULTS:
        title, text = _fault(code)
        return _page("refused.html", title=title, text=text), 409
    return _page("scan.html", error=_mistake(code)), 422


def _fault(code: str) -> tuple[str, str]:
    if code == "locked":
        text = _("Au fost prea multe coduri greșite. Așteptați două minute și încercați din nou.")
        return _("Așteptați puțin"), text
    text = _("Ușa s-a blocat. Documentul dumneavoastră este în siguranță; i-am anunțat pe colegii noștri.")
    return _("Ușa nu s-a deschis"), text


def _mistake(code: str) -> str:
    sentences: dict[str, str] = {
        "expired": _("Timpul de ridicare a trecut. Documentul vă așteaptă la ghișeu."),
        "used": _("Codul a fost folosit: documentul a fost ridicat deja."),
        "wrong_state": _("Documentul nu este încă în casetă. Încercați puțin mai târziu."),
    }
    other: str = _("Nu recunoaștem acest cod. Verificați cifrele din mesaj și încercați din nou.")
    away: str = _("Caseta nu răspunde acum. Încercați din nou peste un minut.")
    return sentences.get(code, other if code == "unknown" else away)


def _cabinet() -> str | None:
    """The cabinet whose screen this browser is."""
    found: str | None = session.get("kiosk")
    return found


def _page(name: str, **given: object) -> str:
    page: str = render_template(f"kiosk/{name}", kiosk_home=url_for("kiosk.scan"), **given)
    return page


def _settings() -> Settings:
    found: Settings = current_app.extensions["settings"]
    return found
