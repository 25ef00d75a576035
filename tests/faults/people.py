"""People who are not put off: whatever died under them, they look again and do what is still to be done."""

import contextlib
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple
from uuid import UUID

import requests

from tests.faults.ledger import Ledger
from tests.faults.stage import Stage
from tools import desk_scenes as desk
from tools import scenes
from tools.visitor import Page, Visitor, WalkError

# What each form needs, and who does it: the first of these whom its task opens to.
STAFF: dict[str, tuple[str, dict[str, str]]] = {
    "routing": ("relatii", {"competence": "ours", "department": "SAL"}),
    "analysis": ("salubrizare", {"decision": "answer"}),
    "twins": ("relatii", {"kind": "different"}),
    "approval": ("salubrizare.sef primar", {"decision": "approve"}),
}
INCOMPLETE = {"decision": "completion", "defects.0.reason": "missing", "defects.0.note": "Adăugați locul."}
LOOK_SECONDS = 0.1


class Way(NamedTuple):
    """How a petition goes. `completion`: none is asked, the applicant is silent, or answers in time."""

    delivery: str
    completion: str = ""


class Patient(Visitor):
    """A browser whose owner presses reload, and sends again, while the hall is coming back."""

    def open(self, path: str) -> Page:
        return _again(lambda: Visitor.open(self, path))

    def send(
        self, url: str, data: Mapping[str, list[str]], files: list[tuple[str, tuple[str, bytes, str]]]
    ) -> Page:
        return _again(lambda: Visitor.send(self, url, data, files))


def _again(act: Callable[[], Page]) -> Page:
    for _ in range(300):
        try:
            return act()
        except requests.RequestException:
            time.sleep(LOOK_SECONDS)
    return act()


@dataclass
class Street:
    """All the people of one street's petitions, and how long they go on trying."""

    stage: Stage
    ledger: Ledger
    number: int
    deadline: float
    staff: dict[str, Visitor] = field(default_factory=dict)
    taken: set[UUID] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.email, self.phone = self.stage.citizen(self.number)
        self.citizen = scenes.citizen(self.stage.town.hall, self.email, Patient)
        for name in ("relatii", "salubrizare", "salubrizare.sef", "primar", "ghiseu"):
            self.staff[name] = scenes.staff(self.stage.town.hall, name, Patient)

    def journey(self, way: Way) -> UUID:
        """From the last button to the archive; the case's id."""
        case = self._file(self.stage.draft(self.email, phone=self.phone, delivery=way.delivery))
        self.see_through(case, way)
        return case

    def see_through(self, case: UUID, way: Way) -> None:
        """Do what a case waits for until it lies in the archive."""
        while not self.ledger.archived(case):
            # Somebody was faster, the page was old, or the cabinet has no power: look again.
            with contextlib.suppress(WalkError, requests.RequestException):
                self._push(case, way)
            self.give_up(f"case {case} stands at {self.ledger.open_tasks(case)}")
            time.sleep(LOOK_SECONDS)

    def give_up(self, where: str) -> None:
        """Raises AssertionError when it is too late to go on trying."""
        if time.monotonic() > self.deadline:
            raise AssertionError(where)

    def _file(self, draft: str) -> UUID:
        """One draft, sent until it has a number: the same draft can only become one case."""
        while True:
            with contextlib.suppress(WalkError):
                page = self.citizen.open(draft)
                sent = page if page.url.endswith("/confirmare") else scenes.send_form(page).send()
                return UUID(scenes.case_id(sent))
            self.give_up(f"{draft} cannot be sent")
            time.sleep(LOOK_SECONDS)

    def _push(self, case: UUID, way: Way) -> None:
        """Whatever the case waits for now."""
        tasks = self.ledger.open_tasks(case)
        if not tasks:
            self._collect(case)
        for task, form, _holder in tasks:
            self._do(case, task, form, way)

    def _do(self, case: UUID, task: UUID, form: str, way: Way) -> None:
        if form == "analysis" and way.completion and not self.ledger.done(case, "analysis"):
            self._ask(task)
        elif form in STAFF:
            names, answers = STAFF[form]
            desk.finish(self._theirs(names.split(), task), answers)
        elif form == "completion" and way.completion == "answers":
            page = self.citizen.open(f"/cereri/sarcini/{task}")
            page.form("answer").send({"answer": "La numărul 12."}, button=("action", "send"))
        elif form == "drafting":
            self._draft(task)
        elif form == "deposit":
            self._deposit(task)

    def _task(self, name: str, task: UUID) -> Page:
        """The task's page: mine already, or taken now."""
        page = self.staff[name].open(f"/birou/sarcini/{task}")
        claims = [one for one in page.forms() if one.action.endswith("/preia")]
        return claims[0].send() if claims else page

    def _theirs(self, names: list[str], task: UUID) -> Page:
        """The task's page at the desk of the first whom it opens to."""
        for name in names[:-1]:
            with contextlib.suppress(WalkError):
                return self._task(name, task)
        return self._task(names[-1], task)

    def _ask(self, task: UUID) -> None:
        desk.finish(self._task("salubrizare", task), INCOMPLETE)

    def _draft(self, task: UUID) -> None:
        page = self._task("salubrizare", task)
        address = f"/birou/sarcini/{task}"
        page.form_to("/termina").send(scenes.ANSWER, to=f"{self.stage.town.hall}{address}/scrisoare")
        desk.finish(self.staff["salubrizare"].open(address), scenes.ANSWER)

    def _deposit(self, task: UUID) -> None:
        page = self._task("ghiseu", task)
        state = page.tree.xpath("//@data-door-state")
        door = int(page.tree.xpath("//@data-door")[0])
        standing = desk.open_door(self.stage.town, door)
        if standing is not None:
            standing.send()
        elif state == ["done"]:
            desk.finish(page, {"confirmed": "yes"})
        elif state != ["open"]:
            page.form_to("/deschide-usa").send()
            time.sleep(LOOK_SECONDS)

    def _collect(self, case: UUID) -> None:
        """When the case waits for the citizen: the QR, shown at the kiosk, once."""
        if case in self.taken or not self.ledger.waits_for_the_citizen(case):
            return
        standing = desk.open_door(self.stage.town, self.ledger.door(case))
        if standing is not None:  # the screen fell silent, but the door sprang open
            standing.send()
            self.taken.add(case)
            return
        screen = desk.kiosk(self.stage.town, Patient)
        shown = {"credential": self.ledger.token(case, self.stage.secret)}
        screen.open("/kiosk/").form("credential").send(shown).expect("este deschisă")
