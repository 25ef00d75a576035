"""What a letter may say: the case, its request, every done task, and what the diagram reckoned."""

import uuid
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from app.cityhall import institutions
from app.cityhall.cases import queries as cases
from app.cityhall.cases.models import Case, CaseTask
from app.cityhall.forms import rules as form_rules
from app.cityhall.forms.showing import romanian_date, romanian_number
from app.cityhall.payments import queries as payments
from app.cityhall.payments.models import Payment
from app.cityhall.procedures import queries as procedures
from app.cityhall.registry.rules import BUCHAREST
from app.cityhall.signatures import Signature
from app.cityhall.terms import days_off
from app.cityhall.terms.words import explain
from app.journey import advance, audiences, diagrams
from app.outside import LATE_FIELDS, SIGNERS

AUTOMATIC = "automat"
BASE_FIELDS = frozenset(
    {f"institution_{what}" for what in ("name", "address", "cif", "phone", "email")}
    | {"department_name", "request_number", "request_date", "recipient", "applicant_name"}
    | {"applicant_address", "subject", "officer_name", "term_date", "term_explained"}
    | {f"audience_{what}" for what in ("official", "when", "room", "choices", "reason")}
)
HOUR = "%d.%m.%Y, ora %H:%M"


def of(case: Case, officer: str, asked: Collection[str]) -> dict[str, Any]:
    """All fields that a template asks for, as far as they are known before the letter is issued.

    A field of a done task's form is called `<form>_<field>`; a step's result `<result>_<name>`.
    """
    base = _base(case, officer)
    more = {name for name in asked if name not in base and name not in LATE_FIELDS}
    if not more:
        return base
    said = _of_tasks(case, more)
    return {**_of_data(case, more - said.keys()), **said, **base}


def officer_of(case: Case) -> str:
    """Who worked on a case last; a letter that needs nobody is made by the hall itself."""
    staff = [one for one in _done(case) if one.role != "applicant" and one.signs is None]
    return next((one.done_by.full_name for one in reversed(staff) if one.done_by), AUTOMATIC)


def signers(signed: list[Signature]) -> dict[str, str]:
    """Fields of who signed, in order; `signer_*` without a number is whoever signed last."""
    said = {name: "" for name in LATE_FIELDS if name.startswith("signer_")}
    for place, one in enumerate(signed[:SIGNERS], start=1):
        said[f"signer_{place}_title"] = one.printed_title
        said[f"signer_{place}_name"] = one.printed_name
        said[f"signer_{place}_at"] = one.signed_at.astimezone(BUCHAREST).strftime(HOUR)
        said["signer_title"], said["signer_name"] = one.printed_title, one.printed_name
    return said


def fee(case: Case) -> dict[str, str]:
    """What was paid, in lei, and with which receipt; "" where nothing was."""
    paid = payments.receipts(case.id)
    return {
        "fee_amount": romanian_lei(sum(one.amount for one in paid)) if paid else "",
        "fee_receipt": "; ".join(_receipt(one) for one in paid),
    }


def romanian_lei(bani: int) -> str:
    """1450 → 14,50"""
    return f"{bani // 100:,}".replace(",", ".") + f",{bani % 100:02}"


def _receipt(payment: Payment) -> str:
    when = f" din {payment.settled_at.astimezone(BUCHAREST):%d.%m.%Y}" if payment.settled_at else ""
    return f"{payment.receipt_number or payment.transaction or ''}{when}"


def _of_tasks(case: Case, asked: Collection[str]) -> dict[str, str]:
    """Fields of the tasks' forms in words; "" for a task that was never done."""
    forms = procedures.form_names(case.version_id)
    wanted = {name: form for name in asked if (form := form_of(name, forms))}
    answers = {task.form: task.answers or {} for task in _done(case)}
    found: dict[str, str] = {}
    for form in set(wanted.values()):
        found |= dict(_in_words(case, form, answers.get(form, {})))
    return {name: found[name] for name in wanted if name in found}


def form_of(name: str, forms: list[str]) -> str | None:
    """The form whose field that is; the forms come with the longest name first."""
    return next((form for form in forms if name.startswith(f"{form}_")), None)


def _done(case: Case) -> list[CaseTask]:
    done = [one for one in cases.tasks(case.id) if one.state == "done" and one.done_at is not None]
    return sorted(done, key=lambda one: one.done_at or one.created_at)


def _in_words(case: Case, form: str, answers: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    definition = procedures.form(case.version_id, form)
    options = hall_options(case)
    for field, plain in form_rules.letter_fields(definition, answers).items():
        choosable = field in definition.ui.get("x-options", {})
        said = form_rules.value_text(definition, field, answers.get(field), "ro", options)
        yield f"{form}_{field}", said if choosable else plain


def hall_options(case: Case) -> form_rules.Options:
    """What the hall calls the choices of its own that a letter may name."""
    return {"departments": [(one.code, one.name) for one in institutions.departments(case.institution_id)]}


def _of_data(case: Case, asked: Collection[str]) -> dict[str, str]:
    """What steps and scripts left in the run: `<name>`, or `<name>_<part>`; "" where a step was not made."""
    if not asked:
        return {}
    data = advance.data_of(case.id)
    holders = sorted([*data, *_results(case.version_id)], key=lambda one: (-len(one), one))
    found = {}
    for name in asked:
        if name in data:
            found[name] = _plain(data[name])
            continue
        holder = next((one for one in holders if name.startswith(f"{one}_")), None)
        if holder is not None:
            inside = data.get(holder)
            part = name.removeprefix(f"{holder}_")
            found[name] = _plain(inside.get(part)) if isinstance(inside, Mapping) else ""
    return found


def _results(version_id: uuid.UUID) -> list[str]:
    elements = diagrams.of_version(version_id).model.elements.values()
    return [element.result for element in elements if element.result]


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return "da" if value else "nu"
    if isinstance(value, int | float):
        return romanian_number(value)
    return romanian_date(value) if isinstance(value, str) else ""


def _base(case: Case, officer: str) -> dict[str, Any]:
    """What every letter may say; number, date and signers stay open until it is issued."""
    form = procedures.form(case.version_id, case.version.config["form"])
    said = form_rules.letter_fields(form, case.answers)
    return {
        **said,
        **institutions.letterhead(case.institution),
        "department_name": case.department.name if case.department else "",
        "request_number": str(case.entry.number),
        "request_date": f"{case.entry.registered_on:%d.%m.%Y}",
        "recipient": case.applicant.full_name,
        "applicant_name": case.applicant.full_name,
        "applicant_address": said.get("address", ""),
        "subject": said.get("subject") or case.version.config["title"],
        "officer_name": officer,
        "term_date": f"{case.term.conservative:%d.%m.%Y}" if case.term else "",
        "term_explained": explain(case.term, "ro", days_off.calendar_of(case.institution_id))
        if case.term
        else "",
        **audiences.said(case),
    }
