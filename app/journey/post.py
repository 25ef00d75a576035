"""The post that comes by e-mail: each message stored whole, once, before it leaves the mailbox.

The order is what makes it safe: bytes to the file store, then one transaction with the arrival and the
mailbox's place, then out of the mailbox's folder. Whoever dies in between leaves a message that is looked
at again, and known by its key.
"""

import contextlib
import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from app import faults
from app.adapters import mime
from app.cityhall import institutions
from app.cityhall.arrivals import actions, mailboxes, queries, rules
from app.cityhall.arrivals.actions import Arriving
from app.cityhall.arrivals.mailboxes import Place
from app.cityhall.documents import scans
from app.cityhall.institutions import Institution
from app.database import session, transaction
from app.journey import enclosures, sameness
from app.journey.house import House
from app.logs import log
from app.outside import OutsideError, PostBox, Received
from app.queue import jobs

MOST = 50
# A worker that collects does nothing else, and is not heard of.
LONGEST_SECONDS = 4.0
PROPOSE = "propose"


class Ours(NamedTuple):
    """Whose mailbox it is, as values that no transaction makes stale."""

    institution_id: uuid.UUID
    domains: frozenset[str]


def rounds(house: House, now: datetime) -> None:
    """Look into every mailbox that is not looked into by somebody else."""
    for code in house.outside.post:
        hall = institutions.by_code(code)
        if hall is None:
            log.warning("post.no_institution", code=code)
        else:
            collect(hall, house, now)


def collect(hall: Institution, house: House, now: datetime) -> int:
    """Take in what came to an institution's mailbox; how many messages were new.

    What goes wrong is noted for the administrator and tried again: nothing was moved that is not stored.
    """
    ours = Ours(hall.id, frozenset({hall.email.rpartition("@")[2].lower()} - {""}))
    box = house.outside.post[hall.code]
    with transaction():
        place = mailboxes.claim(ours.institution_id, box.pause, now)
    if place is None:
        return 0
    with _noted(ours, now) as look:
        _collect(ours, box, place, house, now, look)
    return look.new


@dataclass
class _Look:
    """How a look into the mailbox went: how many were new, and may more be waiting?"""

    new: int = 0
    more: bool = False


@contextlib.contextmanager
def _noted(ours: Ours, now: datetime) -> Iterator[_Look]:
    """Whatever happens is said on the administrator's page, if anything can still be written."""
    look, error = _Look(), ""
    try:
        yield look
    except OutsideError as refused:
        error = refused.code
        log.warning("post.not_read", error=error)
    except Exception:
        error = "unexpected"
        raise
    finally:
        with contextlib.suppress(Exception), transaction():
            mailboxes.looked(ours.institution_id, error, now, more=look.more)


def _collect(ours: Ours, box: PostBox, place: Place, house: House, now: datetime, look: _Look) -> None:
    stored: list[Received] = []
    since = time.monotonic()
    try:
        for message in box.after(place.validity, place.uid, MOST):
            look.new += take_in(message, ours, box, house, now)
            stored.append(message)
            look.more = len(stored) == MOST or time.monotonic() - since > LONGEST_SECONDS
            if look.more:
                break
    finally:
        # Also when a later one could not be stored: these are.
        _put_away(box, stored)


def _put_away(box: PostBox, stored: list[Received]) -> None:
    for validity in {one.validity for one in stored}:
        faults.point("post.before_put_away")
        box.put_away(validity, [one.uid for one in stored if one.validity == validity])


def take_in(message: Received, ours: Ours, box: PostBox, house: House, now: datetime) -> bool:
    """Store one message, for ever; False when the same has come before. Raises OutsideError."""
    faults.point("post.fetched")
    key = sameness.key(message)
    known = queries.is_known(ours.institution_id, key)
    session().rollback()
    arriving, seen = (None, []) if known else _read(message, key, ours, box, house, now)
    with transaction():
        made = actions.receive(arriving, now) if arriving is not None else None
        if made is not None:
            for sha256, scan in seen:
                scans.note(sha256, scan, now)
            if made.state == rules.NEW:
                jobs.enqueue(f"{PROPOSE}:{made.id}", PROPOSE, {"arrival": str(made.id)}, now)
        mailboxes.advance(ours.institution_id, Place(message.validity, message.uid))
        faults.point("post.before_commit")
    faults.point("post.after_commit")
    return made is not None


def _read(
    message: Received, key: str, ours: Ours, box: PostBox, house: House, now: datetime
) -> tuple[Arriving, enclosures.Seen]:
    """The message taken apart, its bytes kept; outside any transaction, for it may take a while."""
    letter = mime.read(message.raw, authserv_id=box.authserv_id, own_domains=ours.domains)
    found = enclosures.take_out(letter, message.raw, house)
    problems = [*letter.problems, *found.problems]
    if not message.whole:
        problems.append(mime.Problem("message_too_large", {"megabytes": message.size // 1_000_000}))
    faults.point("post.bytes_kept")
    arriving = Arriving(
        institution_id=ours.institution_id,
        source="mailbox",
        key=key,
        # A mail server's clock may be ahead of ours; nothing comes from the future.
        arrived_at=min(message.arrived_at, now),
        raw_sha256=found.raw_sha256,
        sender_name=letter.sender_name,
        sender_address=letter.sender_address,
        sent_at=letter.sent_at,
        subject=letter.subject,
        text=letter.text,
        message_id=letter.message_id,
        references=letter.references,
        trust=dict(letter.trust),
        problems=[{"key": one.key, "facts": one.facts} for one in problems],
        files=found.files,
        state=rules.QUARANTINED if found.infected else rules.NEW,
    )
    return arriving, found.seen
