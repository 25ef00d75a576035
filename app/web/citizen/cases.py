"""Cererile mele: the list, the receipt, one page for each case, its documents."""

from collections.abc import Mapping
from datetime import datetime
from string import Template
from typing import NamedTuple
from uuid import UUID

from flask import render_template, url_for
from werkzeug.wrappers import Response

from app.cityhall import notices, submissions
from app.cityhall.cases import queries as cases_of
from app.cityhall.cases.models import Case
from app.cityhall.complaints import queries as complaints
from app.cityhall.documents import queries as documents
from app.cityhall.documents import sources
from app.cityhall.lockers import grants
from app.cityhall.lockers import queries as lockers
from app.cityhall.lockers.models import Parcel
from app.cityhall.lockers.rules import ParcelState
from app.cityhall.notices import Notice
from app.cityhall.procedures import queries as procedures
from app.cityhall.registry import queries as register
from app.journey import pay_words, progress, receipts, secrets, visiting
from app.refusal import Refusal
from app.web import (
    audience_view,
    case_view,
    complaint_words,
    connected,
    gate,
    pay_view,
    qr,
    uploads,
    visits,
    wishes,
)
from app.web.citizen import citizen, parcels
from app.web.form_pages.wording import language

MASK = "••••••••"


class Message(NamedTuple):
    """Something written to the applicant: `channels` are (kind, address, state of its sending)."""

    subject: str
    text: str
    at: datetime
    channels: list[tuple[str, str, str]]


@citizen.get("/cereri")
def cases() -> str:
    """One's cases and drafts."""
    me = gate.actor().person_id
    mine = cases_of.of_applicant(me)
    asked = {case.id for case in mine if cases_of.open_tasks(case.id, "applicant")}
    return render_template(
        "citizen/cases.html",
        cases=[
            (case, case_view.status(case, for_applicant=True), case_view.days_left(case), case.id in asked)
            for case in mine
        ],
        drafts=submissions.unsent(me, "portal"),
    )


@citizen.get("/cereri/<uuid:case_id>/confirmare")
def confirmation(case_id: UUID) -> str:
    """Number, exact time, latest date, next step: right after sending."""
    case = _just_sent(case_id)
    return render_template(
        "citizen/confirmation.html",
        case=case,
        explanation=case_view.explained(case),
        code=qr.svg(receipts.verify_address(case.entry, gate.house())),
        verify=receipts.verify_address(case.entry, gate.house()),
        nameless=case.applicant_id != gate.actor().person_id,
        cabinet=parcels.where(case) if case.applicant_id == gate.actor().person_id else None,
    )


def _just_sent(case_id: UUID) -> Case:
    """One's own, or what one has sent without a name: that is shown to its sender only here."""
    me = gate.actor()
    if submissions.sent(case_id, me.person_id, "portal"):
        return cases_of.get(case_id)
    return cases_of.own_case(case_id, me)


@citizen.get("/cereri/<uuid:case_id>/dovada.pdf")
def receipt(case_id: UUID) -> Response:
    """The proof of filing, drawn at once: it need not wait for the worker."""
    case = _just_sent(case_id)
    content = receipts.at_once(case, gate.house(), gate.now())
    return uploads.send_bytes(content, "application/pdf", f"dovada-{case.entry.number}.pdf")


@citizen.get("/cereri/<uuid:case_id>")
def case(case_id: UUID) -> str:
    """Done, now, next, the latest date, and what is asked of the applicant."""
    found = cases_of.own_case(case_id, gate.actor())
    return render_template(
        "citizen/case.html",
        case=found,
        view=case_view.of(found, for_applicant=True),
        term=case_view.explanation(found),
        term_story=case_view.term_story(found),
        documents=documents.of_case(found.id, public_only=True),
        report=complaints.of_case(found.id),
        pictures=complaint_words.pictures(documents.of_case(found.id, public_only=True)),
        sources=sources.of_case(found.id),
        messages=_messages(found),
        fees=pay_view.of_case(found),
        completions=register.completions(found.id),
        subject=found.answers.get("subject", ""),
        form=procedures.form(found.version_id, found.version.config["form"]),
        wishes=wishes.offers(found),
        connected=connected.own(found),
        audience=audience_view.appointment(found),
        **_asked(found),
    )


@citizen.get("/cereri/<uuid:case_id>/documente/<uuid:document_id>")
def document(case_id: UUID, document_id: UUID) -> Response:
    """A document that the applicant may see."""
    found = documents.get(document_id)
    if found.case_id != cases_of.own_case(case_id, gate.actor()).id or not found.public:
        raise Refusal("document.unknown")
    return uploads.send(found.latest, gate.house())


def _asked(found: Case) -> Mapping[str, object]:
    """What the applicant has to do now: a completion, a pick-up, or nothing."""
    tasks = cases_of.open_tasks(found.id, "applicant")
    parcel = lockers.living(found.id)
    ready = parcel is not None and parcel.state == ParcelState.READY
    return {
        "task": tasks[0] if tasks else None,
        "task_title": progress.title_of(tasks[0], language()) if tasks else "",
        "answer_by": progress.answer_by(found, tasks[0]) if tasks else None,
        "parcel": parcel if ready else None,
        "pickup": _address(parcel) if parcel is not None and ready else "",
        "at_counter": visiting.waits_at_counter(found),
        "cabinet": parcels.where(found),
        "visit": visits.of_case(found),
        "visit_when": visits.spoken,
        "helpers": grants.delegates(parcel.id, gate.now()) if parcel is not None and ready else [],
    }


def _address(parcel: Parcel) -> str:
    """Where the applicant's own code stands; empty before there is one."""
    grant = grants.applicants(parcel.id)
    return secrets.grant_address(gate.house(), grant) if grant is not None else ""


def _messages(found: Case) -> list[Message]:
    """What was written, an e-mail and its SMS together; codes stay hidden, links work here."""
    parcel = lockers.latest(found.id)
    here = url_for("citizen.case", case_id=found.id)
    link = (_address(parcel) if parcel else "") or here
    told: dict[tuple[str, datetime], list[Notice]] = {}
    for notice in notices.of_case(found.id):
        told.setdefault((notice.template, notice.created_at), []).append(notice)
    known = {"pin": MASK, "code": MASK, "pickup": link, **pay_words.secrets(found.id, gate.house())}
    return [_message(together, known) for together in told.values()]


def _message(together: list[Notice], values: Mapping[str, str]) -> Message:
    main = next((one for one in together if one.channel == "email"), together[0])
    text = Template(main.text).safe_substitute(values)
    channels = [(one.channel, one.recipient, one.state) for one in together]
    return Message(main.subject, text, main.created_at, channels)
