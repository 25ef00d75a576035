"""People who are not put off: whatever died under them, they look again and do what is still to be done."""

import contextlib
import sqlite3
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

import requests

from tools import desk_scenes as desk
from tools import scenes
from tools.scenes import Town
from tools.visitor import Page, Visitor, WalkError

# What each form needs, and who does it.
STAFF: dict[str, tuple[str, dict[str, str]]] = {
    "routing": ("relatii", {"competence": "ours", "department": "SAL"}),
    "analysis": ("salubrizare", {"decision": "answer"}),
    "approval": ("primar", {"decision": "approve"}),
}
PHONE = "+40721000101"


class Patient(Visitor):
    """A browser whose owner presses reload, and sends again, while the hall is coming back."""

    def open(self, path: str) -> Page:
        return _again(lambda: Visitor.open(self, path))

    def send(
        self, url: str, data: Mapping[str, list[str]], files: list[tuple[str, tuple[str, bytes, str]]]
    ) -> Page:
        return _again(lambda: Visitor.send(self, url, data, files))


def _again(act: Callable[[], Page]) -> Page:
    for _ in range(200):
        try:
            return act()
        except requests.RequestException:
            time.sleep(0.25)
    return act()


@dataclass
class Ledger:
    """What the hall's own database says, read beside it."""

    database: Path

    @contextlib.contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        connection = sqlite3.connect(f"file:{self.database}?mode=ro", uri=True, timeout=30)
        try:
            yield connection
        finally:
            connection.close()

    def rows(self, query: str, *values: str) -> list[tuple[object, ...]]:
        with self._open() as connection:
            return connection.execute(query, values).fetchall()

    def open_form(self, case: str) -> str | None:
        """The form of the case's open task."""
        found = self.rows("SELECT form FROM case_task WHERE case_id = ? AND state = 'open'", UUID(case).hex)
        return str(found[0][0]) if found else None

    def closed(self, case: str) -> bool:
        return bool(self.rows("SELECT 1 FROM archive_file WHERE case_id = ?", UUID(case).hex))

    def cases(self) -> int:
        return int(str(self.rows("SELECT count(*) FROM hall_case")[0][0]))


@dataclass
class Street:
    """All the people of one journey, and how long they go on trying."""

    town: Town
    ledger: Ledger
    deadline: float
    visitors: dict[str, Visitor] = field(default_factory=dict)

    def who(self, name: str) -> Visitor:
        if name not in self.visitors:
            self.visitors[name] = scenes.staff(self.town.hall, name, Patient)
        return self.visitors[name]

    def journey(self, citizen: Visitor, delivery: str) -> str:
        """From the form to the archive; the case's id."""
        case = self.file(citizen, delivery)
        while not self.ledger.closed(case):
            with contextlib.suppress(WalkError):  # somebody was faster, or the page was old: look again
                self.push(case)
            if time.monotonic() > self.deadline:
                raise AssertionError(f"case {case} stands at {self.ledger.open_form(case)}")
            time.sleep(0.1)
        return case

    def file(self, citizen: Visitor, delivery: str) -> str:
        """One draft, sent until it has a number: the same draft can only become one case."""
        return scenes.case_id(scenes.fill_petition(citizen, {"delivery": delivery}).send())

    def push(self, case: str) -> None:
        """Whatever the case waits for now."""
        form = self.ledger.open_form(case)
        if form in STAFF:
            name, answers = STAFF[form]
            desk.finish(self.task(name, case), answers)
        elif form == "drafting":
            self.draft(case)
        elif form == "deposit":
            self.deposit(case)
        elif form is None:
            self.collect(case)

    def task(self, name: str, case: str) -> Page:
        """The task's page: mine already, or taken now."""
        visitor = self.who(name)
        found = self.ledger.rows(
            "SELECT id FROM case_task WHERE case_id = ? AND state = 'open'", UUID(case).hex
        )
        if not found:
            raise WalkError("somebody was faster")
        page = visitor.open(f"/birou/sarcini/{UUID(str(found[0][0]))}")
        claims = [one for one in page.forms() if one.action.endswith("/preia")]
        return claims[0].send() if claims else page

    def draft(self, case: str) -> None:
        page = self.task("salubrizare", case)
        address = page.url.split("#")[0].split("?")[0].rstrip("/")
        page.form_to("/termina").send(scenes.ANSWER, to=f"{address}/scrisoare")
        desk.finish(self.who("salubrizare").open(address), scenes.ANSWER)

    def deposit(self, case: str) -> None:
        page = self.task("ghiseu", case)
        state = page.tree.xpath("//@data-door-state")
        if state == ["done"]:
            desk.finish(page, {"confirmed": "yes"})
            return
        door = int(page.tree.xpath("//@data-door")[0])
        handle = desk.open_door(self.town, door)
        if handle is None and state == ["open"]:
            return
        if handle is None:
            page.form_to("/deschide-usa").send()
            time.sleep(0.5)
        else:
            handle.send()

    def collect(self, case: str) -> None:
        """When the case waits for the citizen: the PIN from the page, typed at the kiosk."""
        if not self.ledger.rows("SELECT 1 FROM awaited_message WHERE case_id = ?", UUID(case).hex):
            return
        links = [
            message["text"].split("/ridicare/")[1].split()[0]
            for message in scenes.messages(self.town, "sms", PHONE)
            if "/ridicare/" in message["text"] and f"Nr. {self.number(case)} " in message["text"]
        ]
        if not links:
            return
        (door,) = self.ledger.rows("SELECT compartment FROM parcel WHERE case_id = ?", UUID(case).hex)[0]
        standing = desk.open_door(self.town, int(str(door)))
        if standing is not None:  # left open by a colleague: whoever passes closes it
            standing.send()
        page = Patient(self.town.hall).open(f"/ridicare/{links[0]}")
        if page.tree.xpath("//*[@data-pin]") or "PIN" in page.text:
            pin = page.find(r"\b(\d{4}\s?\d{4})\b").replace(" ", "")
            desk.collect(desk.kiosk(self.town, Patient), self.town, pin)

    def number(self, case: str) -> str:
        query = "SELECT number, registered_on FROM register_entry WHERE case_id = ? AND direction = 'in'"
        number, day = self.ledger.rows(query, UUID(case).hex)[0]
        year, month, date = str(day).split("-")
        return f"{number}/{date}.{month}.{year}"
