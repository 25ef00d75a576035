"""Confirming the e-mail address and the phone with the codes sent there."""

from collections.abc import Mapping
from datetime import timedelta

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from werkzeug.wrappers import Response

from app.cityhall.people import accounts
from app.cityhall.people.models import Account
from app.database import transaction
from app.refusal import Refusal
from app.web import gate, wording
from app.web.account import account, codes

EMPTY = {
    "email": lazy_gettext("Scrieți codul de 6 cifre din e-mail."),
    "sms": lazy_gettext("Scrieți codul de 6 cifre din SMS."),
}
FIELD = {"email": "email_code", "sms": "sms_code"}
TRIES, WITHIN = 20, timedelta(minutes=30)
RESENDS = 5
Answer = str | tuple[str, int] | Response


@account.get("/cont/confirmare")
def verify() -> Answer:
    """Where the two codes are typed."""
    mine = _mine()
    return _onward() if mine.verified else _page(mine, {}, 200)


@account.post("/cont/confirmare")
def confirm() -> Answer:
    """Check the codes typed, each on its own; or send one again (`resend`)."""
    mine = _mine()
    if request.form.get("resend") in codes.CHANNELS:
        return _resend(mine, request.form["resend"])
    gate.limit("code", str(mine.id), TRIES, WITHIN)
    found = {channel: _try(channel) for channel in codes.CHANNELS if not _proved(_mine(), channel)}
    errors = {channel: text for channel, text in found.items() if text}
    return _page(_mine(), errors, 422) if errors else _onward()


def _mine() -> Account:
    found = accounts.by_id(gate.actor().account_id)
    if found is None:
        raise Refusal("sign_in.needed")
    return found


def _proved(mine: Account, channel: str) -> bool:
    proved = mine.email_verified_at if channel == "email" else mine.phone_verified_at
    return proved is not None


def _try(channel: str) -> str:
    """What is wrong with a code, "" when it is right. A wrong one stays counted, so nothing is undone."""
    typed = request.form.get(FIELD[channel], "").replace(" ", "")
    if not typed:
        return str(EMPTY[channel])
    try:
        with transaction():
            right = accounts.try_code(_mine(), channel, typed, gate.now())
    except Refusal as refusal:
        return wording.sentence(refusal.key, refusal.facts)
    return "" if right else _("Codul nu este cel trimis. Verificați cifrele.")


def _resend(mine: Account, channel: str) -> Answer:
    gate.limit("resend", f"{mine.id}:{channel}", RESENDS, WITHIN)
    with transaction():
        fresh = _mine()
        if not _proved(fresh, channel):
            codes.send(fresh, channel)
    flash(_("Am trimis un cod nou."), "success")
    return redirect(url_for("account.verify", next=gate.own_path(request.form.get("next"))), 303)


def _onward() -> Response:
    return redirect(gate.own_path(request.values.get("next")) or url_for("citizen.cases"), 303)


def _page(mine: Account, found: Mapping[str, str], status: int) -> tuple[str, int]:
    errors = [(FIELD[channel], found[channel]) for channel in codes.CHANNELS if channel in found]
    page = render_template(
        "account/confirm.html",
        mine=mine,
        found=found,
        errors=errors,
        onward=gate.own_path(request.values.get("next")) or "",
    )
    return page, status
