"""The file of a case as the staff reads it: everything that lies in it, in one value."""

from dataclasses import dataclass
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from app.cityhall import archive, notices
from app.cityhall.archive import ArchiveFile
from app.cityhall.cases import queries as cases
from app.cityhall.cases.models import Case, CaseEvent, CaseTask, Note
from app.cityhall.documents import queries as documents
from app.cityhall.documents import sources
from app.cityhall.documents.models import Document
from app.cityhall.documents.sources import PaperSource
from app.cityhall.forms.rules import FormDefinition
from app.cityhall.notices import Notice
from app.cityhall.procedures import queries as procedures
from app.cityhall.registry import queries as register
from app.cityhall.registry import special
from app.cityhall.registry.models import RegisterEntry
from app.cityhall.registry.special import SpecialEntry
from app.journey import work
from app.web import case_view, complaint_words, filters, signature_words
from app.web.desk import words
from app.web.signature_words import Known

Row = dict[str, Any]


@dataclass(frozen=True)
class DoneTask:
    """A finished task with what was answered in it."""

    task: CaseTask
    form: FormDefinition


@dataclass(frozen=True)
class CaseFile:
    """What lies in a case's file."""

    form: FormDefinition
    documents: list[Row]
    sources: list[PaperSource]
    entries: list[RegisterEntry]
    special: list[SpecialEntry]
    done: list[DoneTask]
    history: list[Row]
    notices: list[Notice]
    notes: list[Note]
    term: case_view.Explanation
    archived: ArchiveFile | None


def of(case: Case) -> CaseFile:
    """The file of a case that was looked up through the reader's rights."""
    done = [task for task in cases.tasks(case.id) if task.state == "done" and task.answers]
    return CaseFile(
        form=procedures.form(case.version_id, case.version.config["form"]),
        documents=_documents(documents.of_case(case.id)),
        sources=sources.of_case(case.id),
        entries=register.of_case(case.id),
        special=special.of_case(case.id),
        done=[DoneTask(task, work.form_of(task)) for task in done],
        history=_history(case),
        notices=notices.of_case(case.id),
        notes=cases.notes(case.id),
        term=case_view.explanation(case),
        archived=archive.of_case(case.id),
    )


def _documents(found: list[Document]) -> list[Row]:
    known = signature_words.of(found)
    return [_document(one, known.get(one.latest.sha256)) for one in found]


def _document(document: Document, known: Known | None) -> Row:
    latest = document.latest
    version = _("Varianta %(number)s.", number=latest.number) if latest.number > 1 else ""
    return {
        "title": filters.titled(document),
        "href": url_for("documents.page", document_id=document.id),
        "kind": latest.filename.rsplit(".", 1)[-1][:4],
        "size": latest.size,
        "photo": complaint_words.picture(document),
        "when": f"{filters.moment(latest.added_at)} · {words.KINDS.get(document.kind, '')}",
        "note": " ".join(filter(None, (version, signature_words.note(known)))),
        "flag": known.tag if known else "",
        "tone": known.tone if known else "",
    }


def _history(case: Case) -> list[Row]:
    events = cases.history(case.id, public_only=False)
    titles = {task.element: words.title(task) for task in cases.tasks(case.id)}
    return [_event(event, said) for event in events if (said := words.happened(event, titles))]


def _event(event: CaseEvent, said: str) -> Row:
    who = event.actor.full_name if event.actor else _("automat")
    return {
        "title": said,
        "state": "done",
        "when": filters.moment(event.at, seconds=True),
        "who": who,
        "note": "" if event.public else _("Numai pentru colegi"),
    }
