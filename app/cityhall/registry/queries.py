"""Reading the register: by token, by case; how a row is searched for: `search`, proved: `verify`."""

import uuid

from sqlalchemy import select

from app.cityhall.registry.models import RegisterEntry, RegisterMark
from app.database import session

SAID = "said"


def by_token(token: str) -> RegisterEntry | None:
    """The entry that a receipt's QR names; anyone may ask."""
    return session().scalar(select(RegisterEntry).where(RegisterEntry.verify_token == token))


def of_case(case_id: uuid.UUID) -> list[RegisterEntry]:
    """All entries of a case, in the order of the register."""
    query = select(RegisterEntry).where(RegisterEntry.case_id == case_id)
    return list(session().scalars(query.order_by(RegisterEntry.registered_at, RegisterEntry.number)))


def completions(case_id: uuid.UUID) -> list[RegisterEntry]:
    """The papers that the applicant sent after the request itself, oldest first: entries connected to it.

    What the applicant only said (that the request is withdrawn, for instance) is not among them.
    """
    later = [one for one in of_case(case_id) if one.direction == "in" and one.connected_to_id is not None]
    return [one for one in later if not any(mark.kind == SAID for mark in marks(one.id))] if later else []


def annulled_by(entry_id: uuid.UUID) -> RegisterEntry | None:
    """The later entry that annuls this one, if there is one."""
    return session().scalar(select(RegisterEntry).where(RegisterEntry.annuls_id == entry_id))


def marks(entry_id: uuid.UUID) -> list[RegisterMark]:
    """What became of an entry, in order."""
    query = select(RegisterMark).where(RegisterMark.entry_id == entry_id)
    return list(session().scalars(query.order_by(RegisterMark.at)))
