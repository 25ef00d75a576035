"""Inventories: what departments hand over, what the archive has received."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.cityhall import institutions, journal
from app.cityhall.archive import inventories as kept
from app.cityhall.archive.inventories import Group
from app.cityhall.registry.rules import romanian_day
from app.database import transaction
from app.journey import archive_papers
from app.refusal import Refusal
from app.web import gate, uploads, wording
from app.web.archive.door import ARCHIVISTS, PDF, REVIEWERS, archive, hall, halls
from app.web.archive.home import send_sealed

Answer = str | tuple[str, int] | Response


@archive.get("/inventare")
def inventories() -> Answer:
    """What waits for an inventory, and the register of current evidence."""
    return _page()


@archive.post("/inventare")
def make_inventory() -> Answer:
    """Lay the files of a year, department and term into an inventory."""
    wanted = request.form.get("group", "")
    try:
        with transaction():
            made = kept.make(_group(wanted), gate.actor().person_id, gate.now())
            _note("inventory.made", made.id)
            inventory_id = made.id
    except Refusal as refusal:
        return _page(refusal.key)
    return redirect(url_for("archive.inventory", inventory_id=inventory_id), 303)


@archive.get("/inventare/<uuid:inventory_id>")
def inventory(inventory_id: UUID) -> Answer:
    """One inventory with its files and its hand-over."""
    return _one(inventory_id)


@archive.get("/inventare/<uuid:inventory_id>/proces-verbal.pdf")
def inventory_paper(inventory_id: UUID) -> Response:
    """The inventory and minute, printed."""
    found = kept.mine(inventory_id, halls())
    own = institutions.by_id(found.institution_id)
    return send_sealed(archive_papers.inventory(found, gate.house()), own, f"inventar-{found.number}")


@archive.get("/inventare/evidenta.pdf")
def evidence_paper() -> Response:
    """The register of current evidence, printed."""
    own = institutions.by_id(hall(*ARCHIVISTS, "administrator"))
    assert own is not None
    return uploads.send_bytes(archive_papers.evidence(own.id, gate.house(), gate.now()), PDF, "evidenta.pdf")


@archive.post("/inventare/<uuid:inventory_id>/preda")
def hand_inventory(inventory_id: UUID) -> Answer:
    """The department's head hands the files over."""
    return _moved(inventory_id, REVIEWERS, "handed")


@archive.post("/inventare/<uuid:inventory_id>/primeste")
def receive_inventory(inventory_id: UUID) -> Answer:
    """The archivist receives them at a place."""
    return _moved(inventory_id, ARCHIVISTS, "received")


def _moved(inventory_id: UUID, roles: tuple[str, ...], what: str) -> Answer:
    by, now = gate.actor().person_id, gate.now()
    try:
        with transaction():
            found = kept.mine(inventory_id, halls(*roles), lock=True)
            if what == "handed":
                kept.hand(found, gate.actor(), now)
            else:
                kept.receive(found, request.form.get("location", ""), by, now)
            _note(f"inventory.{what}", inventory_id)
    except Refusal as refusal:
        if refusal.key in {"inventory.unknown", "door.closed"}:
            raise
        return _one(inventory_id, refusal.key)
    flash(
        _("Dosarele au fost predate.") if what == "handed" else _("Dosarele au fost primite în arhivă."), "ok"
    )
    return redirect(url_for("archive.inventory", inventory_id=inventory_id), 303)


def _group(wanted: str) -> Group:
    """The group that the form names. Raises Refusal `inventory.empty` when it is there no more."""
    today = romanian_day(gate.now())
    found = (one for one in kept.groups(halls(*ARCHIVISTS), today) if name_of(one) == wanted)
    group = next(found, None)
    if group is None:
        raise Refusal("inventory.empty")
    return group


def name_of(group: Group) -> str:
    """How a form names a group."""
    return f"{group.institution_id}|{group.year}|{group.years}|{group.department}"


def _page(wrong: str = "") -> Answer:
    own = halls()
    text = render_template(
        "archive/inventories.html",
        groups=[(name_of(one), one) for one in kept.groups(own, romanian_day(gate.now()))],
        found=kept.listed(own),
        error=wording.sentence(wrong, {}) if wrong else "",
        here="inventories",
    )
    return (text, wording.status(wrong)) if wrong else text


def _one(inventory_id: UUID, wrong: str = "") -> Answer:
    found = kept.mine(inventory_id, halls())
    text = render_template(
        "archive/inventory.html",
        inventory=found,
        files=kept.files(inventory_id),
        hands_over=kept.may_hand(found, gate.actor()),
        error=wording.sentence(wrong, {}) if wrong else "",
        typed=request.form if wrong else {},
        here="inventories",
    )
    return (text, wording.status(wrong)) if wrong else text


def _note(what: str, inventory_id: UUID) -> None:
    actor = gate.actor().person_id
    journal.note(what, gate.now(), actor_id=actor, about=("inventory", inventory_id))
