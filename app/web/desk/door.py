"""The desk's blueprint; only people who hold a post pass."""

from typing import Any

from flask import Blueprint

from app.web import case_view, gate
from app.web.desk import words

desk = Blueprint("desk", __name__, url_prefix="/birou")
gate.lock(desk, gate.staff)


@desk.context_processor
def _given_to_every_page() -> dict[str, Any]:
    return {"case_view": case_view, "words": words}
