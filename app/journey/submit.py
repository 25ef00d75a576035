"""A form becomes a case: number, time, term and a running diagram, in one transaction."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app import faults
from app.cityhall import institutions, journal
from app.cityhall.cases import actions as case_actions
from app.cityhall.cases.models import Case
from app.cityhall.documents import actions as document_actions
from app.cityhall.documents import queries as documents
from app.cityhall.forms import rules as form_rules
from app.cityhall.people.models import Person
from app.cityhall.people.phones import mobile
from app.cityhall.people.rights import Actor
from app.cityhall.procedures import queries as procedures
from app.cityhall.procedures.models import ProcedureVersion
from app.cityhall.registry import actions as registry
from app.cityhall.registry.models import RegisterEntry
from app.cityhall.registry.rules import romanian_day
from app.cityhall.submissions import Draft
from app.cityhall.terms import actions as terms
from app.cityhall.terms import days_off
from app.database import session
from app.journey import advance
from app.refusal import Refusal


@dataclass(frozen=True)
class Receipt:
    """What the applicant holds in hand at once."""

    case: Case
    entry: RegisterEntry


def file_request(draft: Draft, actor: Actor, now: datetime) -> Receipt:
    """Send a draft: open a case and enter it in the register (OG 27/2002 art. 6).

    The draft is the actor's own and locked (`submissions.mine`); one that was sent already gives the same
    receipt again, so a double click files once.
    Raises Refusal `form.invalid` with the errors; nothing is lost, the draft stays.
    """
    if draft.case_id is not None:
        return _receipt_of(draft.case_id)
    version = draft.version
    answers = _checked(version, draft.answers)
    applicant = _applicant(draft, answers, now)
    case = _open_case(draft, version, applicant, answers, actor, now)
    document_actions.move_to_case(draft.id, case.id)
    draft.case_id, draft.answers = case.id, answers
    journal.note(
        "case.filed",
        now,
        actor_id=actor.person_id,
        on_behalf_of_id=None if applicant.id == actor.person_id else applicant.id,
        about=("case", case.id),
        facts={"number": case.entry.number, "channel": case.channel},
    )
    advance.start(case, _first_data(case, version), now)
    faults.point("filing.before_commit")
    return Receipt(case, case.entry)


def _receipt_of(case_id: uuid.UUID) -> Receipt:
    case = session().get(Case, case_id)
    assert case is not None
    return Receipt(case, case.entry)


def _checked(version: ProcedureVersion, answers: Mapping[str, Any]) -> dict[str, Any]:
    form = procedures.form(version.id, version.config["form"])
    found = form_rules.errors(form, answers)
    if found:
        raise Refusal("form.invalid", errors=found)
    return form_rules.clean(form, answers)


def _applicant(draft: Draft, answers: Mapping[str, Any], now: datetime) -> Person:
    """Oneself on the portal; at the counter the person whom the form names."""
    if draft.channel == "portal":
        person = session().get(Person, draft.owner_id)
        assert person is not None
        return person
    person = Person(
        full_name=str(answers.get("full_name", "")),
        email=answers.get("email") or None,
        phone=mobile(str(answers.get("phone") or "")),
        cnp=answers.get("cnp") or None,
        created_at=now,
    )
    session().add(person)
    session().flush()
    return person


def _open_case(
    draft: Draft,
    version: ProcedureVersion,
    applicant: Person,
    answers: dict[str, Any],
    actor: Actor,
    now: datetime,
) -> Case:
    institution = version.procedure.institution
    department = institutions.department(institution.id, version.config["department"])
    case_id = uuid.uuid4()
    papers = documents.of_draft(draft.id)
    entry = registry.enter(
        registry.Paper(
            institution_id=institution.id,
            direction="in",
            issuer=applicant.full_name,
            summary=_summary(version, answers),
            department=department.name if department else "",
            file_code=version.config["nomenclature"],
            channel=draft.channel,
            operator_id=None if draft.channel == "portal" else actor.person_id,
            annexes=len(papers),
            case_id=case_id,
            hashes=[paper.latest.sha256 for paper in papers],
        ),
        now,
    )
    form = procedures.form(version.id, version.config["form"])
    case = Case(
        id=case_id,
        institution=institution,
        version=version,
        applicant=applicant,
        filed_by_id=None if applicant.id == actor.person_id else actor.person_id,
        entry=entry,
        department=department,
        channel=draft.channel,
        delivery=str(answers.get("delivery", "counter")),
        form_code=form.code,
        form_version=form.version,
        answers=answers,
        opened_at=now,
    )
    session().add(case)
    session().flush()
    decreed = days_off.calendar_of(institution.id)
    case_term = terms.start(case.id, version.config["term"], romanian_day(now), decreed)
    case_actions.record(
        case,
        "filed",
        now,
        actor_id=actor.person_id,
        on_behalf_of_id=None if applicant.id == actor.person_id else applicant.id,
        facts={"number": entry.legal_number, "term": case_term.conservative.isoformat()},
    )
    return case


def _summary(version: ProcedureVersion, answers: Mapping[str, Any]) -> str:
    subject = answers.get("subject")
    title = str(version.config["title"])
    return f"{title}: {subject}" if subject else title


def _first_data(case: Case, version: ProcedureVersion) -> dict[str, Any]:
    """What diagrams may ask about from their first step on (docs/engine.md)."""
    return {
        "case": {
            "procedure": version.code,
            "channel": case.channel,
            # Whoever files on the portal is signed in; at the counter the account may come later (claim).
            "has_account": case.channel == "portal",
        },
        "answers": case.answers,
        "delivery": case.delivery,
        "settings": dict(version.config.get("settings", {})),
    }
