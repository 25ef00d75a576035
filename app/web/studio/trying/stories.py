"""The scenarios of a draft as plain values that a trial can go on from, and as files."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from app.cityhall.procedures import scenarios
from app.cityhall.procedures.scenarios import Scenario, Step
from app.cityhall.registry.rules import BUCHAREST
from app.refusal import Refusal

Told = dict[str, Any]


@dataclass(frozen=True)
class Stories:
    """All scenarios of a draft, by name; `refusal` says why they cannot be read."""

    every: Mapping[str, Scenario]
    refusal: Refusal | None = None

    def titles(self) -> list[tuple[str, str]]:
        """(name, title) in the order of names."""
        return [(name, one.title) for name, one in self.every.items()]


def of(files: Mapping[str, bytes]) -> Stories:
    """The scenarios among a draft's files."""
    try:
        return Stories({one.name: one for one in scenarios.read(files)})
    except Refusal as refusal:
        return Stories({}, refusal)


def told(story: Scenario, *, steps: bool) -> Told:
    """A scenario with everything that it takes over from another, and without what it expects."""
    plain: Told = {
        "title": story.title,
        "filed": story.filed.astimezone(BUCHAREST).strftime("%Y-%m-%dT%H:%M"),
        "channel": story.channel,
        "answers": dict(story.answers),
        "steps": [_step(one) for one in story.steps] if steps else [],
    }
    more = {"papers": list(story.papers), "earlier": list(story.earlier)}
    return {**plain, **{name: value for name, value in more.items() if value}}


def _step(step: Step) -> Told:
    return {step.kind: step.what, **dict(_more(step))}


def _more(step: Step) -> Iterator[tuple[str, Any]]:
    if step.kind == "does":
        yield "answers", dict(step.answers)
    for name in ("reason", "by", "payload"):
        if value := getattr(step, name):
            yield name, value


def path(name: str) -> str:
    """Where a scenario lies among the files."""
    return f"{scenarios.FOLDER}{name}.json"


def written(plain: Mapping[str, Any]) -> bytes:
    """A scenario as its file."""
    return (json.dumps(plain, ensure_ascii=False, indent=2) + "\n").encode()
