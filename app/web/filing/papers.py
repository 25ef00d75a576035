"""The papers of a draft: which are needed, from the answers; what if one is missing; adding and removing."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple
from uuid import UUID

from flask import current_app, redirect, render_template, request
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response

from app.cityhall import submissions
from app.cityhall.documents import actions, sources, ticks
from app.cityhall.documents import queries as documents
from app.cityhall.documents.actions import Stored
from app.cityhall.documents.examined import MEGABYTE
from app.cityhall.documents.models import Document
from app.cityhall.documents.sources import PaperSource
from app.cityhall.documents.ticks import PaperTick
from app.cityhall.forms import rules
from app.cityhall.forms.papers import PaperNeed
from app.cityhall.procedures import queries as procedures
from app.cityhall.registry.rules import romanian_day
from app.cityhall.submissions import Draft
from app.database import transaction
from app.journey import deciding
from app.refusal import Refusal
from app.web import gate, salvage, uploads, wording
from app.web.filing import asked_sources
from app.web.filing.where import Filing, form_of
from app.web.form_pages.wording import language

MOST_FILES = 40
PREFIX = "file."
OTHER = "other"
TICK = "tick."
COUNTER = "counter"


class PaperRow(NamedTuple):
    """A paper that these answers call for, with the files given for it, or what stands for them."""

    need: PaperNeed
    files: list[Document]
    source: PaperSource | None = None
    error: str = ""
    tick: PaperTick | None = None

    @property
    def missing(self) -> bool:
        seen = self.tick is not None and self.tick.state == ticks.SEEN
        return self.need.need == "required" and not self.files and self.source is None and not seen

    @property
    def ticked(self) -> str:
        """How this item of the checklist stands: given, seen, absent, or nobody asked yet (empty)."""
        if self.files or self.source is not None:
            return "given"
        return self.tick.state if self.tick is not None else ""


def rows(draft: Draft, problems: Mapping[str, str] | None = None) -> list[PaperRow]:
    """The papers to show for a draft."""
    given, said, ticked = documents.of_draft(draft.id), sources.of_draft(draft.id), ticks.of_draft(draft.id)
    errors = problems or {}
    return [
        PaperRow(
            need,
            [d for d in given if d.paper_code == need.code],
            said.get(need.code),
            errors.get(need.code, ""),
            ticked.get(need.code),
        )
        for need in deciding.papers(draft.version, _decided_over(draft), language())
    ]


def fee(draft: Draft) -> deciding.Fee | None:
    """What such a request costs, where a table of the procedure says."""
    return deciding.fee(draft.version, _decided_over(draft))


def _decided_over(draft: Draft) -> dict[str, Any]:
    answers = rules.clean(form_of(draft.version), draft.answers)
    delivery = str(answers.get("delivery", "counter"))
    return deciding.known(draft.version, answers, draft.channel, romanian_day(gate.now()), delivery)


def others(draft: Draft) -> list[Document]:
    """Files given for a paper that the answers no longer call for."""
    called_for = {row.need.code for row in rows(draft)}
    return [d for d in documents.of_draft(draft.id) if d.paper_code not in called_for]


def show(where: Filing, draft_id: UUID) -> str | tuple[str, int] | Response:
    """The papers page."""
    draft = where.draft(draft_id)
    if draft.case_id is not None:
        return redirect(where.url("draft", draft_id=draft_id))
    return _page(where, draft, {}, 200)


def save(where: Filing, draft_id: UUID) -> str | tuple[str, int] | Response:
    """Keep the good files, say what is wrong with the others, remove what was asked."""
    draft = where.draft(draft_id)
    if draft.case_id is not None:
        return redirect(where.url("draft", draft_id=draft_id), 303)
    stored, problems = keep_files(request.files.items(multi=True))
    with transaction():
        draft = where.draft(draft_id, lock=True)
        problems = _add(draft, stored) or problems
        _remove(draft)
        _tick(where, draft)
        wrong = asked_sources.keep(draft.id, [row.need for row in rows(draft)])
        submissions.save(draft, draft.answers, "papers", gate.now())
    if problems or wrong:
        return _page(where, draft, problems, 422, wrong)
    onward = request.form.get("action") == "next" and not request.form.get("remove")
    return redirect(where.url("check" if onward else "papers", draft_id=draft_id), 303)


def keep_files(
    sent: Iterable[tuple[str, FileStorage]],
) -> tuple[list[tuple[str, Stored]], dict[str, str]]:
    """Store every good file before any transaction; (paper, stored) and a sentence for each bad paper."""
    stored: list[tuple[str, Stored]] = []
    problems: dict[str, str] = {}
    for name, file in sent:
        if not name.startswith(PREFIX) or not file.filename:
            continue
        code = name.removeprefix(PREFIX)
        try:
            stored.append((code, uploads.store(file, gate.house())))
        except Refusal as refusal:
            said = wording.sentence(refusal.key, refusal.facts)
            problems[code] = f"{problems[code]} {said}" if code in problems else said
    if salvage.files_were_left():
        most = current_app.config["MAX_UPLOAD"] // MEGABYTE
        problems[OTHER] = wording.sentence("upload.too_large", {"most": most})
    return stored, problems


def _add(draft: Draft, stored: list[tuple[str, Stored]]) -> dict[str, str]:
    titles = {paper["code"]: str(paper["title"]) for paper in procedures.papers(draft.version_id)}
    room = MOST_FILES - len(documents.of_draft(draft.id))
    if len(stored) > room:
        return {stored[0][0]: wording.sentence("upload.too_many", {"most": MOST_FILES})}
    for code, file in stored:
        if code not in titles:
            raise Refusal("form.unknown_field", field=f"{PREFIX}{code}")
        actions.add(
            "paper",
            titles[code],
            file,
            gate.now(),
            draft_id=draft.id,
            paper_code=code,
            by=gate.actor().person_id,
        )
    return {}


def _tick(where: Filing, draft: Draft) -> None:
    """At the counter the clerk ticks item by item what was seen and what was not brought."""
    if where.channel != COUNTER:
        return
    for row in rows(draft):
        state = request.form.get(f"{TICK}{row.need.code}")
        if state is not None:
            ticks.tick(draft.id, row.need.code, row.need.title, state, gate.actor().person_id, gate.now())


def _remove(draft: Draft) -> None:
    for asked in request.form.getlist("remove"):
        try:
            actions.remove_from_draft(UUID(asked), draft.id)
        except ValueError as error:
            raise Refusal("document.unknown") from error


def document(where: Filing, draft_id: UUID, document_id: UUID) -> Response:
    """Look at a file of the draft."""
    draft = where.draft(draft_id)
    found = documents.get(document_id)
    if found.draft_id != draft.id:
        raise Refusal("document.unknown")
    return uploads.send(found.latest, gate.house())


def _page(
    where: Filing,
    draft: Draft,
    problems: Mapping[str, str],
    status: int,
    wrong: Mapping[str, str] | None = None,
) -> tuple[str, int]:
    pages = rules.pages(form_of(draft.version), draft.answers, language())
    known = {paper["code"] for paper in procedures.papers(draft.version_id)}
    text = render_template(
        "filing/papers.html",
        where=where,
        draft=draft,
        rows=rows(draft, problems),
        asked=asked_sources.shown(sources.of_draft(draft.id)),
        wrong=wrong or {},
        others=others(draft),
        errors=[
            *((f"{PREFIX}{code}" if code in known else "", said) for code, said in problems.items()),
            *(wrong or {}).items(),
        ],
        before=pages[-1],
        number=len(pages) + 1,
        total=len(pages) + 2,
        accept=uploads.ACCEPT,
    )
    return text, status
