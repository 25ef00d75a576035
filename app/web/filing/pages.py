"""The pages of the form: one thing a page, saved at every page."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any, NamedTuple
from uuid import UUID

from flask import flash, redirect, render_template, request
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from app.cityhall import submissions
from app.cityhall.forms import rules
from app.cityhall.forms.rules import FieldError, FormDefinition, Page
from app.cityhall.procedures import queries as procedures
from app.cityhall.submissions import Draft
from app.database import transaction
from app.refusal import Refusal
from app.web import form_pages, gate, wording
from app.web.filing.where import Filing, form_of
from app.web.form_pages.wording import language

Answer = str | tuple[str, int] | Response
DOUBLE_CLICK = timedelta(seconds=10)
AFTER_PAGES = 2  # the papers and the check


class Sent(NamedTuple):
    """A page as it was sent: what the form knows of it, and the names it does not know."""

    answers: dict[str, Any]
    unknown: list[FieldError]


def start(where: Filing, code: str) -> Answer:
    """Begin a draft with what is known already."""
    owner = gate.actor().person_id
    with transaction():
        draft = _just_begun(where, code) or _begin(where, code, owner)
    return redirect(where.url("draft", draft_id=draft.id), 303)


def _just_begun(where: Filing, code: str) -> Draft | None:
    """A double click begins once."""
    recent = gate.now() - DOUBLE_CLICK
    drafts = submissions.unsent(gate.actor().person_id, where.channel)
    return next((d for d in drafts if d.version.code == code and not d.page and d.created_at > recent), None)


def _begin(where: Filing, code: str, owner: UUID) -> Draft:
    version = procedures.current(code)
    if version.for_staff and where.channel != "counter":
        raise Refusal("procedure.unknown", code=code)
    answers = rules.prefill(form_of(version), where.known(owner))
    return submissions.begin(owner, version, where.channel, answers, gate.now())


def resume(where: Filing, draft_id: UUID) -> Answer:
    """Go on where the draft was left, on this device or another."""
    draft = where.draft(draft_id)
    if draft.case_id is not None:
        return redirect(where.url("confirmation", case_id=draft.case_id))
    return redirect(next_address(where, draft))


def next_address(where: Filing, draft: Draft) -> str:
    """The first page that still needs something, else what follows the last page that was saved."""
    form = form_of(draft.version)
    pages = rules.pages(form, draft.answers)
    ids = [page.id for page in pages]
    passed = ids.index(draft.page) + 1 if draft.page in ids else (0 if not draft.page else len(ids))
    for number, page in enumerate(pages):
        if number >= passed or rules.errors(form, draft.answers, page.fields):
            return where.url("page", draft_id=draft.id, page_id=page.id)
    return where.url("check" if draft.page == "papers" else "papers", draft_id=draft.id)


def show(where: Filing, draft_id: UUID, page_id: str) -> Answer:
    """One page with what was answered before."""
    draft = where.draft(draft_id)
    form = form_of(draft.version)
    if draft.case_id is not None or page_id not in {page.id for page in rules.pages(form, draft.answers)}:
        return redirect(where.url("draft", draft_id=draft_id))
    return _page(where, draft, page_id, draft.answers)


def save(where: Filing, draft_id: UUID, page_id: str) -> Answer:
    """Keep the page first, then say what is wrong with it, then go on."""
    with transaction():
        draft = where.draft(draft_id, lock=True)
        form, before = form_of(draft.version), dict(draft.answers)
        if page_id not in {page.id for page in rules.pages(form, before)}:
            return redirect(where.url("draft", draft_id=draft_id), 303)
        page = rules.page_of(form, before, page_id)
        sent = read(form, page, request.form)
        after = rules.merge(before, page.every, sent.answers)
        late = _too_late(draft, page, after != before)
        if not late and draft.case_id is None:
            after = _keep(draft, after, page)
    if late:
        return _page(where, draft, page_id, after, summary=[("", wording.sentence(late, {}))], status=409)
    if draft.case_id is not None:
        return redirect(where.url("draft", draft_id=draft_id), 303)
    return _go_on(where, draft, page, before, sent.unknown)


def _too_late(draft: Draft, page: Page, differs: bool) -> str:
    """Was another window faster? Then what was typed here is shown again, with the reason."""
    if not differs:
        return ""
    if draft.case_id is not None:
        return "draft.already_sent"
    return "" if request.form.get("version") == seen(page, draft.answers) else "draft.changed"


def read(form: FormDefinition, page: Page, sent: MultiDict[str, str]) -> Sent:
    """The answers of a page; names that the form does not have are set aside, the rest is kept."""
    unknown: list[FieldError] = []
    while True:
        try:
            return Sent(form_pages.read(form, page.every, sent), unknown)
        except Refusal as refusal:
            name = str(refusal.facts.get("field", ""))
            if refusal.key != "form.unknown_field" or name not in sent:
                raise
            unknown.append(FieldError(name, "unknown"))
            sent = MultiDict(one for one in sent.items(multi=True) if one[0] != name)


def seen(page: Page, answers: Mapping[str, Any]) -> str:
    """What a page showed: if it differs when the page comes back, another window changed it."""
    shown = {name: answers.get(name) for name in page.every}
    digest = hashlib.sha256(json.dumps(shown, sort_keys=True).encode()).hexdigest()
    return str(int(digest[:12], 16))


def _keep(draft: Draft, answers: dict[str, Any], page: Page) -> dict[str, Any]:
    change = form_pages.row_change(request.form)
    if change is not None and change.field in page.every:
        answers = form_pages.change_rows(answers, change)
    reached = draft.page if request.form.get("next") == "check" else page.id
    submissions.save(draft, answers, reached, gate.now())
    return answers


def _go_on(
    where: Filing, draft: Draft, page: Page, before: Mapping[str, Any], unknown: Sequence[FieldError]
) -> Answer:
    form, answers = form_of(draft.version), draft.answers
    here = where.url("page", draft_id=draft.id, page_id=page.id, next=request.form.get("next") or None)
    change = form_pages.row_change(request.form)
    if change is not None:
        return redirect(f"{here}#{change.field}", 303)
    asked_now = rules.appeared(form, before, answers, page.every)
    found = [
        error
        for error in rules.errors(form, answers, page.every)
        if error.field.split(".")[0] not in asked_now
    ]
    if found or unknown:
        return _page(where, draft, page.id, answers, [*unknown, *found], status=422)
    if asked_now:
        return redirect(f"{here}#{asked_now[0]}", 303)
    return redirect(_after(where, draft, page), 303)


def _after(where: Filing, draft: Draft, page: Page) -> str:
    form = form_of(draft.version)
    if request.form.get("action") == "later":
        flash(_("Ciorna s-a păstrat. O puteți continua oricând, de pe orice dispozitiv."), "success")
        return where.url(where.home)
    if request.form.get("next") == "check" and not rules.errors(form, draft.answers):
        return where.url("check", draft_id=draft.id)
    following = rules.next_page(form, draft.answers, page.id)
    if following is None:
        return where.url("papers", draft_id=draft.id)
    return where.url("page", draft_id=draft.id, page_id=following.id)


def _page(
    where: Filing,
    draft: Draft,
    page_id: str,
    answers: Mapping[str, Any],
    found: Sequence[FieldError] = (),
    *,
    summary: Sequence[tuple[str, str]] = (),
    status: int = 200,
) -> Answer:
    form = form_of(draft.version)
    pages = rules.pages(form, answers, language())
    page = next(one for one in pages if one.id == page_id)
    number = pages.index(page) + 1
    text = render_template(
        "filing/page.html",
        where=where,
        draft=draft,
        form=form,
        page=page,
        answers=answers,
        found=found,
        errors=[*summary, *form_pages.error_summary(form, found)],
        version=seen(page, draft.answers),
        number=number,
        total=len(pages) + AFTER_PAGES,
        before=pages[number - 2] if number > 1 else None,
        onward=request.values.get("next", "") if request.values.get("next") == "check" else "",
    )
    return text, status
