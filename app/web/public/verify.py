"""Anybody may check a number of the register: what it is, never whose."""

from flask import render_template
from flask_babel import lazy_gettext as _

from app.cityhall.registry import closings, special, validity
from app.cityhall.registry import queries as register
from app.cityhall.registry.rules import romanian_day
from app.web import gate
from app.web.public import public
from app.web.register_words import REGISTERS

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
        special=[(REGISTERS[one.register], one.legal_number) for one in special.of_entry(entry.id)],
        validity=validity.of_entry(entry.id),
        today=romanian_day(gate.now()),
        closing=closings.covering(entry),
        later=[mark.value for mark in register.marks(entry.id) if mark.kind == "hash"],
    )
    return text, 200
