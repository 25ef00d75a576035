"""Opening an account."""

from collections.abc import Mapping
from datetime import timedelta

from email_validator import EmailNotValidError, validate_email
from flask import redirect, render_template, request, url_for
from flask_babel import get_locale
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.cityhall.people import accounts
from app.cityhall.people.phones import mobile
from app.database import transaction
from app.refusal import Refusal
from app.web import gate, wording
from app.web.account import account, codes

FIELDS = ("full_name", "email", "phone", "password")
FIELD_OF = {"account.email_taken": "email", "account.weak_password": "password"}
Answer = str | tuple[str, int] | Response


@account.get("/cont/nou")
def sign_up() -> Answer:
    """The form."""
    return _page({}, {}, 200)


@account.post("/cont/nou")
def open_account() -> Answer:
    """Open the account, send both codes, and go on to confirm them."""
    given = {name: request.form.get(name, "").strip() for name in FIELDS[:3]}
    password = request.form.get("password", "")
    errors = _errors(given, password)
    if not errors:
        gate.limit("sign_up", request.remote_addr or "", 60, timedelta(hours=1))
        errors = _open(given, password)
    if errors:
        return _page(given, errors, 422)
    onward = gate.own_path(request.form.get("next"))
    return redirect(url_for("account.verify", next=onward), 303)


def _open(given: Mapping[str, str], password: str) -> dict[str, str]:
    try:
        with transaction():
            made = accounts.open_account(
                given["full_name"], given["email"], mobile(given["phone"]) or "", password, gate.now()
            )
            made.locale = str(get_locale() or "ro")
            for channel in codes.CHANNELS:
                codes.send(made, channel)
    except Refusal as refusal:
        if refusal.key not in FIELD_OF:
            raise
        return {FIELD_OF[refusal.key]: wording.sentence(refusal.key, refusal.facts)}
    gate.enter(made)
    return {}


def _errors(given: Mapping[str, str], password: str) -> dict[str, str]:
    """What is wrong, by field, all at once."""
    found: dict[str, str] = {}
    if not 3 <= len(given["full_name"]) <= 120:
        found["full_name"] = _("Scrieți numele și prenumele, ca în actul de identitate.")
    if not _is_email(given["email"]):
        found["email"] = wording.sentence("account.bad_email", {})
    if mobile(given["phone"]) is None:
        found["phone"] = wording.sentence("account.bad_phone", {})
    try:
        accounts.check_password(password, given["email"] or "@")
    except Refusal as refusal:
        found["password"] = wording.sentence(refusal.key, refusal.facts)
    return found


def _is_email(text: str) -> bool:
    try:
        validate_email(text, check_deliverability=False)
    except EmailNotValidError:
        return False
    return len(text) <= 200


def _page(given: Mapping[str, str], found: Mapping[str, str], status: int) -> tuple[str, int]:
    """The password is never sent back."""
    errors = [(name, found[name]) for name in FIELDS if name in found]
    onward = gate.own_path(request.values.get("next")) or ""
    page = render_template("account/new.html", given=given, found=found, errors=errors, onward=onward)
    return page, status
