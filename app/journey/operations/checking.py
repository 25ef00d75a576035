"""Looking at the papers that came: how many, of which type, and what became of the signatures in them."""

from functools import partial

from app.cityhall.cases import actions
from app.cityhall.documents import queries as documents
from app.cityhall.documents import reports
from app.cityhall.documents.models import Revision
from app.journey import examining
from app.journey.examining import Looked
from app.journey.operations.context import Context, Settle

PDF = reports.PDF


def check_documents(context: Context) -> Settle:
    """Count the papers, their types and signatures. Where nothing looks at signatures the result says so."""
    pdfs = {one.sha256 for one in _papers(context) if one.media_type == PDF}
    fresh = {
        sha256: examining.signatures(sha256, context.house, context.now)
        for sha256 in sorted(pdfs - reports.of(pdfs).keys())
    }
    return partial(_checked, context, fresh)


def _papers(context: Context) -> list[Revision]:
    return [one.latest for one in documents.of_case(context.case_id) if one.kind == "paper"]


def _checked(context: Context, fresh: dict[str, Looked | None]) -> dict[str, object]:
    for sha256, looked in fresh.items():
        examining.report(sha256, looked, context.now)
    papers = _papers(context)
    known = reports.of({one.sha256 for one in papers})
    found: dict[str, object] = {
        "papers": len(papers),
        "bytes": sum(one.size for one in papers),
        "pdf": sum(one.media_type == PDF for one in papers),
        "same": len(papers) - len({one.sha256 for one in papers}),
        "signatures_verified": None not in fresh.values() and bool(known),
        "signed": sum(one.outcome != reports.NONE for one in known.values()),
        "well_signed": sum(one.outcome == reports.WHOLE for one in known.values()),
    }
    actions.record(context.case, "papers_checked", context.now, facts=found, public=False)
    return found
