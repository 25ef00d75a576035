"""Alarms of terms: the hall warns itself before a term ends, and when it has.

Found by their dates without loading a case, rung in a transaction for each, with the case locked; an
alarm rings once for its day. Nothing here is shown to the applicant. A diagram that waits for it hears
`term_over`, and `tacit_approval` where the law gives the applicant what was asked for.
"""

import uuid
from datetime import date, datetime

from app.cityhall.cases import actions, queries, running, waiting
from app.cityhall.cases.models import Case
from app.cityhall.cases.watchers import watchers
from app.cityhall.registry.rules import romanian_day
from app.cityhall.terms import actions as terms
from app.cityhall.terms.models import Alarm, Term
from app.cityhall.terms.rules import AFTER
from app.database import session, transaction
from app.journey import messages, notify
from app.journey.house import House
from app.logs import log


def ring_due(now: datetime, house: House) -> int:
    """Ring what is due today or was missed; how many cases were warned of."""
    due = running.ringing(romanian_day(now))
    session().rollback()
    return sum(_ring(case_id, now, house) for case_id in due)


def _ring(case_id: uuid.UUID, now: datetime, house: House) -> bool:
    try:
        with transaction():
            return _rung(case_id, now, house)
    except Exception:  # noqa: BLE001 - one broken case must not silence the others
        log.exception("alarm.failed", case=str(case_id))
    with transaction():
        running.put_off_alarms(case_id, romanian_day(now))
    return False


def _rung(case_id: uuid.UUID, now: datetime, house: House) -> bool:
    """Several that were missed ring as one, the nearest."""
    (case, _), today = queries.locked(case_id), romanian_day(now)
    due = _due(case.term, today)
    if not due or case.term is None:
        return False
    if case.closed_at is not None or case.outcome is not None:
        terms.silence(case.term)
        return False
    for alarm in due:
        alarm.due, alarm.rung_on = None, today
    _tell(case, case.term, min(alarm.before for alarm in due), now, house)
    return True


def _due(term: Term | None, today: date) -> list[Alarm]:
    return [one for one in term.alarms if one.due is not None and one.due <= today] if term else []


def _tell(case: Case, term: Term, before: int, now: datetime, house: House) -> None:
    """A line in the history that colleagues read, and an e-mail to those who can still do something."""
    today, over = romanian_day(now), before == AFTER
    kind = "term_over" if over else "term_alarm"
    if over and term.tacit_act:
        kind, term.tacit_since = "tacit_possible", today
    left = (term.conservative - today).days
    facts = {"term": term.conservative.isoformat(), "days": left, "act": term.tacit_act or term.act}
    actions.record(case, kind, now, facts=facts, public=False)
    if over:
        _tell_the_diagram(case, term, facts, now)
    said = {"days": str(abs(left)), "act": str(facts["act"])}
    policy = case.version.config["term"].get("alarms", {})
    roles = [*policy.get("tell", ()), *(policy.get("over", ()) if over else ())]
    for account in watchers(case, roles, today):
        key = f"{kind}:{case.id}:{before}:{today}:{account.id}"
        notify.to_colleague(case, account, kind, key, said, house, now)


def _tell_the_diagram(case: Case, term: Term, facts: dict[str, object], now: datetime) -> None:
    """Only what the case waits for: that a term is over concerns no later step."""
    for name in ("term_over", *(["tacit_approval"] if term.tacit_act else ())):
        if waiting.awaits(case.id, name):
            messages.post(name, f"{name}:{case.id}:{facts['term']}", now, case_id=case.id, payload=facts)
