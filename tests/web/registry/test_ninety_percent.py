"""The headline, measured in a real browser: one key for a document, beside the same one typed field by field.

A registrar who finds a proposal right presses Enter. Where it differs from what a careful registrar would
have typed (`letters.Truth`), only the wrong fields are corrected, by keyboard, and that is counted too. Then
the same documents are typed into the program's own form for entries by hand, by keyboard alone.

Seconds are the browser's and the hall's own, plus those of a person by the keystroke-level model of Card,
Moran and Newell: 0.28 s a key (an average typist who is no secretary) and 1.35 s for each decision: what a
field must say, or whether the proposal is right. Reading the document is the same in both ways and left out
of both; so are the attached files and the answer to the sender, which the form for entries by hand does not
do.
"""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import func, select

from app.cityhall.arrivals.words import fold
from app.cityhall.registry.models import RegisterEntry
from app.database import session
from tests.arrivals.coming import all_come
from tests.arrivals.letters import Sent, Truth, letters
from tests.browser import PageAt
from tests.hall import STAFF, Hall
from tests.served import over_http

pytestmark = pytest.mark.ui
PASSWORD = "fara-hartie-2026"
A_KEY, A_DECISION = 0.28, 1.35
PATIENCE = 20_000
LEAST_SAVED, LEAST_ON_A_BUSY_MACHINE = 90, 80
CORRECTED = ("document", "department", "issuer", "summary", "sender_number", "sender_date", "annexes")


@dataclass
class Way:
    """What one way of registering took: its keys, its decisions, and the machine's seconds."""

    name: str
    keys: list[int] = field(default_factory=list)
    decisions: list[int] = field(default_factory=list)
    machine: list[float] = field(default_factory=list)

    def persons(self) -> list[float]:
        """A person's seconds for each document."""
        counted = zip(self.keys, self.decisions, strict=True)
        return [keys * A_KEY + decisions * A_DECISION for keys, decisions in counted]

    def seconds(self) -> list[float]:
        """All of it, for each document."""
        return [person + machine for person, machine in zip(self.persons(), self.machine, strict=True)]

    def row(self) -> str:
        count, seconds = len(self.keys), self.seconds()
        mean, p95 = sum(seconds) / count, sorted(seconds)[max(0, round(count * 0.95) - 1)]
        keys, machine = sum(self.keys) / count, sum(self.machine) / count
        return f"| {self.name} | {keys:.1f} | {machine:.2f} | {mean:.1f} | {p95:.1f} |"


class Hands:
    """A keyboard that counts its keys."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.keys = 0

    def press(self, key: str) -> None:
        self.keys += 1
        self.page.keyboard.press(key)

    def write(self, text: str) -> None:
        self.keys += len(text)
        self.page.keyboard.type(text)

    def to(self, name: str) -> None:
        """Tab on until that box has the focus; each Tab is a key."""
        for _ in range(60):
            if self.page.evaluate("document.activeElement.name") == name:
                return
            self.press("Tab")
        pytest.fail(f"{name} cannot be reached by keyboard")

    def put(self, name: str, value: str) -> None:
        """Write over what a text box shows: arriving by Tab selects all of it."""
        self.to(name)
        if value:
            self.write(value)
        else:
            self.press("Delete")

    def choose(self, name: str, value: str) -> None:
        """The first letter of the choice, then arrows: the fewest keys a quick registrar needs."""
        self.to(name)
        box = self.page.locator(f"select[name='{name}']")
        if box.input_value() == value:
            return
        label = box.locator(f"option[value='{value}']").inner_text()
        self.press(label[0])
        options = box.locator("option").evaluate_all("all => all.map(one => one.value)")
        steps = options.index(value) - options.index(box.input_value())
        for _ in range(abs(steps)):
            self.press("ArrowDown" if steps > 0 else "ArrowUp")


@pytest.fixture
def address(hall: Hall) -> Iterator[str]:
    """The hall's own address, answered by a server beside the test."""
    with over_http(hall.app) as address:
        yield address


@pytest.mark.parametrize("count", [20, pytest.param(200, marks=pytest.mark.nightly)])
def test_registering_with_one_key_takes_nine_tenths_less(
    hall: Hall, address: str, page_at: PageAt, count: int, record_property: Callable[[str, object], None]
) -> None:
    sent = letters(count)
    all_come(hall, sent)
    page = page_at()
    sign_in(page, address)
    one_key, right = by_one_key(page, address, sent)
    assert registered() == count
    by_hand = typed(page, address, sent)
    assert registered() == 2 * count
    saved = 100 * (1 - sum(one_key.seconds()) / sum(by_hand.seconds()))
    record_property("table", table(one_key, by_hand, right, saved))
    said = table(one_key, by_hand, right, saved)
    assert 100 * (1 - sum(one_key.persons()) / sum(by_hand.persons())) >= LEAST_SAVED, said
    assert saved >= LEAST_ON_A_BUSY_MACHINE, said


def table(one_key: Way, by_hand: Way, right: int, saved: float) -> str:
    """As the note shows it."""
    count = len(one_key.keys)
    return "\n".join(
        [
            f"{count} documents; proposal wholly right for {right}; {saved:.1f} % less time",
            "| way | keys/document | machine s/document | s/document | s, 95th percentile |",
            "|---|---|---|---|---|",
            one_key.row(),
            by_hand.row(),
        ]
    )


def sign_in(page: Page, address: str) -> None:
    page.goto(f"{address}/intrare")
    page.fill("[name=email]", STAFF["Elena"])
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_url(lambda url: "/intrare" not in url, timeout=PATIENCE)


def registered() -> int:
    session().rollback()
    return session().scalar(select(func.count()).select_from(RegisterEntry)) or 0


def by_one_key(page: Page, address: str, sent: list[Sent]) -> tuple[Way, int]:
    """The queue from its first document to its last; a new page comes by itself after each Enter."""
    way, right = Way("one key, wrong fields corrected"), 0
    page.goto(f"{address}/registratura/sosite/urmatorul")
    for one in sent:
        expect(page.locator("#confirm-button")).to_be_focused(timeout=PATIENCE)
        wrong = differing(page, one.truth)
        hands, began = Hands(page), time.perf_counter()
        correct(hands, one.truth, wrong)
        hands.press("Enter")
        expect(page.locator(".notice-ok")).to_contain_text("Înregistrat cu nr.", timeout=PATIENCE)
        way.machine.append(time.perf_counter() - began)
        way.keys.append(hands.keys)
        way.decisions.append(1 + len(wrong))
        right += not wrong
    return way, right


def differing(page: Page, truth: Truth) -> list[str]:
    """The boxes of the proposal that a careful registrar would have filled otherwise."""
    shown = {name: page.locator(f"#confirm [name='{name}']").input_value() for name in CORRECTED}
    said = wanted(truth)
    # A summary in capitals or without accents is left as its sender wrote it.
    shown["summary"], said["summary"] = fold(shown["summary"]), fold(said["summary"])
    return [name for name in CORRECTED if shown[name].strip() != said[name]]


def wanted(truth: Truth) -> dict[str, str]:
    year, month, day = truth.sender_date.split("-") if truth.sender_date else ("", "", "")
    return {
        "document": truth.document,
        "department": truth.department,
        "issuer": truth.issuer,
        "summary": truth.summary,
        "sender_number": truth.sender_number,
        "sender_date": f"{day}.{month}.{year}" if year else "",
        "annexes": str(truth.annexes),
    }


def correct(hands: Hands, truth: Truth, wrong: list[str]) -> None:
    """„C” goes to the first box; the wrong ones are put right in order, and Enter in a box confirms."""
    if not wrong:
        return
    said = wanted(truth)
    hands.press("c")
    for name in wrong:
        (hands.choose if name in {"document", "department"} else hands.put)(name, said[name])
    if wrong[-1] in {"document", "department"}:
        hands.to("issuer")


def typed(page: Page, address: str, sent: list[Sent]) -> Way:
    """The same documents in the form for entries by hand."""
    way = Way("typed field by field")
    page.goto(f"{address}/registratura/inregistrare")
    for one in sent:
        said = wanted(one.truth)
        page.locator("#channel").focus()
        hands, began = Hands(page), time.perf_counter()
        hands.choose("channel", "email")
        hands.choose("document", said["document"])
        hands.choose("department", said["department"])
        for name in ("issuer", "summary", "sender_number", "sender_date", "annexes"):
            if said[name] and not (name == "annexes" and said[name] == "0"):
                hands.put(name, said[name])
        page.evaluate("document.body.dataset.typed = 'yes'")
        hands.press("Enter")
        expect(page.locator("body:not([data-typed]) .notice-ok")).to_be_visible(timeout=PATIENCE)
        way.machine.append(time.perf_counter() - began)
        way.keys.append(hands.keys)
        way.decisions.append(3 + sum(bool(said[name]) for name in CORRECTED[2:]))
    return way
