"""The test diagrams, one element each, and a case that is stored and restored between any two of its steps.

Every diagram in `diagrams/` runs on the same first data (`DATA`); a user task's form takes
`{"decision": "yes"}` or `{"decision": "no"}`, a service task answers `{"done": True}` or nothing.
"""

from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from app.engine import diagram, runs
from app.engine.diagram import Diagram
from app.engine.runs import Passed, Run, Thrown, Wait

FOLDER = Path(__file__).parent / "diagrams"
NAMES = sorted(path.stem for path in FOLDER.glob("*.bpmn") if not path.stem.startswith("called_"))
START = datetime(2026, 11, 2, 9, tzinfo=UTC)
DATA: dict[str, Any] = {
    "answers": {"surface": 120, "kind": "house", "storeys": 2, "urgent": False},
    "case": {"number": "17/2026"},
    "papers": ["plan", "deed", "photo"],
    "neighbours": ["Ana", "Ion"],
    "departments": ["roads", "water"],
    "members": ["Dan", "Eva", "Gabi"],
    "settings": {"term": "P10D", "reminder": "P3D", "on": "2026-11-20", "weekly": "R3/P7D"},
}


@cache
def parsed(name: str) -> Diagram:
    """A test diagram together with everything that may be called."""
    called = {path.name: path.read_bytes() for path in FOLDER.glob("called_*.bpmn")}
    tables = {path.name: path.read_bytes() for path in FOLDER.glob("*.dmn")}
    return diagram.parse({"procedure.bpmn": (FOLDER / f"{name}.bpmn").read_bytes()} | called | tables)


class Story:
    """A case told step by step; whatever is done to it, it is saved and restored first and after."""

    def __init__(self, name: str, **data: Any) -> None:
        self.name, self.now = name, START
        self.passed: list[str] = []
        self.thrown: list[Thrown] = []
        self._keep(runs.start(parsed(name), DATA | data, START))

    @property
    def run(self) -> Run:
        return runs.restore(parsed(self.name), self.stored)

    def _keep(self, run: Run) -> None:
        self.passed += [step.element for step in run.passed if isinstance(step, Passed)]
        self.thrown += run.thrown
        self.stored = run.save()

    def waits(self) -> list[str]:
        return sorted(wait.element for wait in self.run.waits())

    def wait(self, element: str, item: int | None = None) -> Wait:
        found = [w for w in self.run.waits() if w.element == element and (item is None or w.item == item)]
        assert found, f"{element} is not among {self.waits()}"
        return found[0]

    def fill(self, element: str, decision: Any = "yes", item: int | None = None) -> None:
        wait, run = self.wait(element, item), self.run
        form = parsed(self.name).model.elements[element].form
        run.complete(wait.task_id, form, {"decision": decision} if form else {}, self.now)
        self._keep(run)

    def serve(self, element: str, result: Any = None, item: int | None = None) -> None:
        wait, run = self.wait(element, item), self.run
        run.finish_service(wait.task_id, result, self.now)
        self._keep(run)

    def fail(self, element: str, code: str) -> bool:
        wait, run = self.wait(element), self.run
        caught = run.fail_service(wait.task_id, code, self.now)
        self._keep(run)
        return caught

    def hear(self, message: str, payload: Any = None, correlation: str | None = None) -> bool:
        run = self.run
        heard = run.deliver(message, self.now, payload, correlation)
        self._keep(run)
        return heard

    def signal(self, name: str) -> bool:
        run = self.run
        heard = run.signal(name, self.now)
        self._keep(run)
        return heard

    def later(self, **time: float) -> None:
        self.now += timedelta(**time)
        run = self.run
        run.wake(self.now)
        self._keep(run)

    def data(self) -> dict[str, Any]:
        return self.run.data()

    @property
    def finished(self) -> bool:
        return self.run.finished
