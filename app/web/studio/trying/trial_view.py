"""Where a trial stands, as its page shows it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from app.cityhall.forms import rules
from app.cityhall.forms.rules import FieldError, FormDefinition, Page
from app.refusal import Refusal
from app.rehearsal.standing import CaseFacts, Done, OpenTask, Paper, Sent, Standing, Waiting
from app.web import case_view, filters
from app.web.form_pages.wording import language
from app.web.studio import pictures
from app.web.studio.trying import draft_forms, story_words
from app.web.studio.vocabulary import Vocabulary

CHANNELS = {"sms": "SMS", "email": "e-mail"}
MOST_SHOWN = 400
MORNING = time(6, tzinfo=UTC)  # when the alarms of a day ring


@dataclass(frozen=True)
class TaskForm:
    """An open task about to be done: its form with what is known, and who may do it."""

    element: str
    title: str
    role: str
    department: str
    due: date | None
    form_name: str
    letter: str
    people: list[tuple[str, str]]
    form: FormDefinition | None
    page: Page | None
    answers: Mapping[str, Any] = field(default_factory=dict)
    errors: list[FieldError] = field(default_factory=list)
    options: Mapping[str, Any] = field(default_factory=dict)
    by: str = ""


@dataclass(frozen=True)
class Event:
    """Something that may happen besides a task: a payment, a wish, a door, a message."""

    kind: str
    what: str
    title: str
    reason: bool = False


@dataclass(frozen=True)
class Wait:
    """What the case waits for; `when` is a timer's moment."""

    title: str
    when: datetime | None = None


@dataclass(frozen=True)
class At:
    """Everything that the page of a trial draws."""

    now: datetime
    status: tuple[str, str]
    term: date | None
    ended: bool
    next: Wait | None
    explained: list[str]
    tasks: list[dict[str, str]]
    events: list[Event]
    waits: list[Wait]
    drawings: pictures.Pictures
    log: list[dict[str, Any]]
    letters: list[dict[str, Any]]
    notices: list[dict[str, Any]]
    data: list[tuple[str, str]]


def of(code: str, standing: Standing, known: Vocabulary) -> At:
    """The standing in words and pictures."""
    return At(
        now=standing.now,
        status=_status(standing.case),
        term=standing.case.term if standing.case else None,
        ended=standing.case is not None and standing.case.closed_at is not None,
        next=next_ring(standing, known),
        explained=list(standing.term.get(language(), ())),
        tasks=[_task(one, known) for one in standing.tasks],
        events=list(_events(standing, known)),
        waits=[_wait(one, known) for one in standing.waits],
        drawings=_drawings(standing, known),
        log=[_done(one, known) for one in reversed(standing.log)],
        letters=[_letter(code, one) for one in standing.letters],
        notices=[_notice(one) for one in reversed(standing.notices)],
        data=[(name, _brief(value)) for name, value in sorted(standing.data.items())],
    )


def next_ring(standing: Standing, known: Vocabulary) -> Wait | None:
    """What happens first if nobody does anything: a clock of the diagram, or the term of the case."""
    rings = [_wait(one, known) for one in standing.waits if one.at is not None]
    case = standing.case
    if case is not None and case.term is not None and case.closed_at is None:
        rings.append(Wait(_("termenul cererii"), datetime.combine(case.term, MORNING)))
    later = [one for one in rings if one.when is not None and one.when > standing.now]
    return min(later, key=lambda one: one.when or standing.now, default=None)


def _status(case: CaseFacts | None) -> tuple[str, str]:
    if case is None:
        return _("Nedepusă încă"), "muted"
    if case.closed_at is None and case.outcome is None:
        word, tone = case_view.STATUS.get(case.status, case_view.STATUS["in_work"])
        return str(word), tone
    word, tone = case_view.OUTCOME.get(case.outcome or "", case_view.CLOSED)
    return str(word), tone


def _task(one: OpenTask, known: Vocabulary) -> dict[str, str]:
    return {
        "element": one.element,
        "title": _title(one, known),
        "role": known.role(one.role),
        "department": one.department_name,
    }


def _title(one: OpenTask, known: Vocabulary) -> str:
    return one.title or known.element(one.element)


def _wait(one: Waiting, known: Vocabulary) -> Wait:
    step = known.element(one.element)
    if one.kind == "timer":
        return Wait(_("ceasul de la „%(step)s”", step=step), one.at)
    return Wait(_("%(message)s, la „%(step)s”", message=_message(one.name), step=step))


def _message(name: str) -> str:
    wish = story_words.wish(name)
    return wish if wish != name else _("mesajul „%(name)s”", name=name)


def _events(standing: Standing, known: Vocabulary) -> Iterator[Event]:
    if standing.due is not None:
        lei = filters.lei(standing.due)
        yield Event("pays", "card", _("Plătește %(lei)s lei cu cardul", lei=lei))
        yield Event("pays", "counter", _("Plătește %(lei)s lei la casierie", lei=lei))
    for name in standing.wishes:
        yield Event("says", name, story_words.wish(name), reason=True)
    for name in standing.doors:
        yield Event("door", name, str(story_words.DOORS[name]))
    heard = {one.name: one for one in standing.waits if one.kind == "message"}
    for name in sorted(heard.keys() - set(standing.wishes)):
        step = known.element(heard[name].element)
        yield Event("message", name, _("Sosește „%(name)s” („%(step)s”)", name=name, step=step))


def _drawings(standing: Standing, known: Vocabulary) -> pictures.Pictures:
    if known.model is None:
        return []
    return pictures.under_way(known.model, standing.passed, standing.at, standing.flows)


def _done(one: Done, known: Vocabulary) -> dict[str, Any]:
    if one.step == 0:
        title = _("Cererea este depusă")
    else:
        title = story_words.step({one.kind: one.what}, known)
    return {"title": title, "when": one.at, "who": one.by, "passed": known.joined(one.passed)}


def _letter(code: str, one: Paper) -> dict[str, Any]:
    kind = one.media_type.rpartition("/")[2][:4]
    href = url_for("studio.trial_paper", code=code, number=one.number)
    return {"title": one.title, "href": href, "kind": kind, "when": filters.moment(one.at)}


def _notice(one: Sent) -> dict[str, Any]:
    channel = CHANNELS.get(one.channel, one.channel)
    return {"channel": channel, "to": one.to, "subject": one.subject, "text": one.text, "when": one.at}


def _brief(value: object) -> str:
    text = str(value)
    return text if len(text) <= MOST_SHOWN else f"{text[:MOST_SHOWN]}…"


def task_form(task: OpenTask, files: Mapping[str, bytes], known: Vocabulary) -> TaskForm:
    """An open task with its form, as the draft has it now."""
    form, answers = _form(files, task.form), dict(task.answers)
    return TaskForm(
        element=task.element,
        title=_title(task, known),
        role=known.role(task.role),
        department=task.department_name,
        due=task.due_on,
        form_name=task.form,
        letter=known.letter(task.letter) if task.letter else "",
        people=[(name, name) for name in task.who],
        form=form,
        page=draft_forms.whole(form, answers) if form else None,
        answers=answers,
    )


def _form(files: Mapping[str, bytes], name: str) -> FormDefinition | None:
    try:
        return draft_forms.form(files, name)
    except Refusal:
        return None


def with_options(shown: TaskForm, options: rules.Options) -> TaskForm:
    """The same with the choices that only the hall knows."""
    return replace(shown, options=options)


def typed(shown: TaskForm, answers: rules.Answers, errors: list[FieldError], by: str) -> TaskForm:
    """The same with what was typed and what is wrong with it."""
    page = draft_forms.whole(shown.form, answers) if shown.form else None
    return replace(shown, answers=answers, errors=errors, by=by, page=page)
