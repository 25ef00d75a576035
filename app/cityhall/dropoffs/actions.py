"""Moving a drop-off from state to state."""

import uuid
from collections.abc import Mapping

from app.cityhall.dropoffs import queries, rules
from app.cityhall.dropoffs.models import DropOff
from app.cityhall.dropoffs.rules import DropOffState
from app.refusal import Refusal


def move(dropped: DropOff, state: DropOffState) -> None:
    """Raises Refusal `dropoff.wrong_state`."""
    rules.check_move(dropped.state, state)
    dropped.state = state


def tick(dropped: DropOff, found: Mapping[str, str]) -> None:
    """Keep what a clerk found of each item, by code; only of what should lie in the compartment."""
    dropped.items = [
        {**one, "found": found[one["code"]]} if one["laid"] == "laid" and one["code"] in found else one
        for one in dropped.items
    ]


def forget_draft(draft_id: uuid.UUID) -> None:
    """The draft is deleted. Raises Refusal `dropoff.waits` while a compartment is kept for it."""
    for one in queries.of_draft(draft_id):
        if one.state in queries.KEPT:
            raise Refusal("dropoff.waits", number=one.number)
        one.draft_id = None
