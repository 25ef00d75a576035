"""Papers at the counter: pages scanned or photographed in the browser become one document to register."""

from datetime import datetime, timedelta
from uuid import UUID

from flask import current_app, flash, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.cityhall.arrivals import queries as arrivals
from app.cityhall.arrivals import rules
from app.cityhall.documents.examined import MEGABYTE, examine, safe_name
from app.journey import scan_folder, scans
from app.journey.scans import Page, Scanned
from app.outside import NoOcr
from app.refusal import Refusal
from app.web import gate, salvage, wording
from app.web.registry.door import halls, registry

MOST_FILES = 60
BEGUN = "scan_begun"
# Whoever opened the page in the morning and scans at noon has not been scanning for four hours.
LONGEST = timedelta(minutes=30)
ACCEPT = "image/jpeg,image/png,application/pdf"
Answer = str | tuple[str, int] | Response


@registry.get("/hartii")
def papers() -> Answer:
    """Scan, what was scanned and waits, and how the scanner's folder is."""
    session[BEGUN] = gate.now().isoformat()
    return _page()


@registry.post("/hartii")
def scan() -> Answer:
    """Join the pages and open what the hall proposes for them."""
    said = Scanned(
        _hall(),
        "counter",
        arrived_at=_begun(),
        sender_name=request.form.get("sender", "")[:200].strip(),
        sender_address=request.form.get("email", "")[:200].strip(),
        subject=request.form.get("subject", "")[:300].strip(),
    )
    try:
        made = scans.take_in(_pages(), said, gate.house(), gate.now())
    except Refusal as refusal:
        return _page(wording.sentence(refusal.key, refusal.facts), wording.status(refusal.key))
    scans.hold(made, gate.actor().person_id, _begun(), gate.now())
    flash(_("Paginile s-au păstrat ca un singur document. Propunerea se face în câteva secunde."), "success")
    return redirect(f"{url_for('registry.papers')}#asteapta", 303)


def _hall() -> UUID:
    """Where the registrar works; the installed institution first."""
    mine, own = halls("registrar"), gate.installed()
    return own if own in mine else min(mine, key=str)


def _begun() -> datetime:
    """When the clerk opened the page: the sender stood at the desk by then."""
    try:
        since = datetime.fromisoformat(session[BEGUN])
    except (KeyError, ValueError):
        return gate.now()
    return since if timedelta() <= gate.now() - since <= LONGEST else gate.now()


def _pages() -> list[Page]:
    """The files sent, each examined. Raises Refusal `upload.*`, `scan.*`."""
    most = int(current_app.config["MAX_UPLOAD"])
    if salvage.files_were_left():
        raise Refusal("upload.too_large", most=most // MEGABYTE)
    sent = [one for one in request.files.getlist("pages") if one.filename]
    if len(sent) > MOST_FILES:
        raise Refusal("scan.too_many", most=MOST_FILES)
    found: list[Page] = []
    for file in sent:
        name, content = safe_name(file.filename or ""), file.stream.read(most + 1)
        if not content:
            raise Refusal("upload.empty", name=name)
        if len(content) > most:
            raise Refusal("upload.too_large", name=name, most=most // MEGABYTE)
        found.append((name, content, examine(content, name)))
    return found


def _page(error: str = "", status: int = 200) -> tuple[str, int]:
    mine = halls("registrar")
    folder = current_app.extensions["settings"].scan_folder
    waiting = [one for source in ("counter", "scanner") for one in arrivals.waiting(mine, source=source)]
    text = render_template(
        "registry/papers.html",
        errors=[("pages", error)] if error else [],
        error=error,
        typed=request.form,
        accept=ACCEPT,
        most=int(current_app.config["MAX_UPLOAD"]) // MEGABYTE,
        reading=any(one.state == rules.NEW for one in waiting),
        waiting=sorted(waiting, key=lambda one: one.arrived_at),
        folder=scan_folder.state(folder) if folder else None,
        reads=not isinstance(gate.house().outside.ocr, NoOcr),
    )
    return text, status
