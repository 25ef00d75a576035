"""A procedure's diagrams as one graph, calls and sub-processes included: what leads where, and how far."""

import ast
import re
from collections import defaultdict, deque
from collections.abc import Collection, Iterator, Mapping
from functools import cached_property
from typing import Any

from app.engine.language import expressions
from app.engine.reading.model import Element, Model

FAR = 10_000
LETTER, SIGNERS = "letter", "signers"  # which letter is signed differs, how many sign each does not


class Graph:
    """The elements that a case of the procedure may reach, and its sequence flows."""

    def __init__(self, model: Model) -> None:
        self.model = model
        self.processes = self._called()
        self.elements = {e.id: e for e in model.elements.values() if e.process in self.processes}
        self.flows = {f.id: f for f in model.flows.values() if f.process in self.processes}
        self.between = {(f.source, f.target): f.id for f in self.flows.values()}

    def _called(self) -> set[str]:
        found, todo = set[str](), [self.model.main]
        while todo:
            process = todo.pop()
            found.add(process)
            calls = (e.called for e in self.model.within(process) if e.called)
            todo += [called for called in calls if called not in found]
        return found

    @cached_property
    def after(self) -> Mapping[str, list[str]]:
        """The elements that may come right after each."""
        found: dict[str, list[str]] = defaultdict(list)
        for element in self.elements.values():
            for target in self._after(element):
                found[element.id].append(target)
        return found

    def _after(self, element: Element) -> Iterator[str]:
        model = self.model
        yield from (flow.target for flow in model.leaving(element.id))
        yield from (one.id for one in model.attached(element.id))
        yield from (one.id for one in model.linked(element))
        inside = element.called or (element.id if element.kind == "subProcess" else None)
        if inside in self.processes or element.kind == "subProcess":
            yield from (one.id for one in model.starts(inside or ""))
        yield from self._interrupted(element)
        if element.kind == "endEvent":
            yield from self._back(element.scope)

    def _interrupted(self, element: Element) -> Iterator[str]:
        """Event sub-processes may begin wherever the case stands in their scope, or below it."""
        yield from (one.id for one in self.model.handlers(element.scope))
        holder = self.elements.get(element.scope)
        for above in [holder] if holder is not None else self._callers(element.scope):
            yield above.id + ".upwards"

    def _callers(self, process: str) -> list[Element]:
        return [e for e in self.elements.values() if e.called == process]

    def _back(self, scope: str) -> Iterator[str]:
        holder = self.elements.get(scope)
        for above in [holder] if holder is not None else self._callers(scope):
            yield from (flow.target for flow in self.model.leaving(above.id))
            if above.kind == "subProcess" and not self.model.leaving(above.id):
                yield from self._back(above.scope)

    @cached_property
    def _before(self) -> Mapping[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for source, targets in self.after.items():
            for target in targets:
                found[target].append(source)
        for element in self.elements.values():  # what is round the place where the case stands
            for target in (*self._interrupted(element), *(a.id for a in self.model.attached(element.id))):
                found[target].append(element.id + ".upwards")
        return found

    def distances(self, wanted: Collection[str], closed: Collection[str] = ()) -> Mapping[str, int]:
        """How many elements away the nearest of these flows begins, from each element that leads there.

        `closed` flows cannot be taken, whatever happens.
        """
        shut = {(self.flows[flow].source, self.flows[flow].target) for flow in closed}
        found = {self.flows[flow].source: 0 for flow in wanted if flow not in closed}
        todo = deque(found)
        while todo:
            element = todo.popleft()
            for before in self._before.get(element, ()):
                if before not in found and (before, element) not in shut:
                    found[before] = found[element] + 1
                    todo.append(before)
        return found

    def closed(self, known: Mapping[str, Any], constant: Collection[str]) -> frozenset[str]:
        """The flows that no case with these answers takes: they ask only what never changes."""
        return frozenset(
            flow for element in self.elements for flow in self._closed_at(element, known, constant)
        )

    def _closed_at(self, element: str, known: Mapping[str, Any], constant: Collection[str]) -> Iterator[str]:
        leaving = self.model.leaving(element)
        letters = self.letters & known.get(SIGNERS, {}).keys() or {""}
        said = {f.id: _truth(f.condition, known, constant, letters) for f in leaving if f.condition}
        yield from (flow for flow, truth in said.items() if truth is False)
        if self.elements[element].kind == "exclusiveGateway" and True in said.values():
            yield from (flow.id for flow in leaving if not flow.condition)

    @cached_property
    def letters(self) -> set[str]:
        """Every text that a script of the diagrams, or a table, may put under `letter`."""
        written = (text for e in self.elements.values() for text in (e.script or "", *e.scripts))
        scripts = [text for text in written if LETTER in text]
        tables = [repr(table) for table in self.model.decisions.tables.values()]
        return set(re.findall(r"[\"'](\w+)[\"']", " ".join([*scripts, *tables])))

    def ends(self) -> set[str]:
        """The flows that lead into an end of the procedure itself."""
        main = (f for f in self.flows.values() if f.process == self.model.main)
        return {f.id for f in main if self.elements[f.target].kind == "endEvent"}


def _truth(
    condition: str, known: Mapping[str, Any], constant: Collection[str], letters: Collection[str]
) -> bool | None:
    """Whether it holds; None where that depends on what happens."""
    tree = expressions.parse(condition)
    names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)} - expressions.FUNCTIONS.keys()
    if names - set(constant) == {LETTER}:
        said = {bool(expressions.evaluate(condition, {**known, LETTER: one})) for one in letters}
        return said.pop() if len(said) == 1 else None
    return bool(expressions.evaluate(condition, known)) if names <= set(constant) else None
