"""How far each mailbox is read, and how the last look at it went."""

import uuid
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import or_, update

from app.cityhall.arrivals.models import MailboxPlace
from app.database import insert_once, session


class Place(NamedTuple):
    """All up to `uid` of this `validity` is in the hall."""

    validity: int
    uid: int


def claim(institution_id: uuid.UUID, pause: timedelta, now: datetime) -> Place | None:
    """Look now, so that no other worker does; None when somebody has looked a moment ago."""
    insert_once(MailboxPlace, institution_id=institution_id, validity=0, uid=0, error="")
    mine = (
        update(MailboxPlace)
        .where(MailboxPlace.institution_id == institution_id)
        .where(or_(MailboxPlace.looked_at.is_(None), MailboxPlace.looked_at <= now - pause))
        .values(looked_at=now)
        .returning(MailboxPlace.validity, MailboxPlace.uid)
    )
    row = session().execute(mine).one_or_none()
    return Place(*row) if row is not None else None


def advance(institution_id: uuid.UUID, to: Place) -> None:
    """A message is in the hall: in the transaction that stored it. Never back within one validity."""
    place = _locked(institution_id)
    if place.validity != to.validity or place.uid < to.uid:
        place.validity, place.uid = to


def looked(institution_id: uuid.UUID, error: str, now: datetime, *, more: bool) -> None:
    """How a look ended: all was read (no error), or why not; `more`: look again at once."""
    place = _locked(institution_id)
    place.error = error[:60]
    if not error:
        place.read_at = now
    if more:
        place.looked_at = None


def _locked(institution_id: uuid.UUID) -> MailboxPlace:
    return session().get_one(MailboxPlace, institution_id, with_for_update=True, populate_existing=True)
