"""What somebody asks the register for: the words and filters of an address, and those kept under a name."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from app.cityhall import institutions
from app.cityhall.institutions import Institution
from app.cityhall.registry.search import Asked
from app.cityhall.registry.standing import Standing
from app.web.register_words import REGISTERS
from app.web.registry.words import CHANNELS, DIRECTIONS

TODAY = "azi"
LONGEST = 120
NAMES = (
    *("q", "institutie", "an", "fel", "compartiment", "canal", "de_la", "pana_la"),
    *("stare", "registru", "repartizat", "ale_mele", "vedere"),
)
CHOICES: Mapping[str, frozenset[str]] = {
    "fel": frozenset(DIRECTIONS),
    "canal": frozenset(CHANNELS),
    "stare": frozenset(Standing),
    "registru": frozenset(REGISTERS),
    "repartizat": frozenset({"da", "nu"}),
    "ale_mele": frozenset({"da"}),
    "vedere": frozenset({"termen"}),
}


@dataclass(frozen=True)
class View:
    """A question under a name; `kept` is the id of one that the reader kept."""

    name: str
    question: Mapping[str, str]
    kept: UUID | None = None


def read(given: MultiDict[str, str]) -> dict[str, str]:
    """The question of an address, without what is empty or nobody offers."""
    typed = {name: given.get(name, "").strip()[:LONGEST] for name in NAMES}
    return {name: value for name, value in typed.items() if value and _offered(name, value)}


def _offered(name: str, value: str) -> bool:
    if name in CHOICES:
        return value in CHOICES[name]
    if name in {"de_la", "pana_la"}:
        return value == TODAY or _day(value, date.min) is not None
    return name != "an" or (value.isdecimal() and len(value) == 4)


def asked(
    question: Mapping[str, str], halls: Mapping[str, Institution], person_id: UUID, today: date
) -> Asked:
    """The question as the register understands it; only of institutions that the reader may ask."""
    one = halls.get(question.get("institutie", ""))
    routed = question.get("repartizat")
    return Asked(
        institutions={one.id} if one else {hall.id for hall in halls.values()},
        words=question.get("q", ""),
        year=int(question["an"]) if "an" in question else None,
        direction=question.get("fel", ""),
        department=question.get("compartiment", ""),
        channel=question.get("canal", ""),
        since=_day(question.get("de_la"), today),
        until=_day(question.get("pana_la"), today),
        state=question.get("stare", ""),
        register=question.get("registru", ""),
        mine=person_id if "ale_mele" in question else None,
        routed=routed == "da" if routed else None,
    )


def shown(question: Mapping[str, str], today: date) -> dict[str, str]:
    """The question as its form shows it: „azi” is that day's date."""
    return {name: today.isoformat() if value == TODAY else value for name, value in question.items()}


def _day(text: str | None, today: date) -> date | None:
    if not text:
        return None
    if text == TODAY:
        return today
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def usual() -> list[View]:
    """The views that everybody has."""
    today = {"de_la": TODAY, "pana_la": TODAY}
    return [
        View(_("Tot registrul"), {}),
        View(_("Astăzi"), today),
        View(_("Nerepartizate"), {"fel": "in", "stare": "open", "repartizat": "nu"}),
        View(_("În termen de 3 zile"), {"vedere": "termen"}),
        View(_("Ieșiri azi"), {"fel": "out", **today}),
    ]


def halls_of(ids: set[UUID]) -> dict[str, Institution]:
    """The institutions that the reader may ask, by code."""
    return {one.code: one for one in institutions.everyone() if one.id in ids}


def departments(halls: Mapping[str, Institution]) -> list[tuple[str, str]]:
    """The compartments to choose from, by name; the register keeps names, as the law does."""
    names = {one.name for hall in halls.values() for one in institutions.departments(hall.id)}
    return [(name, name) for name in sorted(names)]
