"""Citizens who hand papers in through a compartment, and are not put off: see `people`."""

import contextlib
import time
from dataclasses import dataclass, field
from uuid import UUID

import requests

from tests.faults.ledger import HandedIn
from tests.faults.people import LOOK_SECONDS, Patient, Street
from tools import desk_scenes as desk
from tools.visitor import WalkError

PAPER = "other_papers"
# A clerk who saw no door spring open asks for it again.
ASKS_AGAIN_AFTER = 3.0


@dataclass
class HandingIn:
    """One citizen's papers, from the finished form to the list that a clerk has ticked."""

    street: Street
    draft: UUID
    laid: bool = False
    taken: bool = False
    asked_at: float = field(default=-ASKS_AGAIN_AFTER)

    def goes(self) -> UUID:
        """There and back; the drop-off's id."""
        while (found := self.street.ledger.handed_in(self.draft)) is None or found.state != "verified":
            # The page was old, the hall or the cabinet has no power: look again.
            with contextlib.suppress(WalkError, requests.RequestException):
                self._push(found)
            self.street.give_up(f"{self.draft} stands at {found}")
            time.sleep(LOOK_SECONDS)
        return found.id

    def _push(self, found: HandedIn | None) -> None:
        if found is None:
            self._prepare()
        elif found.state == "prepared" and not self.laid:
            self.laid = self._lay_in(found)
        elif found.state == "laid_in" and not self.taken:
            self.taken = self._take_out(found)
        elif found.state == "emptied":
            page = self.street.staff["ghiseu"].open(self._desk(found))
            page.form(f"found.{PAPER}").send({f"found.{PAPER}": "received"}, button=("action", "verify"))

    def _prepare(self) -> None:
        page = self.street.citizen.open(f"/cereri/depuneri/ciorna/{self.draft}")
        page.form("size").send({f"item.{PAPER}": "laid", "size": "S"})

    def _lay_in(self, found: HandedIn) -> bool:
        """The code of the cover sheet at the screen, then the hand at the door; True when it is closed."""
        if standing := desk.open_door(self.street.stage.town, found.door):
            standing.send()
            return True
        screen = desk.kiosk(self.street.stage.town, Patient)
        shown = {"credential": self.street.ledger.code(found, self.street.stage.secret)}
        screen.open("/kiosk/").form("credential").send(shown).expect("este deschisă")
        return False

    def _take_out(self, found: HandedIn) -> bool:
        if standing := desk.open_door(self.street.stage.town, found.door):
            standing.send()
            return True
        if time.monotonic() > self.asked_at + ASKS_AGAIN_AFTER:
            page = self.street.staff["ghiseu"].open(self._desk(found))
            self.asked_at = time.monotonic()
            page.form_to("/deschide").send()
        return False

    def _desk(self, found: HandedIn) -> str:
        return f"/birou/casete-depuneri/{found.id}"
