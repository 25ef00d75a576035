"""Letters: written from a template, edited in Word, previewed, and issued with a number."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.cityhall import signatures
from app.cityhall.cases.models import Case, CaseTask
from app.cityhall.documents import actions, queries
from app.cityhall.documents.actions import Stored
from app.cityhall.documents.models import Document
from app.cityhall.forms import rules as form_rules
from app.cityhall.people.rights import Actor
from app.cityhall.procedures import letters
from app.cityhall.procedures import queries as procedures
from app.cityhall.procedures.letters import Letter
from app.cityhall.registry.models import RegisterEntry
from app.cityhall.registry.special import SpecialEntry, printed
from app.cityhall.signatures import Signature
from app.database import transaction
from app.journey import letter_fields, receipts, sealing
from app.journey.house import House
from app.outside import LATE_FIELDS
from app.refusal import Refusal

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
WARNING = "warn."  # what will not show in the PDF; everything else makes a letter useless
DRAFT = "draft_letter"
UNKNOWN_YET = "…"


@dataclass(frozen=True)
class Numbers:
    """Under what a letter goes out: its entry of the general register, and its act's own number."""

    entry: RegisterEntry
    special: SpecialEntry | None
    recipient: str


def write(task: CaseTask, answers: dict[str, Any], actor: Actor, house: House, now: datetime) -> Document:
    """Fill the task's template with the case and the form's answers; a new revision each time.

    Raises Refusal `letter.unknown_field` when the template asks for something nobody gives.
    """
    name = letters.called(task.letter or "")
    form = procedures.form(task.case.version_id, task.form)
    own = form_rules.letter_fields(form, answers, options=letter_fields.hall_options(task.case))
    content = _filled(task.case, name, actor.full_name, own, house)
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
    """The letter's next draft. Whoever signed an earlier one did not sign this."""
    name = letters.called(task.letter or "")
    filename = f"{name}-{task.case.entry.number}-{task.case.entry.year}.docx"
    stored = Stored(house.outside.files.put(content), len(content), DOCX, filename)
    with transaction():
        signatures.revoke(task.case_id, name, now)
        draft = queries.of_letter(task.case_id, name, DRAFT)
        if draft is not None:
            actions.revise(draft, stored, now, actor.person_id)
            return draft
        return actions.add(
            DRAFT,
            task.title,
            stored,
            now,
            case_id=task.case_id,
            letter=name,
            by=actor.person_id,
            public=False,
        )


def preview(case: Case, name: str, house: House) -> bytes:
    """The letter as PDF, before it has a number; who signed already is named."""
    letter = letters.of(case.version.config, name)
    signed = signatures.standing(case.id, letter.name)
    waiting = {
        f"signer_{place}_{what}": UNKNOWN_YET
        for place in range(len(signed) + 1, len(letter.signers) + 1)
        for what in ("title", "name", "at")
    }
    fields = {**dict.fromkeys(LATE_FIELDS, UNKNOWN_YET), **letter_fields.signers(signed), **waiting}
    if waiting:
        fields["signer_title"] = fields["signer_name"] = UNKNOWN_YET
    content = house.outside.letters.fill(_latest(case, letter, house), fields)
    return house.outside.pdf.letter(content, {"institution_name": case.institution.name})


def check_signed(case: Case, letter: Letter, entry: RegisterEntry | None = None) -> None:
    """Nothing leaves unsigned. Raises Refusal `letter.not_signed` with the letter's title."""
    if len(signatures.standing(case.id, letter.name, entry.id if entry else None)) < len(letter.signers):
        raise Refusal("letter.not_signed", letter=letter.title)


def issued(case: Case, letter: Letter, numbers: Numbers, house: House, now: datetime) -> bytes:
    """The letter as PDF, with its number, date and verification, signed by its signers and sealed.

    Outside of any transaction. Raises OutsideError when the keys do not answer.
    """
    entry, special = numbers.entry, numbers.special
    signed = signatures.standing(case.id, letter.name, entry.id)
    late = {
        "number": str(entry.number),
        "date": f"{entry.registered_on:%d.%m.%Y}",
        "register_number": str(special.number) if special else "",
        **letter_fields.fee(case),
        **letter_fields.signers(signed),
    }
    content = house.outside.letters.fill(_latest(case, letter, house, numbers.recipient), late)
    foot = {**_foot(case, letter, numbers, house), "signatures": _rows(signed)}
    return sealing.sealed(house.outside.pdf.letter(content, foot), case.institution, house, now, signed)


def _foot(case: Case, letter: Letter, numbers: Numbers, house: House) -> dict[str, object]:
    entry, special = numbers.entry, numbers.special
    return {
        "institution_name": case.institution.name,
        "number": str(entry.number),
        "date": f"{entry.registered_on:%d.%m.%Y}",
        "title": letter.title,
        "institution_address": case.institution.address,
        "form_code": letter.code,
        "form_version": letter.version,
        "register": printed(special) if special else "",
        "demo": case.institution.is_demo,
        "signed_inside": house.outside.seals.kind if house.outside.seals.signs else "",
        "verify_url": receipts.verify_address(entry, house),
    }


def _rows(signed: list[Signature]) -> list[dict[str, str]]:
    said = letter_fields.signers(signed)
    return [
        {what: said[f"signer_{place}_{what}"] for what in ("title", "name", "at")}
        for place in range(1, len(signed) + 1)
    ]


def _latest(case: Case, letter: Letter, house: House, recipient: str = "") -> bytes:
    """The draft; a letter that nobody drafts is filled from what is known."""
    draft = queries.of_letter(case.id, letter.name, DRAFT)
    if draft is not None:
        return house.outside.files.get(draft.latest.sha256)
    own = {"recipient": recipient} if recipient else {}
    return _filled(case, letter.name, letter_fields.officer_of(case), own, house)


def _filled(case: Case, name: str, officer: str, own: dict[str, Any], house: House) -> bytes:
    """The template with all that is known; what stays open are the fields of a letter with a number."""
    template = procedures.letter_template(case.version_id, name)
    asked = house.outside.letters.fields(template)
    fields = {**letter_fields.of(case, officer, asked), **own}
    try:
        return house.outside.letters.fill(template, fields)
    except KeyError as error:
        raise Refusal("letter.unknown_field", field=str(error.args[0])) from error
