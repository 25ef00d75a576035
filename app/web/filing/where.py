"""Where a request is being filed: at which door, through which channel, with what known beforehand."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import url_for

from app.cityhall import submissions
from app.cityhall.forms.rules import FormDefinition
from app.cityhall.procedures import queries as procedures
from app.cityhall.procedures.models import ProcedureVersion
from app.cityhall.submissions import Draft
from app.refusal import Refusal
from app.web import gate


@dataclass(frozen=True)
class Filing:
    """`door` is the blueprint's name, `home` its list of drafts, `known` the facts that prefill a form."""

    channel: str
    door: str
    home: str
    known: Callable[[UUID], Mapping[str, Any]]

    def url(self, name: str, **facts: Any) -> str:
        """The address of a page at this door."""
        return url_for(f"{self.door}.{name}", **facts)

    def draft(self, draft_id: UUID, *, lock: bool = False) -> Draft:
        """The draft of who is signed in, begun at this door. Raises Refusal `draft.unknown`."""
        found = submissions.mine(draft_id, gate.actor().person_id, lock=lock)
        if found.channel != self.channel:
            raise Refusal("draft.unknown")
        return found


def form_of(version: ProcedureVersion) -> FormDefinition:
    """The application form of a procedure's version."""
    return procedures.form(version.id, version.config["form"])
