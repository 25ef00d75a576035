"""Papers handed in through a compartment: doors that close, windows that end."""

import uuid
from datetime import datetime, timedelta

from app.cityhall import journal
from app.cityhall.cases import actions as cases
from app.cityhall.cases.models import Case
from app.cityhall.dropoffs import actions, queries
from app.cityhall.dropoffs.models import DropOff
from app.cityhall.dropoffs.rules import DropOffState
from app.cityhall.lockers import actions as lockers
from app.cityhall.lockers import queries as parcels
from app.cityhall.lockers.models import Parcel
from app.cityhall.lockers.rules import ParcelState
from app.database import session, transaction
from app.journey.house import House
from app.journey.lockers import dropoff_filing, dropoff_preparing, dropoff_words

# A door opened in the last minute of the window may close after it.
PATIENCE = timedelta(minutes=5)


def door_closed(
    parcel: Parcel, purpose: str, at: datetime, house: House, now: datetime, *, state: str = ""
) -> None:
    """A drop-off's door closed: what was laid in gets its number, as of the moment of the event.

    `state`: of the compartment since. A sensor may have seen that nothing was laid in (`reserved`: there are
    a few minutes to open the same door again) or that not all was taken out (`needs_check`).
    """
    dropped = queries.of_parcel(parcel.id, lock=True)
    if dropped is None:
        return
    if purpose == "take_back" and state == "needs_check":
        # Papers lie there still: whoever empties it opens it once more.
        lockers.note(parcel, state, at)
    elif purpose == "take_back":
        _emptied(dropped, parcel, at, now)
    elif purpose == "deposit" and state == "reserved":
        dropped.window_until = min(dropped.window_until, now)
    elif purpose == "deposit":
        _laid_in(dropped, parcel, at, house, now)


def _laid_in(dropped: DropOff, parcel: Parcel, at: datetime, house: House, now: datetime) -> None:
    if dropped.state not in {DropOffState.PREPARED, DropOffState.GIVEN_UP} or parcel.over:
        lockers.note(parcel, "unexpected:deposit", at)
        return
    lockers.move(parcel, ParcelState.DEPOSITED, at)
    actions.move(dropped, DropOffState.LAID_IN)
    # What lies there now goes when somebody empties the door, not when the window for it is over.
    dropped.closed_at, parcel.expires_at = at, None
    session().flush()
    entry = dropoff_filing.file(dropped, at, now)
    about = ("drop_off", dropped.id)
    facts = {"number": entry.number, "trouble": dropped.trouble}
    journal.note("dropoff.laid_in", now, actor_id=dropped.person_id, about=about, facts=facts)
    _tell(dropped, house, now)


def _tell(dropped: DropOff, house: House, now: datetime) -> None:
    """The number. The diagram of a request that was filed now writes it by itself."""
    case = session().get(Case, dropped.case_id) if dropped.case_id else None
    if case is not None:
        cases.record(case, "dropoff_laid_in", now, facts={"place": dropped.cabinet.place})
    if case is None or case.entry_id != dropped.entry_id:
        session().flush()
        dropoff_words.write(dropped, "laid_in", house, now)


def _emptied(dropped: DropOff, parcel: Parcel, at: datetime, now: datetime) -> None:
    if dropped.state != DropOffState.LAID_IN:
        lockers.note(parcel, "unexpected:take_back", at)
        return
    asked = [one.actor_id for one in parcels.events(parcel.id) if one.kind == "door_asked"]
    lockers.move(parcel, ParcelState.EMPTIED, at)
    actions.move(dropped, DropOffState.EMPTIED)
    dropped.emptied_at, dropped.emptied_by_id = at, asked[-1] if asked else None
    journal.note(
        "dropoff.emptied", now, actor_id=dropped.emptied_by_id, about=("drop_off", dropped.id), facts={}
    )


def lapse_due(now: datetime) -> int:
    """Ask for the doors back of all whose window is over, and of those that never got one."""
    with transaction():
        found = [*queries.over(now - PATIENCE), *queries.left(now - PATIENCE)]
        for one in found:
            dropoff_preparing.end(one, DropOffState.LAPSED, now)
    return len(found)


def ended(drop_off_id: uuid.UUID, how: DropOffState, house: House, now: datetime) -> None:
    """The controller took the door back: nothing lay in it. Inside a transaction.

    Who gave it up has given it up, though its window ended before the controller said so.
    """
    dropped = queries.get(drop_off_id, lock=True)
    if dropped is None or dropped.state not in {*queries.KEPT, DropOffState.GIVEN_UP}:
        return
    was = dropped.state
    if dropped.parcel is not None and not dropped.parcel.over:
        lockers.move(dropped.parcel, ParcelState.CANCELLED, now)
    if was not in {how, DropOffState.GIVEN_UP}:
        actions.move(dropped, how)
    if was == DropOffState.PREPARED:
        dropoff_words.write(dropped, "lapsed", house, now)
    journal.note(f"dropoff.{dropped.state}", now, about=("drop_off", dropped.id), facts={})


def not_empty(drop_off_id: uuid.UUID) -> None:
    """Papers lie there after all: the event that says so is on its way. Inside a transaction."""
    dropped = queries.get(drop_off_id, lock=True)
    if dropped is not None and dropped.state == DropOffState.GIVEN_UP:
        actions.move(dropped, DropOffState.PREPARED)
