"""A path found in the pure engine, walked again by people, clocks and jobs in a real hall."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from app.cityhall.cabinets import queries as cabinets
from app.cityhall.cases import queries as cases
from app.cityhall.cases.models import Case, CaseTask
from app.cityhall.procedures.scenarios import Expect, Scenario
from app.database import transaction
from app.journey import advance, messages, wishes
from app.journey.lockers.pickups import FREE
from app.refusal import Refusal
from app.rehearsal.clock import let_pass
from app.rehearsal.complaint import Untrue
from app.rehearsal.player import Player
from tests.hall import Hall
from tools.paths.forms import look
from tools.paths.material import START, material
from tools.paths.moves import Move
from tools.paths.walking import Path

PAYS = "payment_settled"
COLLECTS = "parcel_collected"
AT_THE_DOOR = {"deposit": "deposited", "take_back": "returned"}


NUMBERS = {"to", "case_number"}  # fields that name another case


class OtherWay(Exception):
    """The hall's own services said something else than the path supposes: it ends here, and well."""


class Walker(Player):
    """Makes the moves of a path, each as the hall's people would."""

    def __init__(self, hall: Hall, code: str, path: Path) -> None:
        channel = path.first["case"]["channel"]
        answers, self.moves = self._real(hall, path)
        told = Scenario("path", "", START, channel, answers, (), (), Expect())
        super().__init__(hall, code, told)
        self.material = material(code)
        self.elements = self.material.diagram.model.elements

    def walk(self) -> Case:
        """As far as the hall goes the same way."""
        self.hall.now = START
        self._arrange(self.moves)
        try:
            self.case = self._in_words("filing", 0, self._files)
            for number, move in enumerate(self.moves, 1):
                self._in_words(f"move {number} ({move})", number, lambda move=move: self._make(move))
        except OtherWay:
            self.told_otherwise = True
        assert self.case is not None
        return self.hall.fresh(self.case)

    told_otherwise = False
    posted = 0

    def _real(self, hall: Hall, path: Path) -> tuple[dict[str, Any], list[Move]]:
        """First answers and moves; where they name another case, a real one, filed before."""
        said = [path.first["answers"], *(move.value for move in path.moves)]
        if not any(isinstance(one, dict) and NUMBERS & one.keys() for one in said):
            return path.first["answers"], [*path.moves]
        hall.now = START
        number = hall.fresh(hall.petition()).entry.legal_number
        moves = [replace(move, value=_about(move.value, number)) for move in path.moves]
        return _about(path.first["answers"], number), moves

    def _arrange(self, moves: Sequence[Move]) -> None:
        """A full cabinet, or none, where the path wants it."""
        reserved = [m.value for m in moves if self._operation(m) == "locker_deposit" and m.verb == "finish"]
        if any(not said["reserved"] for said in reserved):
            self.hall.bank.free.clear()
        if any(not said["reserved"] and not said["waiting"] for said in reserved):
            with transaction():
                cabinets.cabinet("cabinet-1").closed_at = self.hall.now

    def _operation(self, move: Move) -> str | None:
        return self.elements[move.element].operation if move.element else None

    def _make(self, move: Move) -> None:
        if move.verb == "finish":
            self._compare(move)
        elif move.verb == "fail":
            raise OtherWay
        elif move.verb == "wake":
            self._wakes()
        elif move.verb == "complete":
            self._completes(move)
        else:
            self._hears(move)

    def _compare(self, move: Move) -> None:
        """The hall's worker did it already: did it say what the path goes on from?"""
        result = self.elements[move.element].result
        if not result:
            return
        found = advance.data_of(self._now.id).get(result)
        asked = [name[1:] for name in self.material.asked if name[:1] == (result,)]
        if any(_kind(look(found, name)) != _kind(look(move.value, name)) for name in asked):
            raise OtherWay

    def _wakes(self) -> None:
        case = self._now
        due = min((timer.due_at for timer in cases.armed(case.id)), default=self.hall.now)
        let_pass(self.hall, case, max(due - self.hall.now, due - due))

    def _completes(self, move: Move) -> None:
        task = self._open(move.element, move.item)
        if task.form in AT_THE_DOOR:
            for kind in ("opened", "closed"):
                self.hall.door(kind, task.form)
        try:
            self.hall.finishes(self.who(task), task, move.value)
        except Refusal as refusal:
            if refusal.key in {"form.invalid", "letter.missing"}:  # the hall asks for more than the form
                raise OtherWay from refusal
            raise

    def _open(self, element: str, item: int | None) -> CaseTask:
        found = [task for task in cases.open_tasks(self._now.id) if task.element == element]
        if not found:
            raise Untrue("no_task", form=element)
        same = [task for task in cases.open_tasks(self._now.id) if task.form == found[0].form]
        if item is None and len(same) > 1:  # two letters are signed at once: nobody knows which is meant
            raise OtherWay
        return found[0]

    def _hears(self, move: Move) -> None:
        case = self._now
        if move.name == PAYS:
            self.hall.pays(case, "card")
        elif move.name == COLLECTS:
            for kind in ("opened", "closed"):
                self.hall.door(kind, "collect")
        elif move.name in wishes.offered(case):
            self.hall.says(case, move.name, "M-am răzgândit.")
        else:
            self._posted(move)

    def _posted(self, move: Move) -> None:
        self.posted += 1
        if move.name == FREE and not self.hall.bank.free:
            self.hall.bank.free.append(1)
        key = f"path:{move.name}:{self.posted}"
        with transaction():
            messages.post(
                move.name,
                key,
                self.hall.now,
                case_id=self._now.id,
                correlation=move.about,
                payload=move.value,
            )
        self.hall.works()


def _about(said: Any, number: str) -> Any:
    """The same, said about the case with that number."""
    if not isinstance(said, dict):
        return said
    return {name: number if name in NUMBERS else value for name, value in said.items()}


def _kind(value: Any) -> Any:
    """What makes a difference to a condition: whether it is there; of small things, what it is."""
    return value if isinstance(value, bool | int) or value is None else bool(value)
