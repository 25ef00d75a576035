"""Papers that the hall makes: the receipt, and the letter with its number."""

from app.cityhall.cases import actions as cases
from app.cityhall.cases import queries as cases_queries
from app.cityhall.cases.models import Case
from app.cityhall.documents import actions as documents
from app.cityhall.documents import queries
from app.cityhall.documents.actions import Stored
from app.cityhall.registry import actions as registry
from app.cityhall.registry import queries as register
from app.cityhall.registry.models import RegisterEntry
from app.database import transaction
from app.journey import letters, receipts
from app.journey.operations.context import Context, Settle

PDF = "application/pdf"


def file_receipt(context: Context) -> Settle:
    """Keep the proof of filing among the case's documents."""
    case = context.case
    stored = _store(context, receipts.pdf(case, context.house), f"dovada-{case.entry.number}.pdf")
    return lambda: _add_once(context, "receipt", "Dovada depunerii", stored)


def issue_letter(context: Context) -> Settle:
    """Register the approved letter, render it with its number, and make it public.

    The number is given in a transaction of its own, before the PDF that prints it can exist; asked again
    after a crash, the same entry is found.
    """
    with transaction():
        cases_queries.locked(context.case_id)
        entry = _outgoing(context)
    content = letters.issued(context.case, entry, context.house)
    stored = _store(context, content, f"raspuns-{entry.number}.pdf")
    return lambda: _issued(context, entry, stored)


def _outgoing(context: Context) -> RegisterEntry:
    case, mark = context.case, f"letter:{context.task_id}"
    for entry in register.of_case(case.id):
        if any(m.kind == "made_by" and m.value == mark for m in register.marks(entry.id)):
            return entry
    entry = registry.enter(_paper(case), context.now)
    registry.mark(entry.id, "made_by", mark, context.now)
    return entry


def _paper(case: Case) -> registry.Paper:
    return registry.Paper(
        institution_id=case.institution_id,
        direction="out",
        issuer=case.institution.name,
        summary=f"Răspuns la nr. {case.entry.legal_number}",
        department=case.department.name if case.department else "",
        file_code=case.version.config["nomenclature"],
        channel="internal",
        recipient=case.applicant.full_name,
        connected_to_id=case.entry_id,
        case_id=case.id,
    )


def _issued(context: Context, entry: RegisterEntry, stored: Stored) -> dict[str, str]:
    case, config = context.case, context.case.version.config
    title = f"{config.get('letter_title') or config['title']} nr. {entry.legal_number}"
    _add_once(context, "act", title, stored)
    registry.mark(entry.id, "hash", stored.sha256, context.now)
    cases.record(case, "letter_issued", context.now, facts={"number": entry.legal_number})
    return {"number": entry.legal_number}


def _store(context: Context, content: bytes, filename: str) -> Stored:
    return Stored(context.house.outside.files.put(content), len(content), PDF, filename)


def _add_once(context: Context, kind: str, title: str, stored: Stored) -> None:
    found = queries.of_kind(context.case_id, kind)
    if found is None:
        documents.add(kind, title, stored, context.now, case_id=context.case_id)
    elif found.latest.sha256 != stored.sha256:
        documents.revise(found, stored, context.now, None)
