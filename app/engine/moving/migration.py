"""May a running case go on with another version of its diagram, and if not, why; and moving it there.

The library's own comparison accepts that a reached task is removed, and the case then never loads again.
So we compare what the stored case still holds, element by element, and say no in a way that a person
understands. What was passed long ago and is no longer held may change freely.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from SpiffWorkflow.bpmn.specs.bpmn_process_spec import BpmnProcessSpec
from SpiffWorkflow.bpmn.util.subworkflow import BpmnBaseWorkflow
from SpiffWorkflow.task import Task, TaskState

from app.engine import runs, state
from app.engine.diagram import Diagram
from app.engine.library.joins import AHEAD, LIVE, EndJoin, pending
from app.engine.moving import alike, tokens
from app.engine.moving.tokens import Marking
from app.engine.reading.model import Model


@dataclass(frozen=True)
class Obstacle:
    """Why a case cannot move, or (among a verdict's notices) what changes for it when it does.

    `key` names the rule (`gone`, `type`, `join`, …), `facts` what a person needs to know of it.
    """

    element: str
    key: str
    facts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Verdict:
    """Whether a case can move to another version. `notices` never forbid it."""

    reasons: tuple[Obstacle, ...] = ()
    notices: tuple[Obstacle, ...] = ()

    @property
    def can(self) -> bool:
        return not self.reasons


class MoveError(Exception):
    """The case cannot be moved, or would then wait for something else; nothing was changed."""


def verdict(stored: bytes, old: Diagram, new: Diagram) -> Verdict:
    """Can the case whose state this is go on with the new diagram? Raises StateError."""
    workflow = state.unpack(stored, old)
    trees = [workflow, *workflow.subprocesses.values()]
    found = [why for tree in trees for why in _Comparison(tree, old, new).obstacles()]
    reasons = {(why.element, why.key, *why.facts.values()): why for why in found}
    if reasons:
        return Verdict(tuple(reasons.values()))
    waiting = {wait.element for wait in runs.restore(old, stored).waits()}
    return Verdict(notices=tuple(_notices(waiting, old.model, new.model)))


def move(stored: bytes, old: Diagram, new: Diagram) -> bytes:
    """The state on the new diagram; it waits for the same things as before. Raises MoveError.

    A state names its elements, so it is read on the old diagram and written for the new one; what lies
    ahead is not in it and is foreseen anew.
    """
    if not verdict(stored, old, new).can:
        raise MoveError("refused")
    workflow = state.unpack(stored, old)
    for tree in (workflow, *workflow.subprocesses.values()):
        _give_data_objects(tree, _spec_of(tree, new))
    moved = state.pack(workflow, new)
    if _visible(moved, new) != _visible(stored, old):
        raise MoveError("would wait for something else")
    return moved


def _visible(stored: bytes, diagram: Diagram) -> list[tuple[str, ...]]:
    waits = runs.restore(diagram, stored).waits()
    return sorted(
        (str(w.task_id), w.element, w.kind, str(w.due), str(w.message), str(getattr(w, "item", None)))
        for w in waits
    )


def _spec_of(tree: BpmnBaseWorkflow, new: Diagram) -> BpmnProcessSpec:
    """The process that the tree runs, in the new version; None when it has none such."""
    return new.spec if tree.parent_task_id is None else new.called.get(tree.spec.name)


def _give_data_objects(tree: BpmnBaseWorkflow, spec: BpmnProcessSpec) -> None:
    for name in spec.data_objects:
        tree.data.setdefault("data_objects", {}).setdefault(name, None)


def _notices(waiting: set[str], old: Model, new: Model) -> Iterator[Obstacle]:
    for element in sorted(waiting & new.elements.keys()):
        for key in alike.changed(old.elements[element], new.elements[element]):
            yield _obstacle(old, element, key)


@dataclass
class _Comparison:
    """One process under way (the case's own, or one inside it) against the new version."""

    tree: BpmnBaseWorkflow
    before: Diagram
    after: Diagram

    def __post_init__(self) -> None:
        self.old, self.new = self.before.model, self.after.model
        self.spec = _spec_of(self.tree, self.after)

    def obstacles(self) -> list[Obstacle]:
        if self.spec is None:
            return [_obstacle(self.old, self.tree.spec.name, self._how_gone(self.tree.spec.name))]
        held = (task for task in self.tree.tasks.values() if _held(task))
        return [why for task in held for why in self._of(task)] or list(self._joins())

    def _of(self, task: Task) -> Iterator[Obstacle]:
        was, now = task.task_spec, self.spec.task_specs.get(task.task_spec.name)
        element, active = alike.element_of(was), bool(task.has_state(LIVE))
        if now is None and alike.of_boundary(was):
            there = element in self.spec.task_specs
            keys = ["boundary_gone" if there else self._how_gone(element)]
        elif now is None:
            keys = [_ranked(self._how_gone(element), active)]
        else:
            keys = [_ranked(key, active) for key in alike.differences(was, now, active=active)]
        yield from (_obstacle(self.old, element, key) for key in keys)
        if active and now is not None:
            yield from self._boundaries(element, was.name)

    def _how_gone(self, element: str) -> str:
        """Away for good, in another process of the diagram, or enclosed in what was drawn round it."""
        if element != alike.whole(element):
            return "handlers_gone"
        found, known = self.new.elements.get(element), self.old.elements.get(element)
        if found is None or known is None:
            return "gone"
        return "moved" if (found.process, found.scope) != (known.process, known.scope) else "enclosed"

    def _boundaries(self, element: str, name: str) -> Iterator[Obstacle]:
        """The events on the edge of what is under way must be the same ones: they are armed already."""
        before, after = alike.boundaries(self.tree.spec, name), alike.boundaries(self.spec, name)
        for event in sorted(before - after):
            yield _obstacle(self.old, element, "boundary_gone", event=_name(self.old, event))
        for event in sorted(after - before):
            yield _obstacle(self.old, element, "boundary_new", event=_name(self.new, event))

    def _joins(self) -> Iterator[Obstacle]:
        """No join ahead may wait for a branch that the case did not take."""
        before, after = self._marking(self.old), self._marking(self.new)
        if len(before.arrived) != len(after.arrived):
            arrived = {came.task_spec.name for came in self._arrivals()}
            yield from (_obstacle(self.new, join, "join") for join in sorted(arrived))
            return
        known, stuck = tokens.stuck(self.old, before), tokens.stuck(self.new, after)
        for join in sorted(stuck):
            if join == tokens.EVERYWHERE:
                yield Obstacle("", "unsure")
            elif join not in known or _sources(self.old, join) != _sources(self.new, join):
                yield _obstacle(self.new, join, "join")

    def _arrivals(self) -> list[Task]:
        found = self.tree.tasks.values()
        return [task for task in found if pending(task) and not isinstance(task.task_spec, EndJoin)]

    def _marking(self, model: Model) -> Marking:
        arrivals = self._arrivals()
        joins = {task.task_spec.name for task in arrivals}
        live = [task.task_spec for task in self.tree.tasks.values() if task.has_state(LIVE)]
        standing = {alike.element_of(spec) for spec in live if not alike.on_boundary(spec)}
        ways = {(flow.source, flow.target): flow.id for flow in model.flows.values()}
        came = {(alike.element_of(task.parent.task_spec), task.task_spec.name) for task in arrivals}
        arrived = {ways[pair] for pair in came if pair in ways}
        return tokens.marking((standing - joins) & model.elements.keys(), arrived)


def _ranked(key: str, active: bool) -> str:
    """What is passed is told in other words than what the case stands at."""
    return key if active or key == "handlers_gone" else f"passed_{key}"


def _held(task: Task) -> bool:
    """All that the case stands at, and what was passed and is still needed; not what lies ahead."""
    if not task.has_state(AHEAD):
        return True
    return task.parent is None or bool(task.parent.has_state(TaskState.FINISHED_MASK))


def _sources(model: Model, join: str) -> set[str]:
    return {flow.source for flow in model.entering(join)}


def _obstacle(model: Model, element: str, key: str, **facts: str) -> Obstacle:
    known = model.elements.get(element) or model.processes.get(alike.whole(element))
    named = {"name": _name(model, element), "name_en": known.name_en if known else ""}
    return Obstacle(element, key, {**named, **facts})


def _name(model: Model, element: str) -> str:
    known = model.elements.get(element) or model.processes.get(alike.whole(element))
    return known.name if known is not None and known.name else element
