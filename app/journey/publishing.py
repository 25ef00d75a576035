"""Publishing: what stands before a version, asking for it, a second person's word, and its day.

What is asked for is bound to the files that were looked at and to the version that was current then: with
others the publication lapses, and nobody publishes what nobody has seen.
"""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from app.cityhall import journal
from app.cityhall.drafts import queries as drafts
from app.cityhall.drafts.models import Draft
from app.cityhall.institutions import Institution
from app.cityhall.people.rights import Actor
from app.cityhall.procedures import actions as procedures
from app.cityhall.procedures import folders
from app.cityhall.procedures.actions import Told
from app.cityhall.procedures.models import ProcedureVersion
from app.cityhall.procedures.queries import version_files
from app.cityhall.publications import actions, queries
from app.cityhall.publications.models import SCHEDULED, WAITING, Publication
from app.cityhall.registry.rules import romanian_day
from app.database import session, transaction
from app.journey import checking, differences
from app.journey.differences import Difference
from app.journey.house import House
from app.journey.publication_gate import Gate
from app.logs import log
from app.refusal import Refusal

LONGEST_REASON = 2000


@dataclass(frozen=True)
class Wish:
    """What is said when asking: why, from which day on, and the digest of what was on the page."""

    reason: str
    day: date | None
    seen: str


def ask(gate: Gate, wish: Wish, by: Actor, house: House, now: datetime) -> Publication:
    """Publish, or let it wait for a second person or its day; in a transaction, after looking at the gate.

    Raises Refusal `publication.changed_meanwhile`, `publication.reason`, `publication.day`,
    `publication.open`, and each obstacle of the gate.
    """
    queries.lock(gate.procedure.id)
    day = _checked(gate, wish, now)
    publication = Publication(
        procedure_id=gate.procedure.id,
        draft_id=gate.draft.id if gate.draft else None,
        returns_to_id=gate.returns_to.id if gate.returns_to else None,
        against_id=gate.live.id if gate.live else None,
        digest=gate.digest,
        reason=wish.reason.strip(),
        valid_from=day,
        state=WAITING if gate.approval else SCHEDULED,
        difference=differences.kept(gate.found),
        asked_by_id=by.person_id,
        asked_at=now,
    )
    actions.ask(publication, now)
    return _if_due(publication, house, now)


def _checked(gate: Gate, wish: Wish, now: datetime) -> date:
    today = romanian_day(now)
    day = wish.day or today
    for obstacle in gate.obstacles():
        raise Refusal(obstacle)
    if not wish.reason.strip() or len(wish.reason) > LONGEST_REASON:
        raise Refusal("publication.reason", most=LONGEST_REASON)
    if day < today:
        raise Refusal("publication.day")
    if queries.open_of(gate.procedure.id) is not None:
        raise Refusal("publication.open")
    if gate.digest != wish.seen or _stale(gate.draft, gate.digest, gate.live, gate.procedure.id):
        raise Refusal("publication.changed_meanwhile")
    return day


def approve(publication: Publication, by: Actor, house: House, now: datetime) -> Publication:
    """A second analyst agrees; in a transaction. It is published at once when its day has come."""
    actions.approve(publication, by.person_id, now)
    return _if_due(publication, house, now)


def publish_due(house: House, now: datetime) -> int:
    """Publish what waits for this day, each in a transaction of its own; how many were looked at."""
    found = queries.due(romanian_day(now))
    for procedure_id, publication_id in found:
        try:
            with transaction():
                _if_due(queries.locked(procedure_id, publication_id), house, now)
        except Refusal:  # another worker, or a person, was quicker
            continue
        except Exception:  # noqa: BLE001 - one that cannot be published must not hold up the others
            log.exception("publication.error", publication=str(publication_id))
    return len(found)


def _if_due(publication: Publication, house: House, now: datetime) -> Publication:
    if publication.state != SCHEDULED or publication.valid_from > romanian_day(now):
        return publication
    queries.lock(publication.procedure_id)
    against, draft = publication.against_id, publication.draft
    live = session().get(ProcedureVersion, against) if against else None
    if _stale(draft, publication.digest, live, publication.procedure_id):
        actions.lapse(publication, "publication.lapsed", now)
        return publication
    files = _files(publication)
    if any(one.severity == "error" for one in checking.problems(files, house.outside.letters)):
        actions.lapse(publication, "publication.problems", now)
        return publication
    _publish(publication, files, live, now)
    return publication


def _stale(draft: Draft | None, digest: str, live: ProcedureVersion | None, procedure: uuid.UUID) -> bool:
    """Is the draft, or what it would take the place of, another one by now?"""
    current = queries.current(procedure)
    if (current.id if current else None) != (live.id if live else None):
        return True
    return draft is not None and (draft.state != "open" or drafts.digest(draft.id) != digest)


def _files(publication: Publication) -> Mapping[str, bytes]:
    if publication.draft_id is not None:
        return drafts.files(publication.draft_id)
    assert publication.returns_to_id is not None
    return version_files(publication.returns_to_id)


def _publish(
    publication: Publication, files: Mapping[str, bytes], live: ProcedureVersion | None, now: datetime
) -> None:
    told = Told(
        source="studio" if publication.draft_id else "rollback",
        reason=publication.reason,
        published_by=publication.asked_by_id,
        approved_by=publication.approved_by_id,
        valid_from=publication.valid_from,
    )
    procedure = publication.procedure
    version = procedures.publish(procedure.institution, procedure.code, files, now, told)
    actions.published(publication, version, now)
    _note(version, live, differences.read(publication.difference), now)


class Loaded(NamedTuple):
    """What became of a folder: `how` is published, same, or kept (the studio went on from it)."""

    version: ProcedureVersion
    how: str


def load(
    institution: Institution, code: str, files: Mapping[str, bytes], now: datetime, *, over: bool = False
) -> Loaded:
    """Publish a folder's files, in a transaction; never in the place of what the studio published.

    A folder that was published before is what the studio went on from: nothing is new in it. Raises Refusal
    `procedure.over_studio` for one that is new, unless it is to be published `over` the studio's version.
    """
    every, digest = queries.of_code(institution.id, code), folders.digest(files)
    live = next((one for one in every if one.retired_at is None), None)
    if live is not None and live.digest == digest:
        return Loaded(live, "same")
    if live is not None and live.source != "folder" and not over:
        if any(one.digest == digest for one in every):
            return Loaded(live, "kept")
        raise Refusal("procedure.over_studio", code=code, number=live.number, at=live.published_at)
    version = procedures.publish(institution, code, files, now)
    if live is not None:
        _note(version, live, differences.between(version_files(live.id), files), now)
    return Loaded(version, "published")


def _note(
    version: ProcedureVersion, live: ProcedureVersion | None, found: list[Difference], now: datetime
) -> None:
    """In the journal, with the difference."""
    facts = {
        "code": version.code,
        "number": version.number,
        "instead_of": live.number if live else None,
        "source": version.source,
        "reason": version.reason,
        "valid_from": version.valid_from.isoformat(),
        "approved_by": str(version.approved_by_id) if version.approved_by_id else None,
        "digest": version.digest,
        "difference": differences.kept(found),
    }
    about = ("procedure", version.procedure_id)
    journal.note("procedure.published", now, actor_id=version.published_by_id, about=about, facts=facts)
