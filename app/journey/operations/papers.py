"""Papers that the hall makes: the receipt, and the letter with its number."""

from collections.abc import Callable

from app.cityhall import signatures
from app.cityhall.cases import actions as cases
from app.cityhall.cases import queries as cases_queries
from app.cityhall.cases.models import Case
from app.cityhall.documents import actions as documents
from app.cityhall.documents import queries
from app.cityhall.documents.actions import Stored
from app.cityhall.procedures import letters as kinds
from app.cityhall.procedures.letters import Letter
from app.cityhall.registry import actions as registry
from app.cityhall.registry import queries as register
from app.cityhall.registry import special
from app.cityhall.registry.models import RegisterEntry
from app.database import transaction
from app.journey import letters, receipts, request_paper, sealing
from app.journey.house import House
from app.journey.letters import Numbers
from app.journey.operations.context import Context, Settle

PDF = "application/pdf"


def file_receipt(context: Context) -> Settle:
    """Keep the proof of filing, and the request as it was sent, among the case's documents."""
    case = context.case
    proof = _store(context, _sealed(context, receipts.pdf), f"dovada-{case.entry.number}.pdf")
    request = _store(context, _sealed(context, request_paper.pdf), f"cererea-{case.entry.number}.pdf")
    return lambda: _filed(context, proof, request)


def _sealed(context: Context, drawn: Callable[[Case, House], bytes]) -> bytes:
    content = drawn(context.case, context.house)
    return sealing.sealed(content, context.case.institution, context.house, context.now)


def _filed(context: Context, proof: Stored, request: Stored) -> None:
    _add_once(context, "receipt", "Dovada depunerii", proof)
    _add_once(context, "request", request_paper.TITLE, request)
    registry.mark(context.case.entry_id, "hash", request.sha256, context.now)


def issue_letter(context: Context) -> Settle:
    """Register the signed letter, render it with its number, and make it public.

    The number is given in a transaction of its own, before the PDF that prints it can exist; asked again
    after a crash, the same entry is found. A letter that nobody drafted is filled from the case.
    """
    config = context.case.version.config
    letter = kinds.of(config, str(context.parameters.get("letter") or kinds.main(config)))
    with transaction():
        cases_queries.locked(context.case_id)
        numbers = _numbers(context, letter)
    content = letters.issued(context.case, letter, numbers, context.house, context.now)
    stored = _store(context, content, f"{letter.name}-{numbers.entry.number}.pdf")
    return lambda: _issued(context, letter, numbers, stored)


def _numbers(context: Context, letter: Letter) -> Numbers:
    """The letter's number, and the act's own in its special register; its signatures are used up."""
    recipient = str(context.parameters.get("recipient") or "")
    entry = _entry_made(context)
    letters.check_signed(context.case, letter, entry)
    entry = entry or _outgoing(context, letter, recipient)
    title = f"{letter.title}, {context.case.applicant.full_name}"
    kept = special.enter(entry, letter.register, title, context.now) if letter.register else None
    signatures.use(context.case_id, letter.name, entry.id)
    return Numbers(entry, kept, recipient)


def _entry_made(context: Context) -> RegisterEntry | None:
    """The number that an earlier attempt at this very task gave."""
    for entry in register.of_case(context.case_id):
        if any(m.kind == "made_by" and m.value == _mark(context) for m in register.marks(entry.id)):
            return entry
    return None


def _mark(context: Context) -> str:
    return f"letter:{context.task_id}"


def _outgoing(context: Context, letter: Letter, recipient: str) -> RegisterEntry:
    entry = registry.enter(_paper(context.case, letter, recipient), context.now)
    registry.mark(entry.id, "made_by", _mark(context), context.now)
    return entry


def _paper(case: Case, letter: Letter, recipient: str) -> registry.Paper:
    return registry.Paper(
        institution_id=case.institution_id,
        direction="out",
        issuer=case.institution.name,
        summary=f"{letter.title} la nr. {case.entry.legal_number}",
        department=case.department.name if case.department else "",
        file_code=case.version.config["nomenclature"],
        channel="internal",
        recipient=recipient or case.applicant.full_name,
        connected_to_id=case.entry_id,
        case_id=case.id,
    )


def _issued(context: Context, letter: Letter, numbers: Numbers, stored: Stored) -> dict[str, str]:
    case, entry = context.case, numbers.entry
    own = numbers.special.legal_number if numbers.special else ""
    _add_once(context, letter.kind, f"{letter.title} nr. {own or entry.legal_number}", stored, letter.name)
    registry.mark(entry.id, "hash", stored.sha256, context.now)
    facts = {"number": entry.legal_number, "title": letter.title, "title_en": letter.title_en}
    cases.record(case, "letter_issued", context.now, facts=facts)
    return {"number": entry.legal_number, "register_number": own}


def _store(context: Context, content: bytes, filename: str) -> Stored:
    return Stored(context.house.outside.files.put(content), len(content), PDF, filename)


def _add_once(context: Context, kind: str, title: str, stored: Stored, letter: str | None = None) -> None:
    """A document under that title; made again after a crash, it is the same one."""
    found = [one for one in queries.of_case(context.case_id) if (one.kind, one.title) == (kind, title)]
    if not found:
        documents.add(kind, title, stored, context.now, case_id=context.case_id, letter=letter)
    elif found[0].latest.sha256 != stored.sha256:
        documents.revise(found[0], stored, context.now, None)
