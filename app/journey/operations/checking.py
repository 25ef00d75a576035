"""Looking at the papers that came: how many, of which type, and what nobody has verified yet."""

from functools import partial

from app.cityhall.cases import actions
from app.cityhall.documents import queries as documents
from app.journey.operations.context import Context, Settle

PDF = "application/pdf"


def check_documents(context: Context) -> Settle:
    """Count the papers and their types. Signatures are not verified, and the result says so."""
    return partial(_checked, context)


def _checked(context: Context) -> dict[str, object]:
    papers = [one.latest for one in documents.of_case(context.case_id) if one.kind == "paper"]
    found: dict[str, object] = {
        "papers": len(papers),
        "bytes": sum(one.size for one in papers),
        "pdf": sum(one.media_type == PDF for one in papers),
        "same": len(papers) - len({one.sha256 for one in papers}),
        "signatures_verified": False,
    }
    actions.record(context.case, "papers_checked", context.now, facts=found, public=False)
    return found
