"""What an operation is given, and what it gives back.

An operation runs with no transaction open: it may call the outside, under a key that makes the effect
happen once. It returns a function that is called inside the finishing transaction and gives the result.
"""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.cityhall.cases.models import Case
from app.database import session
from app.journey.house import House
from app.refusal import Refusal

Settle = Callable[[], object]


@dataclass(frozen=True)
class Context:
    """One service task being performed. `key` is the same at every attempt."""

    case_id: uuid.UUID
    task_id: uuid.UUID
    parameters: Mapping[str, Any]
    house: House
    now: datetime

    @property
    def key(self) -> str:
        return f"{self.case_id}:{self.task_id}"

    @property
    def case(self) -> Case:
        """The case as it is in the current transaction."""
        found = session().get(Case, self.case_id)
        if found is None:
            raise Refusal("case.unknown")
        return found
