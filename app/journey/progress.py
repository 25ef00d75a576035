"""Where a case stands, for whoever may look at it: the steps in order, the drawing, its text twin."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from app.cityhall import checklist
from app.cityhall.cases import queries as cases
from app.cityhall.cases.models import Case, CaseTask
from app.cityhall.procedures import queries as procedures
from app.engine.reading.model import Model
from app.engine.telling import drawing, paths
from app.engine.telling.paths import Step
from app.engine.telling.twin import Told, told
from app.journey import advance, diagrams


@dataclass(frozen=True)
class Stop:
    """One step of the way. `when`: the moment it was done, or since when it is under way."""

    element: str
    title: str
    role: str
    state: str
    when: datetime | None = None
    holder: str = ""


@dataclass(frozen=True)
class Drawing:
    """A diagram of the procedure with the path travelled, as an SVG element."""

    title: str
    svg: str


@dataclass(frozen=True)
class Progress:
    """Everything a page tells about the way of one case."""

    stops: list[Stop]
    drawings: list[Drawing]
    twin: list[Told]


@dataclass(frozen=True)
class Defect:
    """One thing that the applicant is asked to complete, in words."""

    code: str
    paper: str
    reason: str
    explanation: str
    note: str


def of(case: Case, lang: str = "ro") -> Progress:
    """The progress of a case."""
    model, done, tasks = _model(case.version_id), passed(case.id), cases.open_tasks(case.id)
    now = _now(case, model, tasks)
    known = paths.progress(_steps(case.version_id, case.delivery), list(done), now)
    by_element = {task.element: task for task in tasks}
    stops = [_stop(case, step, state, done, by_element.get(step.element_id), lang) for step, state in known]
    return Progress(stops, _drawings(model, list(done), now, lang), twin(case.version_id, lang))


def passed(case_id: uuid.UUID) -> dict[str, datetime]:
    """Every element the case went through, and when it last did."""
    events = cases.history(case_id, public_only=False)
    return {name: e.at for e in events if e.kind == "step" for name in e.facts.get("passed", ())}


def _now(case: Case, model: Model, tasks: Sequence[CaseTask]) -> list[str]:
    if case.closed_at is not None:
        return []
    messages = {one.name for one in cases.awaited(case.id)}
    waits = [e.id for e in model.elements.values() if e.message in messages and e.kind == "receiveTask"]
    return [*(task.element for task in tasks), *waits] or advance.stands_at(case.id)


def _stop(
    case: Case,
    step: Step,
    state: str,
    done: Mapping[str, datetime],
    task: CaseTask | None,
    lang: str,
) -> Stop:
    roles: Mapping[str, str] = case.version.config.get("roles", {})
    when = done.get(step.element_id) if state == "done" else task.created_at if task else None
    if state == "now" and when is None:
        when = max(done.values(), default=None)
    return Stop(
        element=step.element_id,
        title=(lang == "en" and step.label_en) or step.label,
        role=roles.get(step.role or "", step.role or ""),
        state=state,
        when=when,
        holder=task.holder.full_name if task is not None and task.holder else "",
    )


def _drawings(model: Model, done: list[str], now: list[str], lang: str) -> list[Drawing]:
    """The procedure itself, and the called diagrams that are under way."""
    under_way = [model.elements[name].process for name in now if name in model.elements]
    wanted = dict.fromkeys([model.main, *under_way])
    return [
        Drawing(_name(model, process, lang), drawing.draw(model, process, done=done, now=now, lang=lang))
        for process in wanted
    ]


def _name(model: Model, process: str, lang: str) -> str:
    found = model.processes[process]
    return (lang == "en" and found.name_en) or found.name


def of_procedure(version_id: uuid.UUID, lang: str = "ro") -> Progress:
    """A procedure nobody has begun: its usual way, drawn and told."""
    stops = [
        Stop(s.element_id, (lang == "en" and s.label_en) or s.label, s.role or "", "next")
        for s in _steps(version_id, "locker")
        if not s.optional
    ]
    return Progress(stops, _drawings(_model(version_id), [], [], lang), twin(version_id, lang))


def defects(case: Case, lang: str = "ro") -> list[Defect]:
    """What is asked of the applicant now, one line a defect."""
    request = checklist.open_request(case.id)
    papers = {one["code"]: one for one in procedures.papers(case.version_id)}
    reasons = {one["code"]: one for one in procedures.defect_reasons(case.version_id)}
    found = []
    for defect in request.defects if request else ():
        paper, reason = papers.get(defect.get("paper"), {}), reasons.get(defect.get("reason"), {})
        found.append(
            Defect(
                code=str(paper.get("code", "")),
                paper=_in(paper, "title", lang),
                reason=_in(reason, "title", lang),
                explanation=_in(reason, "explanation", lang),
                note=str(defect.get("note") or ""),
            )
        )
    return found


def title_of(task: CaseTask, lang: str = "ro") -> str:
    """What a task is called to the applicant: the step's own words, else its name."""
    element = _model(task.case.version_id).elements.get(task.element)
    if element is None:
        return task.title
    in_english = element.label_en or element.name_en if lang == "en" else ""
    return in_english or element.label or element.name


def answer_by(case: Case, task: CaseTask) -> datetime | None:
    """Until when the task may be done, when a timer of the diagram would end it."""
    elements = _model(case.version_id).elements
    for timer in cases.armed(case.id):
        event = elements.get(timer.element)
        if event is not None and event.interrupting and event.attached_to == task.element:
            return timer.due_at
    return None


def _in(words: Mapping[str, str], key: str, lang: str) -> str:
    return str(words.get(f"{key}_{lang}") or words.get(key, ""))


def _model(version_id: uuid.UUID) -> Model:
    return diagrams.of_version(version_id).model


@lru_cache(maxsize=64)
def _steps(version_id: uuid.UUID, delivery: str) -> list[Step]:
    return paths.steps(_model(version_id), known={"delivery": delivery})


@lru_cache(maxsize=64)
def twin(version_id: uuid.UUID, lang: str) -> list[Told]:
    """The diagram as an ordered list, for those who do not see it."""
    return told(_model(version_id), lang)
