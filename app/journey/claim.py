"""A case filed at the counter finds its way into the person's account, with the code on the receipt."""

from datetime import datetime

from app.cityhall import journal
from app.cityhall.cases import actions, queries
from app.cityhall.cases.models import Case
from app.cityhall.people.rights import Actor
from app.compared import same
from app.journey import secrets
from app.journey.house import House
from app.refusal import Refusal


def claim(number: str, code: str, actor: Actor, house: House, now: datetime) -> Case:
    """Make the actor the applicant of the case. Both persons stay in the journal.

    Raises Refusal `case.wrong_code` for a wrong number, a wrong code and a case that has an account alike.
    """
    case = _matching(number, code, house)
    if case is None or (case.applicant.account is not None and case.applicant_id != actor.person_id):
        raise Refusal("case.wrong_code")
    if case.applicant_id == actor.person_id:
        return case
    before = case.applicant_id
    case.applicant_id = actor.person_id
    actions.record(case, "claimed_by_applicant", now, actor_id=actor.person_id)
    journal.note(
        "case.claimed",
        now,
        actor_id=actor.person_id,
        on_behalf_of_id=before,
        about=("case", case.id),
        facts={"number": case.entry.number},
    )
    return case


def _matching(number: str, code: str, house: House) -> Case | None:
    """The case whose code this is; every candidate is compared, in constant time."""
    plain = number.strip().split("/")[0]
    candidates = (
        queries.numbered(int(plain)) if plain.isascii() and plain.isdigit() and len(plain) < 10 else []
    )
    typed = _plain(code)
    fitting = [
        case
        for case in candidates
        if same(_plain(secrets.claim_code(house, case.id)), typed) and case.filed_by_id is not None
    ]
    return fitting[0] if fitting else None


def _plain(code: str) -> str:
    """Capital letters and digits only, however the code was typed."""
    return "".join(sign for sign in code.upper() if sign.isalnum())
