"""Whatever is under way and whatever an analyst changes: a case is refused, or goes on like a fresh one."""

from collections.abc import Callable
from functools import cache
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.engine import diagram
from app.engine.diagram import Diagram
from app.engine.moving import migration
from tests.engine import walks
from tests.engine.drafts import Draft, Node, desk, timer, user
from tests.engine.moving import FAR, WAY, Case, a_third_branch


class Traveller(walks.Walk):
    """Between any two steps the case moves to a version with the same steps, and back."""

    def _follow(self, move: walks.Move, shown: walks.Seen) -> None:
        self.moves.append(move)
        here, there = walks.parsed(self.name), twin(self.name)
        if self.stored is not None:
            self.stored = migration.move(migration.move(self.stored, here, there), there, here)
        self.stored, alone = walks.step(self.name, self.stored, move)
        assert alone == shown, (self.name, self.moves)


@cache
def twin(name: str) -> Diagram:
    return diagram.parse(
        {file: text + b"<!-- a later version -->" for file, text in walks.files(name).items()}
    )


@pytest.mark.parametrize("name", walks.NAMES)
def test_whatever_is_under_way_can_move(name: str) -> None:
    Traveller(name, Random(1), None).go()  # type: ignore[arg-type]  # no second process


@pytest.mark.nightly
@pytest.mark.parametrize("name", walks.NAMES)
def test_whatever_is_under_way_can_move_on_many_walks(name: str) -> None:
    for seed in range(2, 22):
        Traveller(name, Random(seed), None).go()  # type: ignore[arg-type]  # no second process


# Random edits. Each takes the draft and one of its steps.
EDITS: dict[str, Callable[[Draft, str], object]] = {
    "label": lambda d, s: setattr(d.nodes[s], "name", "Altfel"),
    "after": lambda d, s: d.insert(s, d.after(s)[0], f"after_{s}", _like(d, s)),
    "before": lambda d, s: d.insert(d.before(s)[0], s, f"before_{s}", _like(d, s)),
    "remove": lambda d, s: d.remove(s) if s != "decide" else None,  # else nobody would end the rounds
    "rename": lambda d, s: d.rename(s, f"{s}_2"),
    "retype": lambda d, s: setattr(d.nodes[s], "kind", "manualTask"),
    "condition": lambda d, s: [
        d.arrows.update({way: 'decide.decision == "maybe"'}) for way, said in d.arrows.items() if said
    ],
    "cut": lambda d, s: [d.cut(event) for event in d.boundaries(s)[:1]],
    "term": lambda d, s: _term(d, s),
    "branch": lambda d, s: a_third_branch(d) if "fork" in d.nodes and "legal" not in d.nodes else None,
    "block": lambda d, s: _block(d, s),
}


def _like(draft: Draft, step: str) -> Node:
    return user("more", within=draft.nodes[step].within)


def _term(draft: Draft, step: str) -> None:
    within = draft.nodes[step].within
    draft.nodes |= {f"term_{step}": timer(step, "P30D", interrupting=True), f"over_{step}": Node("endEvent")}
    draft.nodes[f"term_{step}"].within = draft.nodes[f"over_{step}"].within = within
    draft.arrows[f"term_{step}", f"over_{step}"] = ""


def _block(draft: Draft, step: str) -> None:
    """The step becomes one of two branches."""
    within, (source, *_), (target,) = draft.nodes[step].within, draft.before(step), draft.after(step)
    gateway = Node("parallelGateway", within=within)
    draft.insert(source, step, f"split_{step}", gateway)
    draft.insert(step, target, f"joined_{step}", Node("parallelGateway", within=within))
    draft.nodes[f"aside_{step}"] = user("aside", within=within)
    draft.arrows |= {(f"split_{step}", f"aside_{step}"): "", (f"aside_{step}", f"joined_{step}"): ""}


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_after_any_edit_a_case_is_refused_or_goes_on_like_a_fresh_one(data: st.DataObject) -> None:
    refused_or_goes_on(data)


@pytest.mark.nightly
@settings(max_examples=2_000, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_after_many_edits_a_case_is_refused_or_goes_on_like_a_fresh_one(data: st.DataObject) -> None:
    refused_or_goes_on(data)


def refused_or_goes_on(data: st.DataObject) -> None:
    case = Case(desk().diagram())
    for _ in range(data.draw(st.integers(0, len(WAY) - 1), "steps")):
        case.does(data.draw(st.sampled_from(case.next())))
    draft, told = desk(), []
    for _ in range(data.draw(st.integers(1, 3), "edits")):
        step = data.draw(st.sampled_from(sorted(draft.steps())))
        edit = data.draw(st.sampled_from(sorted(EDITS)))
        if not any(name.endswith(f"_{step}") for name in draft.nodes):
            EDITS[edit](draft, step)
            told.append((edit, step))
    if case.whys(draft):
        return
    moved = case.moved(draft)
    fresh = like(moved)
    stops = moved.to_the_end()
    if fresh is not None:
        assert stops == fresh.to_the_end(), told


def like(moved: Case) -> Case | None:
    """A fresh case with the same answers that stands at the same place; None when none comes there."""
    fresh, target = Case(moved.diagram), moved.next()
    for _ in range(FAR):
        same = all(fresh.done[name] == times for name, times in moved.done.items() if name in target)
        if fresh.next() == target and same and fresh.done["decide"] == moved.done["decide"]:
            return fresh if fresh.stands() == moved.stands() else None
        ahead = [name for name in fresh.next() if name not in target or fresh.done[name] < moved.done[name]]
        if not ahead:
            return None
        fresh.does(ahead[0])
    return None
