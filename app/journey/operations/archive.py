"""Closing the file."""

from functools import partial
from typing import Any

from app.cityhall.archive import files, nomenclature
from app.cityhall.cases import actions
from app.cityhall.cases.models import Case
from app.cityhall.documents import queries as documents
from app.cityhall.registry import actions as registry
from app.cityhall.registry.rules import romanian_day
from app.journey.operations.context import Context, Settle


def archive(context: Context) -> Settle:
    """Give the file its code, its retention and the list of what it holds (Legea 16/1996)."""
    return partial(_archive, context)


def _archive(context: Context) -> None:
    case = context.case
    config, today = case.version.config, romanian_day(context.now)
    code, years = config["nomenclature"], int(config["retention_years"])
    filed = nomenclature.filed(case.institution_id, code, years, today)
    files.file_away(case, filed, today, _contents(case), context.now)
    registry.mark(case.entry_id, "filed", code, context.now)
    actions.record(case, "archived", context.now, facts={"code": code})


def _contents(case: Case) -> list[Any]:
    return [
        {
            "title": document.title,
            "kind": document.kind,
            "filename": revision.filename,
            "media_type": revision.media_type,
            "size": revision.size,
            "sha256": revision.sha256,
            "added_at": revision.added_at.isoformat(),
        }
        for document in documents.of_case(case.id)
        for revision in document.revisions
    ]
