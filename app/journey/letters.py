"""Letters: written from a template, edited in Word, previewed, and issued with a number."""

from datetime import datetime
from typing import Any

from app.cityhall.cases import queries as cases
from app.cityhall.cases.models import Case, CaseTask
from app.cityhall.documents import actions, queries
from app.cityhall.documents.actions import Stored
from app.cityhall.documents.models import Document
from app.cityhall.forms import rules as form_rules
from app.cityhall.people.models import Person
from app.cityhall.people.rights import Actor
from app.cityhall.procedures import queries as procedures
from app.cityhall.registry.models import RegisterEntry
from app.cityhall.terms import days_off
from app.cityhall.terms.words import explain
from app.database import session, transaction
from app.journey import receipts
from app.journey.house import House
from app.refusal import Refusal

LATE = ("number", "date", "signer_name", "signer_title")
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
WARNING = "warn."  # what will not show in the PDF; everything else makes a letter useless


def write(task: CaseTask, answers: dict[str, Any], actor: Actor, house: House, now: datetime) -> Document:
    """Fill the task's template with the case and the form's answers; a new revision each time.

    Raises Refusal `letter.unknown_field` when the template asks for something nobody gives.
    """
    template = procedures.letter_template(task.case.version_id, task.letter or "")
    form = procedures.form(task.case.version_id, task.form)
    fields = {**_fields(task.case, actor.full_name), **form_rules.letter_fields(form, answers)}
    try:
        content = house.outside.letters.fill(template, fields)
    except KeyError as error:
        raise Refusal("letter.unknown_field", field=str(error.args[0])) from error
    return _keep(task, content, actor, house, now)


def replace(task: CaseTask, content: bytes, actor: Actor, house: House, now: datetime) -> Document:
    """Take back a letter edited in Word. Raises Refusal `letter.bad_file` with the problems."""
    problems = [code for code in house.outside.letters.problems(content) if not code.startswith(WARNING)]
    if problems:
        raise Refusal("letter.bad_file", problems=problems)
    return _keep(task, content, actor, house, now)


def warnings(content: bytes, house: House) -> list[str]:
    """Codes of what an edited letter holds that its PDF will not show."""
    return [code for code in house.outside.letters.problems(content) if code.startswith(WARNING)]


def _keep(task: CaseTask, content: bytes, actor: Actor, house: House, now: datetime) -> Document:
    number = f"{task.case.entry.number}-{task.case.entry.year}"
    stored = Stored(house.outside.files.put(content), len(content), DOCX, f"raspuns-{number}.docx")
    with transaction():
        letter = queries.of_kind(task.case_id, "draft_letter")
        if letter is not None:
            actions.revise(letter, stored, now, actor.person_id)
            return letter
        return actions.add(
            "draft_letter",
            task.title,
            stored,
            now,
            case_id=task.case_id,
            by=actor.person_id,
            public=False,
        )


def preview(case: Case, house: House) -> bytes:
    """The letter as PDF, before it has a number. Raises Refusal `letter.missing`."""
    content = house.outside.letters.fill(_latest(case, house), dict.fromkeys(LATE, "…"))
    return house.outside.pdf.letter(content, {"institution_name": case.institution.name})


def issued(case: Case, entry: RegisterEntry, house: House) -> bytes:
    """The letter as PDF, with its number, date, signature and verification."""
    signer = _signer(case)
    number_and_day = {"number": str(entry.number), "date": f"{entry.registered_on:%d.%m.%Y}", **signer}
    content = house.outside.letters.fill(_latest(case, house), number_and_day)
    foot = {
        "institution_name": case.institution.name,
        "number": entry.legal_number,
        "date": f"{entry.registered_on:%d.%m.%Y}",
        "title": case.version.config["title"],
        "institution_address": case.institution.address,
        "form_code": case.version.config.get("letter_code", ""),
        "verify_url": receipts.verify_address(entry, house),
    }
    return house.outside.pdf.letter(content, foot)


def _latest(case: Case, house: House) -> bytes:
    letter = queries.of_kind(case.id, "draft_letter")
    if letter is None:
        raise Refusal("letter.missing")
    return house.outside.files.get(letter.latest.sha256)


def _signer(case: Case) -> dict[str, str]:
    """Who approved last, by the post that let them."""
    approvals = [t for t in cases.tasks(case.id) if t.form == "approval" and t.state == "done"]
    if not approvals:
        return {"signer_name": "", "signer_title": ""}
    last = approvals[-1]
    name = last.done_by.full_name if last.done_by else ""
    return {"signer_name": name, "signer_title": _title(last)}


def _title(task: CaseTask) -> str:
    person = session().get(Person, task.done_by_id) if task.done_by_id else None
    posts = person.account.posts if person is not None and person.account else []
    return next((post.title for post in posts if post.role == task.role), "")


def _fields(case: Case, officer: str) -> dict[str, Any]:
    """What every letter may say; number, date and signer stay open until it is issued."""
    form = procedures.form(case.version_id, case.version.config["form"])
    said = form_rules.letter_fields(form, case.answers)
    return {
        **said,
        "institution_name": case.institution.name,
        "institution_address": case.institution.address,
        "institution_cif": case.institution.cif,
        "institution_phone": case.institution.phone,
        "institution_email": case.institution.email,
        "request_number": str(case.entry.number),
        "request_date": f"{case.entry.registered_on:%d.%m.%Y}",
        "applicant_name": case.applicant.full_name,
        "applicant_address": said.get("address", ""),
        "subject": said.get("subject") or case.version.config["title"],
        "officer_name": officer,
        "term_date": f"{case.term.conservative:%d.%m.%Y}" if case.term else "",
        "term_explained": explain(case.term, "ro", days_off.calendar_of(case.institution_id))
        if case.term
        else "",
    }
