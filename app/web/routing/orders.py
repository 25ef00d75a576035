"""A resolution as its form sends it: what, who (one leads), by when, in which words."""

from datetime import date
from uuid import UUID

from flask import request
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from app.cityhall import institutions
from app.cityhall.people import leaves
from app.cityhall.people.rights import Actor
from app.cityhall.registry.rules import romanian_day
from app.cityhall.routing import queries, rules
from app.cityhall.routing.models import INFORM, LEAD, SUPPORT
from app.cityhall.routing.rules import Charge, Order
from app.refusal import Refusal
from app.web import filters, gate
from app.web.routing import words

Pairs = list[tuple[str, str]]
# Where on the page each refusal belongs.
FIELDS = {
    "routing.kind": "kind",
    "routing.words": "words",
    "routing.due": "due",
    "routing.reason": "reason",
    "routing.answer": "answer",
    "routing.answer_entry": "answer_entry",
    "routing.readers": "lead",
    "routing.lead": "lead",
    "routing.only_department": "lead",
    "routing.not_home": "lead",
    "routing.who": "holder",
    "routing.twice": "support",
    "routing.too_many": "support",
    "leave.dates": "since",
    "leave.overlaps": "since",
    "leave.self": "substitute",
    "leave.substitute_away": "substitute",
    "leave.is_substitute": "person",
    "leave.who": "person",
    "leave.not_yours": "person",
    "leave.act_needed": "act",
}


def read() -> Order:
    """What the form says. Raises Refusal `routing.due`, `routing.who`, `routing.kind`."""
    kind = request.form.get("kind", "")
    lead, holder = _lead()
    part = INFORM if kind == rules.INFORMING else LEAD
    charges = [Charge(lead, part, holder)] if lead else []
    if kind != rules.COMPETENCE:
        beside = INFORM if kind == rules.INFORMING else SUPPORT
        charges += [Charge(one, beside) for one in _ids("support")]
        charges += [Charge(one, INFORM) for one in _ids("inform")]
    return Order(kind, tuple(charges), day("due", "routing.due"), request.form.get("words", "").strip())


def _lead() -> tuple[UUID | None, UUID | None]:
    """A person brings the department along; both are checked against each other later."""
    department, _sep, person = request.form.get("holder", "").partition(":")
    lead = _id(request.form.get("lead", "")) or _id(department)
    if person and lead != _id(department):
        raise Refusal("routing.who")
    return lead, _id(person)


def _ids(name: str) -> list[UUID]:
    return [one for typed in request.form.getlist(name) if (one := _id(typed))]


def _id(typed: str) -> UUID | None:
    try:
        return UUID(typed) if typed else None
    except ValueError as error:
        raise Refusal("routing.who") from error


def person(name: str) -> UUID | None:
    """A person chosen in a select; None when nobody was. Raises Refusal `routing.who`."""
    return _id(request.form.get(name, "").rpartition(":")[2])


def day(name: str, wrong: str) -> date | None:
    """A day typed in three parts; None when nothing was. Raises the refusal `wrong` for what is no day."""
    typed = [request.form.get(f"{name}.{part}", "").strip() for part in ("year", "month", "day")]
    if not any(typed):
        return None
    try:
        return date(*map(int, typed))
    except (ValueError, OverflowError) as error:
        raise Refusal(wrong) from error


def kinds() -> list[tuple[str, str, str]]:
    """What a resolution can be, with a hint."""
    return [(kind, str(words.KINDS[kind]), str(words.HINTS[kind])) for kind in rules.KINDS]


def departments(institution: UUID) -> Pairs:
    """Where a paper can go."""
    return [(str(one.id), one.name) for one in institutions.departments(institution)]


def people(institution: UUID, actor: Actor | None = None) -> Pairs:
    """Who can be given papers, by name, with who is away; for a head only the own people."""
    today = romanian_day(gate.now())
    found = queries.colleagues(institution, today)
    if actor is not None and not rules.routes_all(actor, institution):
        found = [one for one in found if one[0] in rules.headed(actor)]
    names = {one.id: one.name for one in institutions.departments(institution)}
    away = leaves.away({person.id for _dep, person, _title in found}, today)
    return [
        (f"{department}:{who.id}", _called(who.full_name, title, names[department]) + _away(away.get(who.id)))
        for department, who, title in found
    ]


def _called(name: str, title: str, department: str) -> str:
    return f"{name}, {title} ({department})"


def _away(leave: leaves.Leave | None) -> str:
    if leave is None:
        return ""
    told = {"until": filters.day(leave.until), "name": leave.substitute.full_name}
    return f" – {_('în concediu până în %(until)s, îi ține locul %(name)s', **told)}"


def typed() -> MultiDict[str, str]:
    """What was sent, to show it again."""
    return request.form
