"""Closing the file."""

from functools import partial
from typing import Any

from app.cityhall import archive as files
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
    config = case.version.config
    files.file_away(
        case.id,
        config["nomenclature"],
        int(config["retention_years"]),
        romanian_day(context.now),
        _contents(case),
        context.now,
    )
    registry.mark(case.entry_id, "filed", config["nomenclature"], context.now)
    actions.record(case, "archived", context.now, facts={"code": config["nomenclature"]})


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
