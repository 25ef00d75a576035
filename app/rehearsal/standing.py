"""Where a trial stands: everything that a page shows of it, as plain values that outlive their hall."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from app.rehearsal.complaint import Complaint


@dataclass(frozen=True)
class CaseFacts:
    """The case itself."""

    number: str
    status: str
    outcome: str | None
    department: str
    department_name: str
    applicant: str
    channel: str
    delivery: str
    fee: float | None
    opened_at: datetime
    closed_at: datetime | None
    term: date | None


@dataclass(frozen=True)
class OpenTask:
    """What is asked of somebody; `who`: everybody who may do it, by name."""

    id: uuid.UUID
    element: str
    title: str
    form: str
    role: str
    department: str
    department_name: str
    who: tuple[str, ...]
    letter: str | None
    signs: str | None
    due_on: date | None
    answers: Mapping[str, Any]


@dataclass(frozen=True)
class Waiting:
    """What the case listens for: `kind` is message, signal or timer (`at` is when it rings)."""

    kind: str
    element: str
    name: str
    at: datetime | None = None


@dataclass(frozen=True)
class Paper:
    """A document of the case; `number` is its place among them, the same each time the trial is played."""

    number: int
    name: str
    title: str
    kind: str
    filename: str
    media_type: str
    at: datetime


@dataclass(frozen=True)
class Sent:
    """What was written to the applicant; `step`: the place in the story, 0 is the filing."""

    channel: str
    to: str
    subject: str
    text: str
    template: str
    at: datetime
    step: int


@dataclass(frozen=True)
class Done:
    """What one step did: `at` is when it was over, `tasks` the forms that are open since."""

    step: int
    kind: str
    what: str
    by: str
    at: datetime
    passed: tuple[str, ...]
    tasks: tuple[str, ...]
    letters: tuple[str, ...]
    notices: tuple[str, ...]
    status: str


@dataclass(frozen=True)
class Standing:
    """One look at a trial. `failed`: the step that could not be done (0: the filing), `error` says why."""

    now: datetime
    form: str
    case: CaseFacts | None = None
    tasks: tuple[OpenTask, ...] = ()
    waits: tuple[Waiting, ...] = ()
    wishes: tuple[str, ...] = ()
    due: int | None = None
    doors: tuple[str, ...] = ()
    passed: tuple[str, ...] = ()
    flows: frozenset[str] = frozenset()
    at: tuple[str, ...] = ()
    data: Mapping[str, Any] = field(default_factory=dict)
    letters: tuple[Paper, ...] = ()
    notices: tuple[Sent, ...] = ()
    term: Mapping[str, Sequence[str]] = field(default_factory=dict)
    log: tuple[Done, ...] = ()
    failed: int | None = None
    error: Complaint | None = None
