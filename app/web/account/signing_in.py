"""Signing in and out."""

from datetime import timedelta

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.cityhall.people import accounts, rights
from app.cityhall.people.models import Account
from app.cityhall.registry.rules import romanian_day
from app.refusal import Refusal
from app.web import gate, wording
from app.web.account import account

WRONG, WITHIN = 10, timedelta(minutes=15)
WRONG_FROM_HERE = 100
Answer = str | tuple[str, int] | Response


@account.get("/intrare")
def sign_in() -> Answer:
    """The form."""
    return _page("", "", 200)


@account.post("/intrare")
def enter() -> Answer:
    """Sign in. Only wrong passwords are counted: for the address typed, and for where they come from."""
    email, here = request.form.get("email", "").strip(), request.remote_addr or ""
    try:
        gate.guard("sign_in", email.lower()[:120], WRONG, WITHIN)
        gate.guard("sign_in_from", here, WRONG_FROM_HERE, WITHIN)
        mine = accounts.authenticate(email, request.form.get("password", "")[: accounts.LONGEST_PASSWORD])
    except Refusal as refusal:
        if refusal.key == "account.wrong_password":
            gate.count("sign_in", email.lower()[:120])
            gate.count("sign_in_from", here)
        return _page(email, wording.sentence(refusal.key, refusal.facts), wording.status(refusal.key))
    gate.enter(mine)
    return redirect(_onward(mine), 303)


def _onward(mine: Account) -> str:
    who = rights.actor(mine, romanian_day(gate.now()))
    wanted = gate.own_path(request.form.get("next"))
    return wanted or url_for("desk.inbox" if who.staff else "citizen.cases")


@account.post("/iesire")
def sign_out() -> Response:
    """Sign out, here and on the server."""
    gate.leave()
    return redirect(url_for("public.home"), 303)


def _page(email: str, error: str, status: int) -> tuple[str, int]:
    page = render_template(
        "account/sign_in.html",
        email=email,
        error=error,
        errors=[("email", error)] if error else [],
        onward=gate.own_path(request.values.get("next")) or "",
    )
    return page, status
