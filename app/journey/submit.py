"""A form becomes a case: number, time, term and a running diagram, in one transaction."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from app import faults
from app.cityhall import institutions, journal
from app.cityhall.cases import actions as case_actions
from app.cityhall.cases.models import Case
from app.cityhall.documents import actions as document_actions
from app.cityhall.documents import queries as documents
from app.cityhall.documents import sources, ticks
from app.cityhall.forms import rules as form_rules
from app.cityhall.people.models import Person
from app.cityhall.people.phones import mobile
from app.cityhall.people.rights import Actor
from app.cityhall.procedures import queries as procedures
from app.cityhall.procedures.models import ProcedureVersion
from app.cityhall.registry import actions as registry
from app.cityhall.registry import special
from app.cityhall.registry.models import RegisterEntry
from app.cityhall.registry.rules import romanian_day
from app.cityhall.submissions import Draft
from app.cityhall.terms import actions as terms
from app.cityhall.terms import days_off
from app.database import session
from app.journey import advance, deciding
from app.journey.came import Came
from app.refusal import Refusal

NOBODY = "Anonim"  # OG 27/2002 art. 7: a petition without a name


@dataclass(frozen=True)
class Receipt:
    """What the applicant holds in hand at once."""

    case: Case
    entry: RegisterEntry


def file_request(draft: Draft, actor: Actor, now: datetime, came: Came | None = None) -> Receipt:
    """Send a draft: open a case and enter it in the register (OG 27/2002 art. 6).

    The draft is the actor's own and locked (`submissions.mine`); one that was sent already gives the same
    receipt again, so a double click files once. `came`: how it came, when a registrar files what was sent.
    Raises Refusal `form.invalid` with the errors; nothing is lost, the draft stays.
    """
    if draft.case_id is not None:
        return _receipt_of(draft.case_id)
    version = draft.version
    _in_force(version, romanian_day(now))
    answers = _checked(version, draft.answers)
    applicant = (came and came.applicant) or _applicant(draft, answers, now)
    filer = None if _nameless(draft, answers) else actor.person_id
    case = _open_case(draft, version, applicant, answers, filer, now, came)
    document_actions.move_to_case(draft.id, case.id)
    called_for = {paper.code for paper in deciding.papers(version, deciding.of_case(case))}
    sources.move_to_case(draft.id, case.id, called_for)
    ticks.move_to_case(draft.id, case.id)
    draft.case_id, draft.answers = case.id, answers
    journal.note(
        "case.filed",
        now,
        actor_id=filer,
        on_behalf_of_id=None if filer in {None, applicant.id} else applicant.id,
        about=("case", case.id),
        facts={"number": case.entry.number, "channel": case.channel},
    )
    advance.start(case, deciding.of_case(case), now)
    faults.point("filing.before_commit")
    return Receipt(case, case.entry)


def _receipt_of(case_id: uuid.UUID) -> Receipt:
    case = session().get(Case, case_id)
    assert case is not None
    return Receipt(case, case.entry)


def _in_force(version: ProcedureVersion, today: date) -> None:
    """A request filed in time keeps its old form (Ordinul MDLPA 975/2026 art. 3 (3)); later none is taken."""
    until = version.config.get("valid_until")
    if until is not None and today > date.fromisoformat(until):
        raise Refusal(
            "form.retired", form=version.config["form_code"], until=f"{date.fromisoformat(until):%d.%m.%Y}"
        )


def _checked(version: ProcedureVersion, answers: Mapping[str, Any]) -> dict[str, Any]:
    form = procedures.form(version.id, version.config["form"])
    found = form_rules.errors(form, answers)
    if found:
        raise Refusal("form.invalid", errors=found)
    return form_rules.clean(form, answers)


def _applicant(draft: Draft, answers: Mapping[str, Any], now: datetime) -> Person:
    """Oneself on the portal; at the counter the person whom the form names; nobody where none is named."""
    if draft.channel == "portal" and not _nameless(draft, answers):
        person = session().get(Person, draft.owner_id)
        assert person is not None
        return person
    person = Person(
        full_name=str(answers.get("full_name") or NOBODY),
        email=answers.get("email") or None,
        phone=mobile(str(answers.get("phone") or "")),
        cnp=answers.get("cnp") or None,
        created_at=now,
    )
    session().add(person)
    session().flush()
    return person


def _nameless(draft: Draft, answers: Mapping[str, Any]) -> bool:
    """Sent from an account, but without its name: nothing of the case leads back to the account."""
    unnamed = answers.get("identification") == "anonymous" or answers.get("anonymous") is True
    return draft.channel == "portal" and unnamed


def _open_case(
    draft: Draft,
    version: ProcedureVersion,
    applicant: Person,
    answers: dict[str, Any],
    filer: uuid.UUID | None,
    now: datetime,
    came: Came | None,
) -> Case:
    institution = version.procedure.institution
    department = institutions.department(institution.id, version.config["department"])
    case_id = uuid.uuid4()
    papers = documents.of_draft(draft.id)
    # At the counter somebody typed it: that took from the first page until now.
    begun = draft.created_at if draft.channel == "counter" else None
    paper = registry.Paper(
        institution_id=institution.id,
        direction="in",
        issuer=applicant.full_name,
        summary=_summary(version, answers),
        department=department.name if department else "",
        file_code=version.config["nomenclature"],
        channel=draft.channel,
        operator_id=None if draft.channel == "portal" else filer,
        annexes=_count(answers, "annexes") or len(papers),
        sheets=_count(answers, "sheets"),
        sender_number=str(answers.get("sender_number") or "") or None,
        sender_date=_day(answers.get("sender_date")),
        case_id=case_id,
        hashes=[paper.latest.sha256 for paper in papers],
        arrived_at=begun,
        started_at=begun,
    )
    entry = registry.enter(replace(paper, **came.facts()) if came else paper, now)
    if register := version.config.get("register"):
        special.enter(entry, register, f"{version.config['title']}, {applicant.full_name}", now)
    form = procedures.form(version.id, version.config["form"])
    case = Case(
        id=case_id,
        institution=institution,
        version=version,
        applicant=applicant,
        filed_by_id=None if applicant.id == filer else filer,
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
    decided = deciding.term(version, deciding.of_case(case))
    case_term = terms.start(case.id, decided, romanian_day(now), decreed)
    case_actions.record(
        case,
        "filed",
        now,
        actor_id=filer,
        on_behalf_of_id=None if filer in {None, applicant.id} else applicant.id,
        facts={"number": entry.legal_number, "term": case_term.conservative.isoformat()},
    )
    return case


def _count(answers: Mapping[str, Any], name: str) -> int:
    """What the sender says of the document: its sheets, its annexes (columns 4 and 5 of the register)."""
    said = answers.get(name)
    return said if isinstance(said, int) else 0


def _day(said: object) -> date | None:
    return date.fromisoformat(said) if isinstance(said, str) else None


def _summary(version: ProcedureVersion, answers: Mapping[str, Any]) -> str:
    subject = answers.get("subject") or answers.get("summary")
    title = str(version.config["title"])
    return f"{title}: {subject}" if subject else title
