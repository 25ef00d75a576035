"""A scenario written by trying it: the trial is its list of steps, and is played again whenever it must be.

What a hall came to with so many steps is kept in memory for a while, so that the next step (or the last one
taken back) costs one step; a process that knows nothing of it plays the story from its beginning. So a trial
survives everything, and every process tells the same of it.
"""

import hashlib
import json
import threading
import tomllib
import uuid
from collections import OrderedDict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from app.cityhall.cases.models import Case
from app.cityhall.documents import queries as documents
from app.cityhall.procedures import scenarios
from app.cityhall.procedures.scenarios import Scenario
from app.database import session
from app.engine.library import following
from app.refusal import Refusal
from app.rehearsal import looking, plays
from app.rehearsal import place as places
from app.rehearsal.complaint import Complaint
from app.rehearsal.hall import PaperHall
from app.rehearsal.looking import Counts
from app.rehearsal.place import Place, Snapshot
from app.rehearsal.player import Player
from app.rehearsal.standing import Done, Standing

Told = Mapping[str, Any]
MOST_KEPT = 8
NAME = "~trial"  # no file is called so


@dataclass(frozen=True)
class Kept:
    """A trial after so many steps; `failed` is the next one when it cannot be done."""

    snapshot: Snapshot
    case_id: uuid.UUID | None = None
    log: tuple[Done, ...] = ()
    flows: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Inside:
    """A trial's hall, to look around in."""

    hall: PaperHall
    case: Case


_memory: "OrderedDict[str, Kept]" = OrderedDict()
_lock = threading.Lock()


def open(place: Place, told: Told) -> Standing:  # noqa: A001 - that is what is done to a trial
    """Where the story stands when all its steps are done; never raises for what a draft or a story says.

    A step that cannot be done is named, with why; the standing is then as before it.
    """
    return places.apart(_open, place, told)


def content(place: Place, told: Told, number: int) -> bytes:
    """The bytes of a paper of the trial. Raises Refusal `document.unknown`."""
    with inside(place, told) as found:
        papers = documents.of_case(found.case.id)
        if not 1 <= number <= len(papers):
            raise Refusal("document.unknown")
        return found.hall.house.outside.files.get(papers[number - 1].latest.sha256)


@contextmanager
def inside(place: Place, told: Told) -> Iterator[Inside]:
    """The hall of a trial whose request was filed, to look around in. Raises Refusal `trial.not_filed`."""
    kept, _, _ = places.apart(_brought, place, told)
    if kept is None or kept.case_id is None:
        raise Refusal("trial.not_filed")
    with places.entered(kept.snapshot) as hall:
        yield Inside(hall, _case(kept.case_id))


def until(standing: Standing, at: datetime) -> str:
    """How a step says to wait until then: P2DT3H; at least a second."""
    left = max(at - standing.now, timedelta(seconds=1))
    hours, seconds = divmod(left.seconds, 3600)
    minutes, seconds = divmod(seconds, 60)
    parts = [f"{n}{unit}" for n, unit in ((hours, "H"), (minutes, "M"), (seconds, "S")) if n]
    return f"P{f'{left.days}D' if left.days else ''}{'T' if parts else ''}{''.join(parts)}"


def _open(place: Place, told: Told) -> Standing:
    form = _form(place)
    kept, failed, error = _brought(place, told)
    if kept is None or kept.case_id is None:
        return Standing(now=_filed(place, told), form=form, failed=failed, error=error)
    with places.entered(kept.snapshot) as hall:
        found = looking.read(_case(kept.case_id), hall, kept.log, kept.flows, form)
    return replace(found, failed=failed, error=error)


def _brought(place: Place, told: Told) -> tuple[Kept | None, int | None, Complaint | None]:
    """The trial after as many of its steps as can be done, and which one cannot."""
    try:
        story = _read(place, told)
        if not {"answers", "like"} & told.keys():
            return None, None, None
        known = _furthest(place, told, len(story.steps)) or Kept(places.beginning(place))
    except Exception as error:  # noqa: BLE001 - whatever a draft holds is told, not thrown
        return None, 0, plays.said(error)
    return _go_on(place, told, story, known)


def _go_on(
    place: Place, told: Told, story: Scenario, known: Kept
) -> tuple[Kept, int | None, Complaint | None]:
    for number in range(len(known.log), len(story.steps) + 1):
        try:
            known = _one_step(place, story, number, known)
        except Exception as error:  # noqa: BLE001 - as above
            return known, number, plays.said(error)
        if number >= len(story.steps) - 1:
            _keep(_key(place, told, number), known)
    return known, None, None


def _one_step(place: Place, story: Scenario, number: int, known: Kept) -> Kept:
    """Step 0 is the filing."""
    with places.entered(known.snapshot) as hall, following.flows() as flows:
        player, before = Player(hall, place.code, story), Counts()
        if known.case_id is not None:
            player.resume(_case(known.case_id))
            before = Counts.of(_case(known.case_id))
        case = player.one(number)
        step = story.steps[number - 1] if number else None
        what = (step.kind, step.what) if step else ("files", story.channel)
        done = looking.step_done(number, (*what, player.by), case, hall.now, before)
        case_id = case.id
        return Kept(places.kept(hall), case_id, (*known.log, done), known.flows | flows)


def _case(case_id: uuid.UUID) -> Case:
    found = session().get(Case, case_id)
    assert found is not None
    return found


def _read(place: Place, told: Told) -> Scenario:
    """The story as far as it is told; it may be like another one. Raises Refusal `scenario.unreadable`."""
    whole = {"title": "…", "answers": {}, "expect": {}, **told}
    content = json.dumps(whole).encode()
    others = {path: one for path, one in place.own.items() if "like" in told}
    found = scenarios.read({**others, f"{scenarios.FOLDER}{NAME}.json": content})
    return next(one for one in found if one.name == NAME)


def _filed(place: Place, told: Told) -> datetime:
    try:
        return _read(place, told).filed
    except Refusal:
        return places.FIRST_DAY


def _form(place: Place) -> str:
    """The application's form, as far as the draft says it."""
    try:
        return str(tomllib.loads(place.own["procedure.toml"].decode()).get("form", ""))
    except (KeyError, ValueError):
        return ""


def _key(place: Place, told: Told, steps: int) -> str:
    part = {**told, "steps": list(told.get("steps", ()))[:steps]}
    part.pop("title", None)
    part.pop("expect", None)
    text = json.dumps(part, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(f"{place.digest}\n{text}".encode()).hexdigest()


def _furthest(place: Place, told: Told, steps: int) -> Kept | None:
    """What is remembered of the story's longest part."""
    for number in range(steps, -1, -1):
        with _lock:
            key = _key(place, told, number)
            if key in _memory:
                _memory.move_to_end(key)
                return _memory[key]
    return None


def _keep(key: str, kept: Kept) -> None:
    with _lock:
        _memory[key] = kept
        while len(_memory) > MOST_KEPT:
            _memory.popitem(last=False)
