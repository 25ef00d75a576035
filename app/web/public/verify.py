"""Anybody may check a number of the register: what it is, never whose."""

from flask import render_template
from flask_babel import lazy_gettext as _

from app.cityhall.registry import queries as register
from app.web.public import public

DIRECTIONS = {"in": _("Intrare"), "out": _("Ieșire"), "internal": _("Intern")}


@public.get("/verifica/<token>")
def verify(token: str) -> tuple[str, int]:
    """The entry that a receipt's QR names; 404 when the hall never gave it."""
    entry = register.by_token(token)
    if entry is None:
        return render_template("public/unknown_entry.html"), 404
    text = render_template(
        "public/verify.html",
        entry=entry,
        direction=DIRECTIONS.get(entry.direction, entry.direction),
        annulled=register.annulled_by(entry.id),
        later=[mark.value for mark in register.marks(entry.id) if mark.kind == "hash"],
    )
    return text, 200
