"""A document behind a link that expires: looking at the link opens nothing, a button does."""

from datetime import timedelta

from flask import render_template, request
from werkzeug.wrappers import Response

from app.cityhall import journal
from app.cityhall.documents import links
from app.database import transaction
from app.journey import copies
from app.web import gate, uploads
from app.web.public import public

TRIES, WITHIN = 30, timedelta(hours=1)


@public.get("/act/<token>")
def shared(token: str) -> str:
    """What the link leads to; messengers that look at links count for nothing."""
    gate.limit("link", request.remote_addr or "", TRIES, WITHIN)
    return render_template("public/shared.html", link=links.look(token, gate.now()), token=token)


@public.post("/act/<token>")
def open_shared(token: str) -> Response:
    """The document itself; each opening is counted and leaves a trace."""
    gate.limit("link", request.remote_addr or "", TRIES, WITHIN)
    with transaction():
        link = links.open_with(token, gate.now())
        document = link.revision.document
        facts = {"link": str(link.id)}
        journal.note("document.opened_by_link", gate.now(), about=("document", document.id), facts=facts)
        revision, entry = link.revision, copies.entry_of(document)
    shown = copies.shown(document, revision, entry, gate.house(), gate.now())
    return uploads.send_kept(shown, gate.house())
