"""What the applicant does behind the link: keep the paper longer, a new code, somebody else who collects."""

from collections.abc import Callable
from datetime import date, timedelta
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.database import transaction
from app.journey.lockers import pickup_helpers, pickups
from app.refusal import Refusal
from app.web import filters, gate, wording
from app.web.public import pickup_view, public
from app.web.public.pickup_view import Pickup

Answer = str | tuple[str, int] | Response
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
WRONG_FACTORS = 5
A_DAY = 10


@public.post("/ridicare/<code>/prelungire")
def pickup_longer(code: str) -> Answer:
    """Keep the paper in the door longer, once."""
    grant = pickup_view.mine(code).grant
    try:
        with transaction():
            pickups.extend(grant, None, gate.now())
    except Refusal as refusal:
        flash(wording.sentence(refusal.key, refusal.facts), "error")
        return _back(code)
    until = filters.moment(pickup_view.of(code).parcel.expires_at)
    flash(_("Documentul rămâne în casetă până la %(when)s.", when=until), "success")
    return _back(code)


@public.get("/ridicare/<code>/cod-nou")
def pickup_new_code(code: str) -> Answer:
    """What a new code means, before it is made."""
    return _page("public/pickup_new_code.html", pickup_view.of(code))


@public.post("/ridicare/<code>/cod-nou")
def pickup_make_code(code: str) -> Answer:
    """Another QR and PIN; the earlier ones are dead."""

    def change(found: Pickup) -> None:
        gate.limit("pickup.new_code", str(found.grant.id), A_DAY, DAY)
        with transaction():
            fresh = pickup_view.of(code)
            pickup_helpers.new_code(fresh.grant, _proof(), gate.now())

    refused = _tried(code, "public/pickup_new_code.html", change)
    if refused is not None:
        return refused
    flash(_("Aveți un cod nou. Cel dinainte nu mai deschide ușa."), "success")
    return _back(code)


@public.get("/ridicare/<code>/altcineva")
def pickup_delegate(code: str) -> Answer:
    """Who else may collect."""
    return _page("public/pickup_delegate.html", pickup_view.mine(code))


@public.post("/ridicare/<code>/altcineva")
def pickup_hand_on(code: str) -> Answer:
    """Let somebody else collect: they get a code of their own by SMS."""

    def change(found: Pickup) -> None:
        gate.limit("pickup.delegate", str(found.grant.id), A_DAY, DAY)
        with transaction():
            fresh = pickup_view.mine(code)
            name, phone = request.form.get("name", ""), request.form.get("phone", "")
            now, house = gate.now(), gate.house()
            pickup_helpers.hand_on(fresh.grant, name, phone, _born(), _proof(), house, now)

    refused = _tried(code, "public/pickup_delegate.html", change)
    if refused is not None:
        return refused
    flash(_("Am trimis un SMS cu codul propriu: %(name)s.", name=request.form["name"].strip()), "success")
    return _back(code)


@public.post("/ridicare/<code>/altcineva/<uuid:grant_id>/retragere")
def pickup_take_back(code: str, grant_id: UUID) -> Answer:
    """Somebody may collect no more."""
    with transaction():
        mine = pickup_view.mine(code).grant
        taken = pickup_helpers.take_from(mine, grant_id, gate.house(), gate.now())
        name = taken.name
    flash(_("%(name)s nu mai poate ridica documentul; codul trimis nu mai este bun.", name=name), "success")
    return _back(code)


def _tried(code: str, template: str, change: Callable[[Pickup], None]) -> Answer | None:
    """Do it; refused, the page comes back with what was typed. Wrong second factors are counted."""
    found = pickup_view.of(code)
    who = str(found.grant.id)
    try:
        gate.guard("pickup.factor", who, WRONG_FACTORS, HOUR)
        change(found)
    except Refusal as refusal:
        if refusal.key == "pickup.factor":
            gate.count("pickup.factor", who)
        if refusal.key == "pickup.not_yours":
            raise
        said = wording.sentence(refusal.key, refusal.facts)
        return _page(template, pickup_view.of(code), _field(refusal.key), said, wording.status(refusal.key))
    return None


def _field(key: str) -> str:
    """The field that a refusal speaks of; "" for none."""
    return {
        "pickup.factor": "proof",
        "delegate.name": "name",
        "delegate.phone": "phone",
        "delegate.known": "phone",
        "delegate.birth": "birth",
    }.get(key, "")


def _page(template: str, found: Pickup, field: str = "", error: str = "", status: int = 200) -> Answer:
    if found.state != "ready" and not error:
        return _back(found.code)
    page = render_template(
        template,
        view=found,
        parcel=found.parcel,
        typed=request.form,
        wrong={field: error} if field else {},
        errors=[(field, error)] if error else [],
    )
    return page, status


def _proof() -> str:
    """The applicant's own second factor, as digits: a date in three fields, or the request's number."""
    return _digits("proof") or request.form.get("proof", "")


def _digits(name: str) -> str:
    day, month, year = (request.form.get(f"{name}.{part}", "").strip() for part in ("day", "month", "year"))
    return f"{day:0>2}{month:0>2}{year}" if day and month and year else ""


def _born() -> date | None:
    digits = _digits("birth")
    try:
        return date(int(digits[4:]), int(digits[2:4]), int(digits[:2]))
    except ValueError:
        return None


def _back(code: str) -> Response:
    return redirect(url_for("public.pickup", code=code), 303)
