"""A case of the desk (`drafts.desk`) somewhere on its way, and changes that an analyst makes meanwhile."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from app.engine import runs
from app.engine.diagram import Diagram
from app.engine.moving import migration
from app.engine.runs import Run, Wait
from tests.engine.drafts import Draft, Node, desk, user

START = datetime(2026, 11, 2, 9, tzinfo=UTC)
SAID = {"decide": ["no", "yes"]}  # what is answered the first time, the second, …
FAR = 60


@dataclass
class Case:
    """A case that is stored after every step; `done` counts what was finished."""

    diagram: Diagram
    stored: bytes = b""
    done: Counter[str] = field(default_factory=Counter)
    now: datetime = START

    def __post_init__(self) -> None:
        if not self.stored:
            self.stored = runs.start(self.diagram, {"members": ["Dan", "Eva"]}, self.now).save()

    @property
    def run(self) -> Run:
        return runs.restore(self.diagram, self.stored)

    def stands(self) -> list[str]:
        return sorted(wait.element for wait in self.run.waits())

    def does(self, *elements: str) -> "Case":
        for element in elements:
            run = self.run
            self._do(run, next(wait for wait in run.waits() if wait.element == element))
            self.stored = run.save()
        return self

    def _do(self, run: Run, wait: Wait) -> None:
        said = SAID.get(wait.element, ["yes"])
        answers = {"decision": said[min(self.done[wait.element], len(said) - 1)]}
        self.done[wait.element] += 1
        if wait.kind == "human":
            run.complete(wait.task_id, wait.element, answers, self.now)
        elif wait.kind == "service":
            run.finish_service(wait.task_id, None, self.now)
        else:
            assert run.deliver(wait.message or "", self.now)

    def later(self, **time: float) -> "Case":
        self.now += timedelta(**time)
        run = self.run
        run.wake(self.now)
        self.stored = run.save()
        return self

    def next(self) -> list[str]:
        return sorted(wait.element for wait in self.run.waits() if wait.kind != "timer")

    def to_the_end(self) -> list[list[str]]:
        """Everything that it waits for on its way, one step after the other."""
        stops = []
        for _ in range(FAR):
            stops.append(self.stands())
            if self.run.finished:
                return stops
            self.does(self.next()[0])
        raise AssertionError(stops)

    def moved(self, draft: Draft) -> "Case":
        new = draft.diagram()
        return Case(new, migration.move(self.stored, self.diagram, new), Counter(self.done), self.now)

    def whys(self, draft: Draft) -> list[tuple[str, str]]:
        found = migration.verdict(self.stored, self.diagram, draft.diagram()).reasons
        return [(why.key, why.element) for why in found]


PLACES: dict[str, tuple[str, ...]] = {
    "before the fork": (),
    "in both branches": ("check",),
    "in one branch, the other has arrived": ("check", "opinion", "measure"),
    "on a decision with two timers": ("check", "opinion", "measure", "seal"),
    "in the second round": ("check", "opinion", "measure", "seal", "decide", "rework"),
    "in a vote of two": ("check", "opinion", "measure", "seal", "decide", "rework", "decide", "votes"),
    "inside a sub-process": (
        *("check", "opinion", "measure", "seal", "decide", "rework", "decide", "votes", "votes"),
    ),
    "at a message": (
        *("check", "opinion", "measure", "seal", "decide", "rework", "decide", "votes", "votes", "give"),
    ),
}
WAY = (*PLACES["at a message"], "signing", "archive")


def standing(place: str) -> Case:
    return Case(desk().diagram()).does(*PLACES[place])


def edited(change: Callable[[Draft], object]) -> Draft:
    draft = desk()
    change(draft)
    return draft


def relabelled(draft: Draft) -> None:
    for name, node in draft.nodes.items():
        node.name = f"Nou {name}"


def with_a_stamp(draft: Draft) -> None:
    draft.insert("signing", "archive", "stamp", user("stamp"))


def with_a_question_inside(draft: Draft) -> None:
    draft.insert("hand_go", "give", "ask", user("ask", within="hand"))


def a_third_branch(draft: Draft) -> None:
    draft.nodes["legal"] = user("legal")
    draft.arrows |= {("fork", "legal"): "", ("legal", "meet"): ""}


def drawn_into_a_block(draft: Draft) -> None:
    """`archive` becomes one of two branches."""
    draft.nodes |= {
        "split": Node("parallelGateway"),
        "publish": user("publish"),
        "rejoin": Node("parallelGateway"),
    }
    draft.arrows = {ends: said for ends, said in draft.arrows.items() if "archive" not in ends}
    pairs = [("signing", "split"), ("split", "archive"), ("split", "publish"), ("archive", "rejoin")]
    draft.arrows |= dict.fromkeys([*pairs, ("publish", "rejoin"), ("rejoin", "stop")], "")
