"""Scenarios: what an analyst expects of a procedure, told as one case's story (docs/scenarios.md).

Files `scenarios/<name>.json` of a procedure's folder become plain values here; whoever plays them (the
tests, the studio before it publishes) decides on which hall.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from app.cityhall.registry.rules import BUCHAREST
from app.cityhall.terms import durations
from app.refusal import Refusal

FOLDER = "scenarios/"


@dataclass(frozen=True)
class Step:
    """One thing that happens. `kind` is its first word (does, waits, pays …), `what` what it is done to."""

    kind: str
    what: str
    answers: Mapping[str, Any]
    reason: str
    by: str
    payload: Any


@dataclass(frozen=True)
class Expect:
    """What must be true at the end; None is not looked at."""

    outcome: str | None = None
    status: str | None = None
    term: date | None = None
    fee: float | None = None
    department: str | None = None
    papers_required: Sequence[str] | None = None
    letters: Sequence[str] | None = None
    registers: Sequence[str] | None = None
    notices: Sequence[str] | None = None
    open: Sequence[str] | None = None
    passed: Sequence[str] | None = None


@dataclass(frozen=True)
class Scenario:
    """A request with its answers and papers, what happens to it, and what is expected of it.

    `earlier`: scenarios (of another procedure: `code/name`) that the same person's hall has seen before.
    """

    name: str
    title: str
    filed: datetime
    channel: str
    answers: Mapping[str, Any]
    papers: Sequence[str]
    steps: Sequence[Step]
    expect: Expect
    earlier: Sequence[str] = ()


def read(files: Mapping[str, bytes]) -> list[Scenario]:
    """The scenarios among a procedure's files, by name.

    Raises Refusal `scenario.unreadable` with the scenario's `name`, `where` in it, and a `reason`:
    json, unknown, missing, value, like, circle.
    """
    plain = {name: _json(name, content) for name, content in sorted(_named(files))}
    return [_scenario(name, _whole(name, plain, ())) for name in plain]


def _named(files: Mapping[str, bytes]) -> Iterator[tuple[str, bytes]]:
    for path, content in files.items():
        if path.startswith(FOLDER) and path.endswith(".json"):
            yield path.removeprefix(FOLDER).removesuffix(".json"), content


def _refused(name: str, where: str, reason: str) -> Refusal:
    return Refusal("scenario.unreadable", name=name, where=where, reason=reason)


def _json(name: str, content: bytes) -> dict[str, Any]:
    try:
        found = json.loads(content)
    except ValueError as error:
        raise _refused(name, str(error), "json") from error
    if not isinstance(found, dict):
        raise _refused(name, "", "json")
    return found


def _whole(name: str, plain: Mapping[str, dict[str, Any]], below: tuple[str, ...]) -> dict[str, Any]:
    """With what it takes over from the scenario that it is `like`: answers one by one, the rest as it is.

    What is expected is its own: two stories seldom end alike.
    """
    own = plain[name]
    like = own.get("like")
    if like is None:
        return own
    if like not in plain:
        raise _refused(name, "like", "like")
    if like in (*below, name):
        raise _refused(name, "like", "circle")
    model = _whole(like, plain, (*below, name))
    taken = {key: value for key, value in model.items() if key != "expect"}
    answers = {**model.get("answers", {}), **own.get("answers", {})}
    return {**taken, **own, "answers": {key: value for key, value in answers.items() if value is not None}}


def _words(value: Any) -> list[str]:
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise ValueError
    return value


def _list(value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise ValueError
    return value


def _text(value: Any) -> str:
    if not isinstance(value, str) or not value:
        raise ValueError
    return value


def _answers(value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise ValueError
    return value


def _moment(value: Any) -> datetime:
    """As a clock in Bucharest shows it."""
    found = datetime.fromisoformat(_text(value))
    return (found if found.tzinfo else found.replace(tzinfo=BUCHAREST)).astimezone(UTC)


def _day(value: Any) -> date:
    return date.fromisoformat(_text(value))


def _lei(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError
    return float(value)


def _one_of(*known: str) -> Callable[[Any], str]:
    def chosen(value: Any) -> str:
        if value not in known:
            raise ValueError
        return str(value)

    return chosen


def _duration(value: Any) -> str:
    durations.parse(_text(value))
    return str(value)


def _maybe_text(value: Any) -> str | None:
    return None if value is None else _text(value)


Readers = Mapping[str, Callable[[Any], Any]]
_SCENARIO: Readers = {
    "title": _text,
    "like": _text,
    "filed": _moment,
    "channel": _one_of("portal", "counter"),
    "answers": _answers,
    "papers": _words,
    "earlier": _words,
    "steps": _list,
    "expect": _answers,
}
_NEEDED = ("title", "filed", "answers", "expect")
_EXPECT: Readers = {
    "outcome": _maybe_text,
    "status": _text,
    "term": _day,
    "fee": _lei,
    "department": _text,
    **dict.fromkeys(("papers_required", "letters", "registers", "notices", "open", "passed"), _words),
}
# The first word of a step, and what else it may say.
_STEPS: Mapping[str, Readers] = {
    "does": {"does": _text, "answers": _answers, "by": _text},
    "waits": {"waits": _duration},
    "pays": {"pays": _one_of("card", "counter")},
    "says": {"says": _text, "reason": str},
    "door": {"door": _one_of("deposited", "collected", "returned", "kept_longer")},
    "message": {"message": _text, "payload": lambda value: value},
}


def _scenario(name: str, plain: Mapping[str, Any]) -> Scenario:
    said = _read(name, "", plain, _SCENARIO)
    for key in _NEEDED:
        if key not in said:
            raise _refused(name, key, "missing")
    steps = [_step(name, number, step) for number, step in enumerate(said.get("steps", ()), 1)]
    expect = Expect(**_read(name, "expect", said["expect"], _EXPECT))
    return Scenario(
        name=name,
        title=said["title"],
        filed=said["filed"],
        channel=said.get("channel", "portal"),
        answers=said["answers"],
        papers=said.get("papers", []),
        steps=steps,
        expect=expect,
        earlier=said.get("earlier", []),
    )


def _step(name: str, number: int, plain: Any) -> Step:
    where = f"steps {number}"
    kind = next((kind for kind in _STEPS if isinstance(plain, dict) and kind in plain), None)
    if kind is None:
        raise _refused(name, where, "unknown")
    said = _read(name, where, plain, _STEPS[kind])
    more = (said.get("answers", {}), said.get("reason", ""), said.get("by", ""), said.get("payload"))
    return Step(kind, said[kind], *more)


def _read(name: str, where: str, plain: Mapping[str, Any], readers: Readers) -> dict[str, Any]:
    """Every value by its reader; a word that nobody knows is a mistake, not a comment."""
    said: dict[str, Any] = {}
    for key, value in plain.items():
        place = f"{where}: {key}" if where else key
        if key not in readers:
            raise _refused(name, place, "unknown")
        try:
            said[key] = readers[key](value)
        except (TypeError, ValueError) as error:
            raise _refused(name, place, "value") from error
    return said
