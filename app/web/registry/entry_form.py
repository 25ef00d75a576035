"""The entry typed by hand, field by field: incoming, outgoing, internal."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from werkzeug.wrappers import Response

from app.cityhall import institutions
from app.cityhall.arrivals import filled
from app.cityhall.institutions import Institution
from app.cityhall.registry.rules import BUCHAREST
from app.database import StaleDataError, transaction
from app.journey import entries
from app.journey.entries import ByHand
from app.refusal import Refusal
from app.web import gate, wording
from app.web.registry import arrival_words as words
from app.web.registry.door import WRITERS, halls, registry

Answer = str | tuple[str, int] | Response
DIRECTIONS = {"in": _("Intrare"), "out": _("Ieșire"), "internal": _("Intern")}
CHANNELS = {
    "counter": _("La ghișeu"),
    "post": _("Prin poștă"),
    "email": _("Prin e-mail"),
    "courier": _("Prin curier"),
    "internal": _("Din primărie"),
}
MOMENT = "%d.%m.%Y %H:%M"
# Nobody types one entry for so long: a page that was left open says nothing of how long the work takes.
LONGEST = timedelta(hours=4)
FIELDS = (
    *("direction", "channel", "document", "department", "issuer", "recipient", "summary", "sender_number"),
    *("sender_date", "sheets", "annexes", "connected_number", "arrived_at", "started_at"),
)


@registry.get("/inregistrare")
def entry_form() -> Answer:
    """An empty form; work on the document begins now."""
    first = {"direction": "in", "channel": "counter", "sheets": "1", "annexes": "0"}
    return _page({**dict.fromkeys(FIELDS, ""), **first, "started_at": gate.now().isoformat()})


@registry.post("/inregistrare")
def enter_by_hand() -> Answer:
    """The number, or what is wrong beside all that was typed."""
    typed = {name: request.form.get(name, "")[:2000] for name in FIELDS}
    hall = _hall()
    codes = [one.code for one in institutions.departments(hall.id)]
    made, wrong = filled.read({**typed, "kind": "entry"}, codes)
    said = {name: str(words.WRONG[key]) for name, key in wrong.items()}
    arrived = _arrived(typed, said)
    _check(typed, said)
    if said or arrived is None:
        return _page(typed, said, tuple(said.items()), 422)
    by_hand = ByHand(
        hall,
        typed["direction"],
        typed["channel"],
        made,
        " ".join(typed["recipient"].split())[:200],
        arrived,
        _started(typed, arrived),
    )
    try:
        with transaction():
            number = entries.enter(by_hand, gate.actor(), gate.now()).legal_number
    except (Refusal, StaleDataError) as error:
        return _refused(typed, error)
    flash(gettext("Înregistrat cu nr. %(number)s: %(summary)s", number=number, summary=made.summary), "ok")
    return redirect(url_for("registry.entry_form"), 303)


def _refused(typed: Mapping[str, str], error: Exception) -> Answer:
    refusal = error if isinstance(error, Refusal) else Refusal("arrival.changed")
    name = "connected_number" if refusal.key == "arrival.number_unknown" else ""
    sentence = wording.sentence(refusal.key, refusal.facts)
    status = wording.status(refusal.key)
    return _page(typed, {name: sentence} if name else {}, ((name, sentence),), status)


def _check(typed: Mapping[str, str], said: dict[str, str]) -> None:
    if typed["direction"] not in DIRECTIONS:
        said["direction"] = str(words.WRONG["choice"])
    if typed["channel"] not in CHANNELS:
        said["channel"] = str(words.WRONG["choice"])
    if typed["direction"] == "out" and not typed["recipient"].strip():
        said["recipient"] = str(words.WRONG["required"])


def _arrived(typed: Mapping[str, str], said: dict[str, str]) -> datetime | None:
    """When it reached the hall: what was typed, else when work on it began. Never later than now."""
    words_ = typed["arrived_at"].strip()
    if not words_:
        return _started(typed, gate.now())
    try:
        moment = datetime.strptime(words_, MOMENT).replace(tzinfo=BUCHAREST)
    except ValueError:
        moment = None
    if moment is None or moment > gate.now():
        said["arrived_at"] = gettext("Scrieți data și ora ca 23.11.2026 10:30, nu mai târziu de acum.")
        return None
    return moment


def _started(typed: Mapping[str, str], otherwise: datetime) -> datetime:
    """When the form was opened, if that can be."""
    try:
        moment = datetime.fromisoformat(typed["started_at"])
    except ValueError:
        return otherwise
    known = moment.tzinfo is not None and gate.now() - LONGEST < moment <= gate.now()
    return moment if known else otherwise


def _hall() -> Institution:
    """Where the registrar writes."""
    found = institutions.by_id(min(halls(*WRITERS)))
    if found is None:
        raise Refusal("door.closed")
    return found


def _page(
    typed: Mapping[str, str],
    wrong: Mapping[str, str] | None = None,
    errors: tuple[tuple[str, str], ...] = (),
    status: int = 200,
) -> tuple[str, int]:
    text = render_template(
        "registry/entry_form.html",
        shown=typed,
        wrong=wrong or {},
        errors=errors,
        directions=list(DIRECTIONS.items()),
        channels=list(CHANNELS.items()),
        departments=[(one.code, one.name) for one in institutions.departments(_hall().id)],
        words=words,
    )
    return text, status
