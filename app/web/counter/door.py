"""The counter's blueprint; only registrars pass. It files through the pages that citizens use too."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import Blueprint

from app.web import case_view, filing, gate
from app.web.filing import Filing

counter = Blueprint("counter", __name__, url_prefix="/ghiseu")
gate.lock(counter, gate.registrar)


def _nothing(_owner: UUID) -> Mapping[str, Any]:
    """The form is about whoever stands in front of the clerk: nothing is known of them."""
    return {}


filing.hang(counter, Filing("counter", "counter", "home", _nothing), "/servicii/<code>/incepe", "/ciorna")


@counter.context_processor
def _given_to_every_page() -> dict[str, Any]:
    return {"case_view": case_view}
