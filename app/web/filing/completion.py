"""Answering a completion: what the applicant's door and the counter do alike.

Until it is sent, what is added belongs to the task, as papers belong to a draft; `work.complete` moves it
into the case and registers it.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import request
from flask_babel import gettext as _

from app.cityhall.cases.models import CaseTask
from app.cityhall.documents import actions
from app.cityhall.documents.actions import Stored
from app.cityhall.forms import rules
from app.cityhall.procedures import queries as procedures
from app.journey import progress, work
from app.refusal import Refusal
from app.web import gate, uploads
from app.web.filing import pages, papers
from app.web.form_pages.wording import language


def sent(task: CaseTask) -> pages.Sent:
    """The words that were sent, and the names that the form does not have."""
    return pages.read(work.form_of(task), _page(task), request.form)


def wanted(task: CaseTask) -> dict[str, str]:
    """The papers that may be added, with their titles: those found wrong, and anything else."""
    asked = {one.code: one.paper for one in progress.defects(task.case, language()) if one.code}
    return {**asked, papers.OTHER: _("Alt act")}


def add(task: CaseTask, stored: Sequence[tuple[str, Stored]]) -> None:
    """Lay files with the task. Raises Refusal `form.unknown_field` for a paper that was not asked."""
    known = {paper["code"]: str(paper["title"]) for paper in procedures.papers(task.case.version_id)}
    may_come = wanted(task)
    for code, file in stored:
        if code not in may_come:
            raise Refusal("form.unknown_field", field=f"{papers.PREFIX}{code}")
        title, by = known.get(code, "Completare"), gate.actor().person_id
        actions.add("paper", title, file, gate.now(), draft_id=task.id, paper_code=code, by=by)


def file_errors(problems: Mapping[str, str]) -> list[tuple[str, str]]:
    """What is wrong with the files, for the error summary."""
    return [(f"{papers.PREFIX}{code}", said) for code, said in problems.items()]


def shown(task: CaseTask) -> dict[str, Any]:
    """What both doors' pages show of the task."""
    return {
        "task": task,
        "case": task.case,
        "form": work.form_of(task),
        "page": _page(task),
        "defects": progress.defects(task.case, language()),
        "papers": wanted(task),
        "accept": uploads.ACCEPT,
    }


def _page(task: CaseTask) -> rules.Page:
    """The form's only page."""
    return rules.pages(work.form_of(task), task.draft, language())[0]
