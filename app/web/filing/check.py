"""Check your answers, then send: number, time and receipt in one transaction."""

from collections.abc import Sequence
from uuid import UUID

from flask import flash, redirect, render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app import faults, metrics
from app.cityhall import submissions
from app.cityhall.complaints import queries as complaints
from app.cityhall.documents import actions as documents
from app.cityhall.documents import queries as kept
from app.cityhall.documents import sources
from app.cityhall.dropoffs import actions as dropoffs
from app.cityhall.forms import rules
from app.cityhall.submissions import Draft
from app.database import transaction
from app.journey import submit
from app.refusal import Refusal
from app.web import complaint_words, form_pages, gate
from app.web.filing import papers, twins
from app.web.filing.where import Filing, form_of
from app.web.form_pages.wording import language

Answer = str | tuple[str, int] | Response


def show(where: Filing, draft_id: UUID) -> Answer:
    """All answers and papers, each with its way to change it."""
    draft = where.draft(draft_id)
    if draft.case_id is not None:
        return redirect(where.url("draft", draft_id=draft_id))
    return _page(where, draft)


def send(where: Filing, draft_id: UUID) -> Answer:
    """File the request; a second click finds the same receipt."""
    try:
        with metrics.filing(), transaction():
            draft = where.draft(draft_id, lock=True)
            _check_acknowledged(draft)
            receipt = submit.file_request(draft, gate.actor(), gate.now())
    except Refusal as refusal:
        return _refused(where, where.draft(draft_id), refusal)
    faults.point("filing.after_commit")
    return redirect(where.url("confirmation", case_id=receipt.case.id), 303)


def _check_acknowledged(draft: Draft) -> None:
    """A request without a required paper may be sent (Legea 169/2026 art. 254), but knowingly."""
    if (
        draft.case_id is None
        and request.form.get("acknowledge") != "yes"
        and any(row.missing for row in papers.rows(draft))
    ):
        raise Refusal("papers.missing")


def _refused(where: Filing, draft: Draft, refusal: Refusal) -> Answer:
    if refusal.key == "papers.missing":
        text = _("Bifați că ați înțeles ce se întâmplă fără actele care lipsesc, sau atașați-le.")
        return _page(where, draft, [("acknowledge", text)], 422)
    if refusal.key == "form.invalid":
        return _page(where, draft, status=422)
    raise refusal


def drop(where: Filing, draft_id: UUID) -> Answer:
    """Give up a draft and its files."""
    with transaction():
        draft = where.draft(draft_id, lock=True)
        for document in kept.of_draft(draft.id) if draft.case_id is None else ():
            documents.remove_from_draft(document.id, draft.id)
        dropoffs.forget_draft(draft.id)
        sources.drop(draft.id)
        submissions.drop(draft)
    flash(_("Ciorna a fost ștearsă."), "success")
    return redirect(where.url(where.home), 303)


def _page(
    where: Filing, draft: Draft, errors: Sequence[tuple[str, str]] = (), status: int = 200
) -> tuple[str, int]:
    form, rows = form_of(draft.version), papers.rows(draft)
    pages = rules.pages(form, draft.answers, language())
    text = render_template(
        "filing/check.html",
        where=where,
        draft=draft,
        form=form,
        rows=rows,
        fee=papers.fee(draft),
        others=papers.others(draft),
        missing=[row for row in rows if row.missing],
        wrong=_wrong(where, draft),
        warnings=[form_pages.sentence(form, one) for one in rules.warnings(form, draft.answers)]
        + twins.warnings(draft),
        **_twins(draft),
        errors=errors,
        number=len(pages) + 2,
    )
    return text, status


def _twins(draft: Draft) -> dict[str, object]:
    """The same, reported by others, with how many support each."""
    found = twins.offered(draft)
    supports = complaints.supports([one.id for one in found]) if found else {}
    return {"twins": found, "twin_supports": supports, "complaint_words": complaint_words}


def _wrong(where: Filing, draft: Draft) -> list[tuple[str, str, str]]:
    """What still has to be corrected, page by page: its title, its address and the sentences."""
    form, found = form_of(draft.version), []
    for page in rules.pages(form, draft.answers, language()):
        said = [form_pages.sentence(form, one) for one in rules.errors(form, draft.answers, page.fields)]
        if said:
            href = where.url("page", draft_id=draft.id, page_id=page.id, next="check")
            found.append((page.title, href, " ".join(dict.fromkeys(said))))
    return found
