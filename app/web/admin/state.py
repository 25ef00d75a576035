"""How the hall is: its workers, its queue, its timers, its messages, its registers."""

from datetime import timedelta
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.cityhall import institutions, journal
from app.cityhall.institutions import Institution
from app.cityhall.publications import actions as publications
from app.cityhall.registry import yearly
from app.cityhall.registry.closings import Book
from app.cityhall.registry.rules import romanian_day
from app.cityhall.registry.yearly import BookCheck
from app.database import transaction
from app.journey import register_days, watch
from app.journey.watch import Standing
from app.refusal import Refusal
from app.web import gate
from app.web.admin import door, mailbox
from app.web.admin.door import admin

PATIENCE = timedelta(minutes=1)


@admin.get("/starea")
def state() -> str:
    """Everything at one look, and first what it means."""
    seen = watch.look(gate.now())
    books = _books()
    return render_template(
        "admin/state.html",
        rooms=door.rooms("state"),
        seen=seen,
        judged=_judged(seen, sum(bool(check and check.faults) for _hall, _year, check in books)),
        books=books,
        alive=watch.ALIVE,
        halls=[hall for one in _administered() if (hall := institutions.by_id(one))],
        mailboxes=mailbox.lines(gate.house(), _administered(), gate.now()),
    )


def _judged(seen: Standing, broken: int) -> list[tuple[str, str, str]]:
    """What the figures mean, as notices: (tone, title, text)."""
    found = []
    if not seen.workers_alive:
        text = _(
            "Cererile se primesc, dar mesajele, casetele și cronometrele așteaptă până pornește un lucrător."
        )
        found.append(("bad", _("Niciun lucrător nu se aude"), text))
    elif _over(seen.oldest_job) or _over(seen.latest_timer):
        text = _("Lucrătorii nu prididesc sau un sistem din afară nu răspunde.")
        found.append(("warn", _("Treburile întârzie"), text))
    if broken:
        text = _("Ultima verificare a găsit rânduri schimbate, scoase sau adăugate. Vedeți „Registre”.")
        found.append(("bad", _("Registre care nu sunt întregi: %(count)s", count=broken), text))
    if seen.incidents:
        text = _("Vedeți lista din fila „Incidente”.")
        found.append(("warn", _("Incidente deschise: %(count)s", count=seen.incidents), text))
    return found or [("ok", _("Totul merge"), _("Nimic nu așteaptă mai mult decât trebuie."))]


def _over(age: timedelta | None) -> bool:
    return age is not None and age > PATIENCE


@admin.post("/starea/registre")
def registers() -> Response:
    """Let the worker follow the chains of this year's registers; that of the journal is followed at once."""
    year = romanian_day(gate.now()).year
    with transaction():
        for one in sorted(gate.actor().institutions()):
            register_days.ask_check(Book(one, year), gate.actor(), gate.now())
    link = journal.first_broken()
    if link is not None:
        flash(_("Jurnalul este rupt la rândul %(link)s.", link=link), "bad")
    flash(_("Registrele se verifică. Rezultatul apare aici, la „Registre”."), "ok")
    return redirect(url_for("admin.state"), 303)


@admin.post("/starea/publicare/<uuid:institution_id>")
def publishing_approval(institution_id: UUID) -> Response:
    """Whether a second analyst must agree before a procedure's version is published."""
    if institution_id not in _administered():
        raise Refusal("door.closed")
    with transaction():
        hall = institutions.by_id(institution_id)
        assert hall is not None
        wanted = "yes" in request.form.values()
        publications.want_approval(hall, wanted, gate.actor().person_id, gate.now())
    flash(_("Regula publicării s-a salvat."), "ok")
    return redirect(url_for("admin.state"), 303)


def _administered() -> list[UUID]:
    return sorted({post.institution_id for post in gate.actor().posts if post.role == "administrator"})


def _books() -> list[tuple[Institution, int, BookCheck | None]]:
    """Every book of the reader's institutions with its last check."""
    return [
        (hall, book.year, yearly.last_check(Book(hall.id, book.year)))
        for one in sorted(gate.actor().institutions())
        if (hall := institutions.by_id(one))
        for book in yearly.books(one)
    ]
