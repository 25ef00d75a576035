"""The page of a paper: what it is, what was written on it, who works on it, and what one can do."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.cityhall import journal
from app.cityhall.arrivals import queries as arrivals
from app.cityhall.documents import queries as documents
from app.cityhall.routing import queries, rules
from app.cityhall.routing.models import RoutingItem
from app.database import StaleDataError, transaction
from app.journey import routing as journey
from app.refusal import Refusal
from app.web import filters, gate, uploads, wording
from app.web.routing import door, orders
from app.web.routing.door import routing
from app.web.routing.home import asked

Answer = str | tuple[str, int] | Response


@routing.get("/<uuid:entry_id>")
def paper(entry_id: UUID) -> str:
    """One paper. Opening it is noted: whoever reads others' data leaves a trace."""
    with transaction():
        queries.item(entry_id, gate.actor())
        _note("register_entry.viewed", entry_id)
    return page(entry_id)


def _note(what: str, entry_id: UUID) -> None:
    about = ("register_entry", entry_id)
    journal.note(what, gate.now(), actor_id=gate.actor().person_id, about=about)


def page(entry_id: UUID, refusal: Refusal | None = None) -> str:
    """The page, also when something on it was refused; what was typed is still there."""
    actor = gate.actor()
    item = queries.item(entry_id, actor)
    away = journey.away(actor, gate.now())
    shares = queries.shares(entry_id)
    return render_template(
        "routing/paper.html",
        rooms=door.rooms(""),
        item=item,
        entry=item.entry,
        files=_files(item),
        shares=shares,
        mine=[one for one in shares if one.state == "open" and rules.stands_in(one.holder_id, actor, away)],
        free=[
            one
            for one in shares
            if one.state == "open" and one.holder_id is None and one.department_id in rules.desks(actor)
        ],
        written=queries.resolutions(entry_id),
        routes=rules.router(actor, item.institution_id, item.department_id) is not None,
        hallwide=rules.routes_all(actor, item.institution_id),
        **asked(item.institution_id, refusal),
    )


def _files(item: RoutingItem) -> list[dict[str, object]]:
    """The papers themselves: of the message that brought them, or of the case that they came with."""
    came = arrivals.of_entry(item.entry_id)
    if came is not None:
        return [
            _row(one.filename, one.size, url_for("routing.arrived", entry_id=item.entry_id, file_id=one.id))
            for one in came.kept
        ]
    found = documents.of_case(item.entry.case_id) if item.entry.case_id else []
    return [
        _row(
            filters.titled(one),
            one.latest.size,
            url_for("routing.document", entry_id=item.entry_id, document_id=one.id),
            one.latest.filename,
        )
        for one in found
    ]


def _row(title: str, size: int, href: str, filename: str = "") -> dict[str, object]:
    kind = (filename or title).rsplit(".", 1)[-1][:4]
    return {"title": title, "size": size, "href": href, "kind": kind}


@routing.get("/<uuid:entry_id>/fisiere/<uuid:file_id>")
def arrived(entry_id: UUID, file_id: UUID) -> Response:
    """A file of the message that brought the paper."""
    with transaction():
        queries.item(entry_id, gate.actor())
        came = arrivals.of_entry(entry_id)
        found = next((one for one in came.kept if one.id == file_id), None) if came else None
        if found is None:
            raise Refusal("document.unknown")
        _note("document.viewed", entry_id)
    content = gate.house().outside.files.get(found.sha256)
    return uploads.send_bytes(content, found.media_type, found.filename)


@routing.get("/<uuid:entry_id>/documente/<uuid:document_id>")
def document(entry_id: UUID, document_id: UUID) -> Response:
    """A document of the case that the paper came with."""
    with transaction():
        item = queries.item(entry_id, gate.actor())
        found = documents.get(document_id)
        if item.entry.case_id is None or found.case_id != item.entry.case_id:
            raise Refusal("document.unknown")
        _note("document.viewed", entry_id)
    return uploads.send(found.latest, gate.house())


@routing.post("/<uuid:entry_id>/rezolutie")
def resolve(entry_id: UUID) -> Answer:
    """Write a resolution; refused, the page comes back with everything typed."""
    seen = request.form.get("version", -1, type=int)
    try:
        with transaction():
            journey.resolve(entry_id, orders.read(), gate.actor(), seen, gate.now())
    except (Refusal, StaleDataError) as error:
        return refused(entry_id, error)
    flash(_("Rezoluția a fost scrisă în registru."), "ok")
    return redirect(url_for("routing.home"), 303)


@routing.post("/<uuid:entry_id>/inapoi")
def pass_up(entry_id: UUID) -> Answer:
    """Not the department's: back to the hall's own routers."""
    try:
        with transaction():
            journey.pass_up(entry_id, request.form.get("reason", ""), gate.actor(), gate.now())
    except (Refusal, StaleDataError) as error:
        return refused(entry_id, error)
    flash(_("Hârtia s-a întors la conducere, cu motivul."), "ok")
    return redirect(url_for("routing.home"), 303)


def refused(entry_id: UUID, error: Exception) -> Answer:
    """The paper's page with what is wrong; who may not see it is told only that."""
    refusal = error if isinstance(error, Refusal) else Refusal("routing.changed")
    if refusal.key == "routing.unknown":
        raise refusal
    return page(entry_id, refusal), wording.status(refusal.key)
