"""The desk's blueprint; only people who hold a post pass."""

from typing import Any

from flask import Blueprint
from flask_login import current_user

from app.web import case_view, gate
from app.web.desk import words
from app.web.register_rooms import SPECIAL_READERS
from app.web.register_words import REGISTERS

desk = Blueprint("desk", __name__, url_prefix="/birou")
gate.lock(desk, gate.staff)


@desk.context_processor
def _given_to_every_page() -> dict[str, Any]:
    return {
        "case_view": case_view,
        "words": words,
        "register_words": REGISTERS,
        "reads_registers": current_user.is_authenticated and gate.actor().holds(*SPECIAL_READERS),
    }
