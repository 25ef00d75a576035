"""The page of one entry: its 13 legal columns and ours; annulling it, and connecting it with another."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.cityhall import journal
from app.cityhall.cases import exclusions
from app.cityhall.registry import actions, closings, seen, special
from app.cityhall.registry.columns import Columns
from app.cityhall.registry.models import RegisterEntry
from app.database import transaction
from app.journey.receipts import verify_address
from app.refusal import Refusal
from app.web import case_view, filters, gate, qr, wording
from app.web.register_words import REGISTERS
from app.web.registry import rows
from app.web.registry.door import WRITERS, halls, registry
from app.web.registry.rows import Row
from app.web.registry.words import MARKS


@registry.get("/<uuid:entry_id>")
def entry(entry_id: UUID) -> str:
    """One entry. Opening it is noted: whoever reads others' data leaves a trace."""
    return _page(entry_id)


def _page(entry_id: UUID, refused: str = "", typed: str = "") -> str:
    with transaction():
        found = _mine(entry_id)
        actor = gate.actor()
        journal.note("entry.viewed", gate.now(), actor_id=actor.person_id, about=("entry", entry_id))
    row = rows.of([found], actor)[0]
    address = verify_address(found, gate.house())
    return render_template(
        "registry/entry.html",
        row=row,
        entry=found,
        legal=_legal(row),
        ours=_ours(row),
        marks=_marks(row.columns),
        closing=closings.covering(found),
        verify_url=address,
        code=qr.svg(address),
        may_change=actor.post(found.institution_id, "registrar") is not None,
        refused=refused,
        typed=typed,
    )


def _mine(entry_id: UUID, *roles: str) -> RegisterEntry:
    """An entry that the reader may see, or change in one of these posts.

    Raises Refusal `entry.unknown`, `entry.excluded`, `door.closed`.
    """
    found = seen.entry(entry_id, halls(*roles))
    if found.case_id in exclusions.closed_for(gate.actor().person_id):
        raise Refusal("entry.excluded")
    return found


def _legal(row: Row) -> list[tuple[str, str]]:
    """The 13 columns, by their numbers (Instrucțiunile AN 217/1996 art. 9)."""
    one, found = row.columns, row.entry
    solved = case_view.OUTCOME.get(one.resolution)
    values = (
        (_("Numărul de înregistrare"), str(found.number)),
        (_("Data înregistrării"), filters.day(found.registered_on)),
        (_("Numărul și data la emitent"), one.sender),
        (_("Numărul filelor"), str(found.sheets or "")),
        (_("Numărul anexelor"), str(found.annexes or "")),
        (_("Emitentul"), found.issuer),
        (_("Conținutul pe scurt"), found.summary),
        (_("Compartimentul căruia i s-a repartizat"), one.department),
        (_("Data expedierii"), filters.day(one.sent_on)),
        (_("Modul rezolvării"), str(solved[0]) if solved else one.resolution),
        (_("Destinatarul"), one.recipient),
        (_("Numărul documentului la care se conexează"), ", ".join(one.connected)),
        (_("Indicativul dosarului"), one.file_code),
    )
    return [(f"{place}. {name}", value) for place, (name, value) in enumerate(values, 1)]


def _ours(row: Row) -> list[tuple[str, str]]:
    """What an electronic register knows besides."""
    found = row.entry
    kept = [f"{REGISTERS[one.register]}, {one.legal_number}" for one in special.of_entry(found.id)]
    late = filters.moment(found.written_at) if found.written_at != found.registered_at else ""
    known = (
        (_("Instituția"), found.institution.name),
        (_("Felul și canalul"), f"{row.direction}, {row.channel}"),
        (_("Ora exactă"), filters.moment(found.registered_at, seconds=True)),
        (_("Sosit la"), filters.moment(found.arrived_at, seconds=True)),
        (_("Luat în lucru la"), filters.moment(found.started_at, seconds=True)),
        (_("Scris în registru la (număr rezervat)"), late),
        (_("Înregistrat de"), seen.names([found.operator_id]).get(found.operator_id, "")),
        (_("Înscris și în"), "; ".join(kept)),
        (_("Locul în lanț"), str(found.position)),
        (_("Amprenta înscrierii"), found.hash),
    )
    return [(name, value) for name, value in known if value]


def _marks(one: Columns) -> list[tuple[str, str, str, str]]:
    """When, what, its words, and who wrote it; in order. What machines note for themselves is left out."""
    told = [mark for mark in one.marks if mark.kind in MARKS]
    names = seen.names([mark.by_id for mark in told])
    return [
        (filters.moment(m.at), str(MARKS[m.kind]), _value(m.kind, m.value), names.get(m.by_id, ""))
        for m in told
    ]


def _value(kind: str, value: str) -> str:
    solved = case_view.OUTCOME.get(value) if kind == "resolved" else None
    return str(solved[0]) if solved else value


@registry.post("/<uuid:entry_id>/anulare")
def annul(entry_id: UUID) -> Response | tuple[str, int]:
    """Annul with a reason: a later entry says so, nothing is erased."""
    reason = request.form.get("reason", "")
    try:
        with transaction():
            later = actions.annul(_mine(entry_id, *WRITERS), reason, gate.actor().person_id, gate.now())
            number = later.legal_number
    except Refusal as refusal:
        return _refused(entry_id, refusal, reason)
    flash(_("Numărul este anulat prin înscrierea %(number)s.", number=number), "ok")
    return redirect(url_for("registry.entry", entry_id=entry_id), 303)


@registry.post("/<uuid:entry_id>/conexare")
def connect(entry_id: UUID) -> Response | tuple[str, int]:
    """Connect with another entry: each row names the other."""
    typed = request.form.get("number", "")
    try:
        with transaction():
            found = _mine(entry_id, *WRITERS)
            other = seen.numbered(typed, found)
            actions.connect(found, other, gate.actor().person_id, gate.now())
            number = other.legal_number
    except Refusal as refusal:
        return _refused(entry_id, refusal, typed)
    flash(_("Documentul este conexat cu nr. %(number)s, în ambele rânduri.", number=number), "ok")
    return redirect(url_for("registry.entry", entry_id=entry_id), 303)


def _refused(entry_id: UUID, refusal: Refusal, typed: str) -> tuple[str, int]:
    """The page again, with what was typed; what hides the entry is not answered with the entry."""
    if refusal.key in {"entry.unknown", "entry.excluded", "door.closed"}:
        raise refusal
    said = wording.sentence(refusal.key, refusal.facts)
    return _page(entry_id, said, typed), wording.status(refusal.key)
