"""The door closed on papers: they get their number, whatever else goes wrong.

What was prepared was checked then, and its version does not change. If filing refuses all the same, the
papers become a case of the procedure for papers that belong to no other: the registry routes them. If even
that refuses, they are entered in the register alone. Who empties the compartment reads why.
"""

from dataclasses import replace
from datetime import datetime

from sqlalchemy.exc import OperationalError

from app.cityhall import submissions
from app.cityhall.cases.models import Case, CaseTask
from app.cityhall.dropoffs import rules
from app.cityhall.dropoffs.models import DropOff
from app.cityhall.forms import rules as form_rules
from app.cityhall.people import rights
from app.cityhall.people.rights import Actor
from app.cityhall.procedures import queries as procedures
from app.cityhall.registry import actions as registry
from app.cityhall.registry import queries as register
from app.cityhall.registry.models import RegisterEntry
from app.cityhall.registry.rules import romanian_day
from app.cityhall.submissions import Draft
from app.database import StaleDataError, session
from app.journey import submit, work
from app.journey.came import Came
from app.journey.lockers import dropoff_preparing
from app.logs import log
from app.refusal import Refusal

CHANNEL = "locker"
PLAIN = "drop_off"  # the procedure whose department and file take what belongs to no case


def file(dropped: DropOff, at: datetime, now: datetime) -> RegisterEntry:
    """The number of what lies in the compartment, arrived at `at`; inside the transaction that hears."""
    came = Came(CHANNEL, min(at, now), None, annexes=len(rules.laid(dropped.items)))
    try:
        with session().begin_nested():
            dropped.entry = _filed(dropped, came, now)
            dropped.case_id = dropped.entry.case_id
    except (OperationalError, StaleDataError):
        # The database is busy, or somebody was faster: the controller tells again in a moment.
        raise
    except Exception as error:  # noqa: BLE001 - see below
        # A door that closed cannot be refused: the law wants a number for what the hall received.
        log.exception("dropoff.not_filed")
        session().refresh(dropped)
        dropped.trouble = (error.key if isinstance(error, Refusal) else type(error).__name__)[:80]
        dropped.entry = _routed(dropped, came, now) or _entered(dropped, came, now)
        dropped.case_id = dropped.entry.case_id
    return dropped.entry


def _routed(dropped: DropOff, came: Came, now: datetime) -> RegisterEntry | None:
    """A case of plain papers, which the registry looks at; None where it cannot be opened either."""
    try:
        with session().begin_nested():
            return _plain(dropped, came, now)
    except (OperationalError, StaleDataError):
        raise
    except Exception:  # noqa: BLE001 - the number comes first, whatever is wrong
        log.exception("dropoff.not_routed")
        session().refresh(dropped)
        return None


def _plain(dropped: DropOff, came: Came, now: datetime) -> RegisterEntry:
    person = dropped.person
    answers = {
        "applicant_kind": "person",
        "full_name": person.full_name,
        "document_kind": "other",
        "summary": dropped.title[:200],
        "annexes": came.annexes,
        "delivery": "email" if person.email else "counter",
        **({"email": person.email} if person.email else {}),
        **({"phone": person.phone} if person.phone else {}),
    }
    version = procedures.current(PLAIN, dropped.institution_id)
    draft = submissions.begin(person.id, version, "portal", answers, now)
    return submit.file_request(draft, _actor(dropped, now), now, replace(came, applicant=person)).entry


def _filed(dropped: DropOff, came: Came, now: datetime) -> RegisterEntry:
    actor = _actor(dropped, now)
    if dropped.kind == dropoff_preparing.COMPLETION:
        return _completed(dropped, came, actor, now)
    return _sent(dropped, came, actor, now)


def _actor(dropped: DropOff, now: datetime) -> Actor:
    account = dropped.person.account
    if account is None:
        raise Refusal("dropoff.no_account")
    return rights.actor(account, romanian_day(now))


def _sent(dropped: DropOff, came: Came, actor: Actor, now: datetime) -> RegisterEntry:
    if dropped.draft_id is None:
        raise Refusal("draft.unknown")
    draft = session().get_one(Draft, dropped.draft_id, with_for_update={"of": Draft})
    if draft.case_id is not None:
        # Sent from home meanwhile: the papers follow it.
        dropped.trouble = "draft.already_sent"
        return _entered(dropped, came, now, session().get(Case, draft.case_id))
    form = procedures.form(draft.version_id, draft.version.config["form"])
    if form_rules.errors(form, draft.answers):
        # Changed since and left half-way: what was checked and printed on the sheet is sent.
        draft.answers = dict(dropped.answers)
    return submit.file_request(draft, actor, now, came).entry


def _completed(dropped: DropOff, came: Came, actor: Actor, now: datetime) -> RegisterEntry:
    task = session().get(CaseTask, dropped.task_id)
    assert task is not None
    if task.state != "open":
        dropped.trouble = "task.not_open"
        return _entered(dropped, came, now, task.case)
    answers = dropoff_preparing.completed({**dropped.answers, **task.draft})
    work.complete(task, answers, actor, task.revision, now, came)
    return register.completions(task.case_id)[-1]


def _entered(dropped: DropOff, came: Came, now: datetime, case: Case | None = None) -> RegisterEntry:
    """A plain entry of the register, connected to the case that the papers are about."""
    version = procedures.current(PLAIN, dropped.institution_id)
    of_case = case.version.config if case is not None else version.config
    about = f" la nr. {case.entry.legal_number}" if case is not None else ""
    paper = registry.Paper(
        institution_id=dropped.institution_id,
        direction="in",
        issuer=dropped.person.full_name,
        summary=f"Documente lăsate în casetă{about}: {dropped.title}"[:300],
        department=case.department.name if case is not None and case.department else "",
        file_code=str(of_case["nomenclature"]),
        channel=CHANNEL,
        annexes=came.annexes,
        arrived_at=came.arrived_at,
        case_id=case.id if case is not None else None,
        connected_to_id=case.entry_id if case is not None else None,
    )
    return registry.enter(paper, now)
