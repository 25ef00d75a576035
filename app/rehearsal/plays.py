"""A scenario of a draft played from its beginning to its end, and what was not as it is told."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app import logs
from app.cityhall.procedures.scenarios import Scenario
from app.engine.library import following
from app.refusal import Refusal
from app.rehearsal import complaint as complaints
from app.rehearsal import ending
from app.rehearsal import place as places
from app.rehearsal.complaint import Complaint, Untrue
from app.rehearsal.place import Place
from app.rehearsal.player import Player


@dataclass(frozen=True)
class Outcome:
    """How a play ended; `elements` and `flows` are what the case went through, also when it broke off."""

    complaints: tuple[Complaint, ...]
    elements: tuple[str, ...]
    flows: tuple[str, ...]
    seconds: float
    words: tuple[str, ...] = ()  # in English, with where the case stood

    @property
    def passed(self) -> bool:
        return not self.complaints

    def row(self) -> Mapping[str, Any]:
        """As a row keeps it."""
        return {
            "state": "passed" if self.passed else "failed",
            "complaints": [complaints.as_json(one) for one in self.complaints],
            "elements": list(self.elements),
            "flows": list(self.flows),
            "milliseconds": round(self.seconds * 1000),
        }


def play(place: Place, told: Scenario) -> Outcome:
    """Play it in a hall of its own; never raises for what a draft or a story says."""
    return places.apart(_play, place, told)


def _play(place: Place, told: Scenario) -> Outcome:
    elements: list[str] = []
    found: list[Complaint] = []
    begun = time.monotonic()
    with following.flows() as flows:
        try:
            with places.entered(places.beginning(place)) as hall:
                player = Player(hall, place.code, told)
                try:
                    case = player.play()
                    found = [*ending.complaints(case, told), *ending.troubles(case)]
                finally:
                    if player.case is not None:
                        elements = ending.passed(hall.fresh(player.case))
            words = [complaints.sentence(one) for one in found]
        except Exception as error:  # noqa: BLE001 - whatever a draft holds is told, not thrown
            found, words = [said(error)], [str(error)]
    took = time.monotonic() - begun
    return Outcome(tuple(found), tuple(elements), tuple(sorted(flows)), took, tuple(words))


def said(error: Exception) -> Complaint:
    """What broke a play or a trial off."""
    if isinstance(error, Untrue):
        return error.complaint
    if isinstance(error, Refusal):
        return complaints.refused(error)
    logs.log.warning("rehearsal.broken", error=logs.said(error), exc_info=error)
    return Complaint("broken", {"error": logs.said(error)})
