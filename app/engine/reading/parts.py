"""The parts of a diagram as plain values, in BPMN's own words."""

from dataclasses import dataclass

from app.engine.reading.bpmn_xml import Box, Point


@dataclass(frozen=True, slots=True)
class Event:
    """What an event, a send task or a receive task throws or catches.

    `kind` is `timer`, `message`, `signal`, `error`, `escalation`, `conditional`, `link`, `terminate`, … or
    `several`; `name` is the message's, signal's or link's, "" where it is missing.
    """

    kind: str
    name: str = ""
    code: str | None = None  # of an error or escalation
    timer: str = ""  # timeDate, timeDuration or timeCycle
    expression: str = ""  # of a timer or condition
    payload: str | None = None
    variable: str | None = None
    correlation: str | None = None


@dataclass(frozen=True, slots=True)
class Rounds:
    """A loop or multi-instance: `kind` is `loop`, `parallel` or `sequential`; the rest, what it says."""

    kind: str
    over: str = ""  # the collection, or how many times; a loop's condition
    counted: bool = False  # `over` is a number
    item: str = ""
    results: str = ""
    result: str = ""
    until: str = ""
    most: str = ""  # a loop's maximum


@dataclass(frozen=True, slots=True)
class Element:
    """A node of the diagram; `kind` is its BPMN name (`userTask`, `exclusiveGateway`, …)."""

    id: str
    kind: str
    name: str
    process: str
    name_en: str = ""
    scope: str = ""  # the embedded sub-process or else the process that holds it
    lane: str | None = None
    role: str | None = None
    label: str = ""
    label_en: str = ""
    status: str = ""  # the case's status word while it waits here
    form: str | None = None
    ui: str | None = None
    operation: str | None = None
    parameters: tuple[tuple[str, str], ...] = ()
    result: str | None = None
    letter: str | None = None
    due: str | None = None  # expressions: the task's own day and department
    department: str | None = None
    script: str | None = None
    decision: str | None = None
    called: str | None = None
    bounds: Box | None = None
    label_bounds: Box | None = None
    attached_to: str | None = None
    interrupting: bool = True
    timer: str | None = None  # "" when the event is there but says nothing
    message: str | None = None
    default: str | None = None
    event: Event | None = None
    rounds: Rounds | None = None
    on_event: bool = False  # an event sub-process
    reads: tuple[str, ...] = ()  # data objects
    writes: tuple[str, ...] = ()
    scripts: tuple[str, ...] = ()  # before and after

    @property
    def is_gateway(self) -> bool:
        return self.kind.endswith("Gateway")

    @property
    def is_event(self) -> bool:
        return self.kind.endswith("Event")


@dataclass(frozen=True, slots=True)
class Flow:
    id: str
    process: str
    source: str
    target: str
    condition: str | None = None
    name: str = ""
    name_en: str = ""
    points: tuple[Point, ...] = ()
    label_bounds: Box | None = None


@dataclass(frozen=True, slots=True)
class Lane:
    id: str
    process: str
    name: str
    name_en: str
    role: str | None
    bounds: Box | None
    holds: frozenset[str]


@dataclass(frozen=True, slots=True)
class Process:
    id: str
    name: str
    name_en: str
    file: str
    pool: Box | None
    executable: bool = True
