"""A case's term on its way: extended once by a head, counted again when a day off is decreed."""

import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from app.cityhall import journal
from app.cityhall.cases import actions, queries, running
from app.cityhall.cases.models import Case
from app.cityhall.people.rights import Actor
from app.cityhall.registry.rules import romanian_day
from app.cityhall.terms import actions as terms
from app.cityhall.terms import days_off, extension
from app.cityhall.terms.days_off import DayOff
from app.cityhall.terms.extension import Policy
from app.cityhall.terms.models import Extension
from app.database import session, transaction
from app.journey import notify
from app.journey.house import House
from app.logs import log
from app.refusal import Refusal


@dataclass(frozen=True)
class Moved:
    """A running case whose date is another one now."""

    number: str
    before: date
    after: date


def offer(case: Case, actor: Actor, now: datetime) -> Policy | None:
    """The extension that the actor may give this case now; None when there is none to give."""
    found = extension.policy(case.version.config["term"])
    term = case.term
    if found is None or term is None or term.extension is not None or _settled(case):
        return None
    over = romanian_day(now) > term.conservative and not term.standing
    return found if _decides(case, actor, found) and not over else None


def extend(case_id: uuid.UUID, days: int, reason: str, actor: Actor, now: datetime, house: House) -> Case:
    """A head gives a case more days, once; the applicant is told why. Inside a transaction.

    Raises Refusal `case.unknown`, `term.no_extension`, `term.not_yours`, `term.settled`, `term.over`,
    `term.extended_already`, `term.extension_length`, `term.reason_needed`.
    """
    case, _ = queries.locked(case_id)
    found = _policy(case)
    if not _decides(case, actor, found):
        raise Refusal("term.not_yours")
    _extend(case, found, days, reason, actor.person_id, now, house)
    return case


def extend_by_diagram(case_id: uuid.UUID, reason: str, now: datetime, house: House) -> None:
    """The diagram asked whoever may decide; the whole extension is given. Raises Refusal as `extend`."""
    case, _ = queries.locked(case_id)
    found = _policy(case)
    _extend(case, found, found.most, reason, None, now, house)


def _policy(case: Case) -> Policy:
    found = extension.policy(case.version.config["term"])
    if found is None or case.term is None:
        raise Refusal("term.no_extension")
    return found


def _decides(case: Case, actor: Actor, found: Policy) -> bool:
    """A role of the whole institution, or one over the case's own department."""
    return any(
        post.institution_id == case.institution_id
        and post.role in found.who
        and (post.role in queries.EVERYWHERE or post.department_id == case.department_id)
        for post in actor.posts
    )


def _settled(case: Case) -> bool:
    """The hall has answered: its term runs no more."""
    return case.closed_at is not None or case.outcome is not None


def _extend(
    case: Case, found: Policy, days: int, reason: str, by: uuid.UUID | None, now: datetime, house: House
) -> None:
    assert case.term is not None
    if _settled(case):
        raise Refusal("term.settled")
    found.check(days)
    before, given = (
        case.term.conservative,
        Extension(days=days, act=found.act, reason=reason, at=now, by_id=by),
    )
    terms.extend(case.term, given, days_off.calendar_of(case.institution_id))
    actions.carry_term(case)
    facts = {
        "before": before.isoformat(),
        "after": case.term.conservative.isoformat(),
        "days": days,
        "act": found.act,
        "reason": given.reason,
    }
    actions.record(case, "term_extended", now, actor_id=by, facts=facts)
    journal.note("case.term_extended", now, actor_id=by, about=("case", case.id), facts=facts)
    notify.about_case(case, "term_extended", f"extended:{case.id}", house, now)


def decree(
    day: date,
    act: str,
    institution_id: uuid.UUID | None,
    now: datetime,
    told: Callable[[Moved], None],
    *,
    worked: bool = False,
) -> int:
    """Write a decreed day down and count the running cases again; how many were looked at.

    Raises Refusal `day_off.known`, `day_off.no_change`.
    """
    with transaction():
        _note("decreed", days_off.add(day, act, institution_id, worked=worked), now)
    return _count_again(
        running.touched_by(day, institution_id), now, told, {"day": day.isoformat(), "act": act}
    )


def strike_out(
    day: date, institution_id: uuid.UUID | None, now: datetime, told: Callable[[Moved], None]
) -> int:
    """The decree is repealed: its day is as any other. Raises Refusal `day_off.unknown`."""
    cases = running.touched_by(day, institution_id)
    with transaction():
        gone = days_off.remove(day, institution_id)
        _note("struck_out", gone, now)
    return _count_again(cases, now, told, {"day": day.isoformat(), "act": gone.act})


def count_all_again(now: datetime, told: Callable[[Moved], None]) -> int:
    """Every running case, for instance after the machine fell while some were counted."""
    return _count_again(running.with_terms(), now, told, {})


def _note(what: str, day: DayOff, now: datetime) -> None:
    facts = {"day": day.day.isoformat(), "act": day.act, "worked": day.worked}
    journal.note(f"day_off.{what}", now, about=("day_off", day.id), facts=facts)


def _count_again(
    cases: list[uuid.UUID], now: datetime, told: Callable[[Moved], None], why: dict[str, Any]
) -> int:
    """A transaction for each case; one that cannot be counted keeps no other from being."""
    session().rollback()
    for moved in _counted(cases, now, why):
        told(moved)
    return len(cases)


def _counted(cases: list[uuid.UUID], now: datetime, why: dict[str, Any]) -> Iterator[Moved]:
    for case_id in cases:
        try:
            with transaction():
                moved = _count_one(case_id, now, why)
        except Exception:  # noqa: BLE001 - said in the log; `flask terms recount` tries again
            log.exception("term.not_counted", case=str(case_id))
        else:
            if moved is not None:
                yield moved


def _count_one(case_id: uuid.UUID, now: datetime, why: dict[str, Any]) -> Moved | None:
    """What moved is told to the applicant too: it is his date."""
    case, _ = queries.locked(case_id)
    if case.term is None or _settled(case):
        return None
    before = terms.recount(case.term, days_off.calendar_of(case.institution_id)).conservative
    after = case.term.conservative
    if before == after:
        return None
    actions.carry_term(case)
    facts = {"before": before.isoformat(), "after": after.isoformat(), **why}
    actions.record(case, "term_moved", now, facts=facts)
    return Moved(case.entry.legal_number, before, after)
