"""One document: its revisions, a preview, what its examination found, its links."""

from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.cityhall import journal
from app.cityhall.documents import links, texts
from app.cityhall.documents.links import Asked
from app.cityhall.documents.models import Document
from app.database import transaction
from app.journey import copies
from app.refusal import Refusal
from app.web import gate, signature_words, uploads, wording
from app.web.documents import facts
from app.web.documents.door import documents, mine, revision_of

Answer = str | tuple[str, int] | Response


@documents.get("/<uuid:document_id>")
def page(document_id: UUID) -> Answer:
    """Everything that is known of a document; whoever reads it leaves a trace."""
    with transaction():
        mine(document_id)
        _note("document.viewed", document_id)
    return _page(document_id)


@documents.get("/<uuid:document_id>/<int:number>")
def file(document_id: UUID, number: int) -> Response:
    """A revision as it came; an identity paper with a watermark. `?descarca=1` saves it."""
    document, case = mine(document_id)
    revision = revision_of(document, number)
    shown = copies.shown(document, revision, case.entry, gate.house(), gate.now())
    return uploads.send_kept(shown, gate.house(), download="descarca" in request.args)


@documents.post("/<uuid:document_id>/original")
def original(document_id: UUID) -> Answer:
    """The identity paper itself, for a reason that the journal keeps."""
    reason = " ".join(request.form.get("reason", "").split())[:200]
    if not reason:
        return _page(document_id, "document.reason_needed")
    with transaction():
        document, _case = mine(document_id)
        journal.note(
            "document.original_opened",
            gate.now(),
            actor_id=gate.actor().person_id,
            about=("document", document_id),
            facts={"reason": reason},
        )
    return uploads.send(document.latest, gate.house())


@documents.post("/<uuid:document_id>/identitate")
def identity(document_id: UUID) -> Response:
    """Say that it is, or is not, somebody's identity paper."""
    said = request.form.get("identity") == "yes"
    with transaction():
        document, _case = mine(document_id)
        document.identity = said
        _note("document.identity_set", document_id, identity=said)
    return redirect(url_for("documents.page", document_id=document_id), 303)


@documents.post("/<uuid:document_id>/linkuri")
def share(document_id: UUID) -> Answer:
    """A link that expires; shown once, for only its hash is kept."""
    asked = Asked(
        request.form.get("for_whom", ""),
        request.form.get("days", 0, type=int),
        request.form.get("openings", 0, type=int),
    )
    try:
        with transaction():
            document, _case = mine(document_id)
            made, token = links.make(document.latest, asked, gate.actor().person_id, gate.now())
            _note("document.shared", document_id, link=str(made.id), for_whom=made.for_whom)
    except Refusal as refusal:
        if not refusal.key.startswith("link."):
            raise
        return _page(document_id, refusal.key, refusal.facts)
    return _page(document_id, address=f"{gate.house().url}{url_for('public.shared', token=token)}")


@documents.post("/<uuid:document_id>/linkuri/<uuid:link_id>/retrage")
def take_back(document_id: UUID, link_id: UUID) -> Response:
    """From now on the link opens nothing."""
    with transaction():
        mine(document_id)
        links.revoke(link_id, document_id, gate.now())
        _note("document.share_ended", document_id, link=str(link_id))
    flash(_("Linkul nu mai deschide documentul."), "ok")
    return redirect(url_for("documents.page", document_id=document_id, _anchor="linkuri"), 303)


def _page(document_id: UUID, wrong: str = "", said: Any = None, address: str = "") -> Answer:
    document, case = mine(document_id)
    text = render_template(
        "documents/page.html",
        document=document,
        case=case,
        read=texts.of(document.latest.sha256),
        signatures=signature_words.of([document]).get(document.latest.sha256),
        known=facts.of(document, texts.of(document.latest.sha256)),
        inline=_inline(document),
        links=links.of_document(document_id),
        now=gate.now(),
        address=address,
        wrong=wrong,
        error=wording.sentence(wrong, said or {}) if wrong else "",
    )
    return (text, wording.status(wrong)) if wrong else text


def _inline(document: Document) -> str:
    """How a browser shows it: pdf, picture, or not at all."""
    kind = document.latest.media_type
    if kind == "application/pdf":
        return "pdf"
    return "picture" if kind in uploads.SHOWN_INLINE else ""


def _note(what: str, document_id: UUID, **said: Any) -> None:
    actor = gate.actor().person_id
    journal.note(what, gate.now(), actor_id=actor, about=("document", document_id), facts=said)
