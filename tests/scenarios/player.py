"""A scenario played in a hall of its own, with complaints that an analyst understands."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import partial
from typing import Any

from sqlalchemy import select

from app.cityhall import submissions
from app.cityhall.cases import queries as cases
from app.cityhall.cases.models import Case, CaseTask
from app.cityhall.documents.actions import Stored, add
from app.cityhall.procedures import folders, scenarios
from app.cityhall.procedures import queries as procedures
from app.cityhall.procedures.scenarios import Scenario, Step
from app.cityhall.terms import durations
from app.database import session, transaction
from app.journey import messages, submit
from app.queue.models import Job
from app.refusal import Refusal
from tests.hall import ROOT, STAFF, Hall
from tests.scenarios.clock import let_pass

APPLICANT = "ioana@exemplu.ro"
REGISTRAR = "Elena"
PAPER = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n"
DOORS = {"deposited": "deposit", "collected": "collect", "returned": "take_back"}


class Untrue(AssertionError):
    """The story does not go as it is told."""


class Player:
    """Does the steps of one scenario, each as whoever may."""

    def __init__(self, hall: Hall, code: str, told: Scenario) -> None:
        self.hall, self.code, self.told = hall, code, told
        self.case: Case | None = None
        self._doers: dict[tuple[str, Any], str] = {}

    def play(self) -> Case:
        """File the request and do every step, after the cases that are told to have come before."""
        for name in self.told.earlier:
            self._comes_before(name)
        self.hall.now = self.told.filed
        self.case = self._in_words("filing the request", self._files)
        for number, step in enumerate(self.told.steps, 1):
            self._in_words(f"step {number} ({step.kind} {step.what})", partial(self._step, step))
        return self.hall.fresh(self.case)

    def _comes_before(self, name: str) -> None:
        code, _, own = name.rpartition("/")
        files = folders.read_folder(ROOT, code or self.code)
        found = [one for one in scenarios.read(files) if one.name == own]
        if not found:
            raise Untrue(f"nobody tells the earlier scenario {name!r}")
        Player(self.hall, code or self.code, found[0]).play()

    def _in_words(self, where: str, doing: Callable[[], Any]) -> Any:
        try:
            done = doing()
            if failed := failed_jobs():
                raise Untrue("the worker failed at " + "; ".join(failed))
            return done
        except Refusal as refusal:
            raise Untrue(f"{where}: the hall refused: {said(refusal)}.{self._stand()}") from refusal
        except Untrue as untrue:
            raise Untrue(f"{where}: {untrue}.{self._stand()}") from untrue

    def _stand(self) -> str:
        """Where the case stands, for the one who has to mend the story."""
        if self.case is None:
            return ""
        case = self.hall.fresh(self.case)
        awaited = sorted({one.name for one in cases.awaited(case.id)})
        timers = sorted(f"{one.element} at {one.due_at:%Y-%m-%d %H:%M}" for one in cases.armed(case.id))
        return (
            f"\n  The case is {case.status} (outcome: {case.outcome}), on {self.hall.now:%Y-%m-%d %H:%M} UTC."
            f"\n  Open tasks: {open_tasks(case) or 'none'}."
            f"\n  It listens to: {', '.join(awaited) or 'nothing'}; "
            f"its clocks: {', '.join(timers) or 'none'}."
        )

    def _files(self) -> Case:
        hall, told = self.hall, self.told
        actor = hall.actor(APPLICANT if told.channel == "portal" else REGISTRAR)
        version = procedures.current(self.code)
        with transaction():
            draft = submissions.begin(actor.person_id, version, told.channel, dict(told.answers), hall.now)
        for code in told.papers:
            self._attach(code, draft.id)
        with transaction():
            own = submissions.mine(draft.id, actor.person_id, lock=True)
            case = submit.file_request(own, actor, hall.now).case
        hall.works()
        return case

    def _attach(self, code: str, draft: Any) -> None:
        known = {paper["code"] for paper in procedures.papers(procedures.current(self.code).id)}
        if code not in known:
            raise Untrue(f"papers.json has no paper {code!r}, only {', '.join(sorted(known))}")
        content = PAPER + code.encode()
        stored = Stored(
            self.hall.house.outside.files.put(content), len(content), "application/pdf", f"{code}.pdf"
        )
        with transaction():
            add("paper", code, stored, self.hall.now, draft_id=draft, paper_code=code)

    def _step(self, step: Step) -> None:
        doing: Mapping[str, Callable[[Step], None]] = {
            "does": self._does,
            "waits": self._waits,
            "pays": self._pays,
            "says": self._says,
            "door": self._door,
            "message": self._message,
        }
        doing[step.kind](step)

    @property
    def _now(self) -> Case:
        assert self.case is not None
        return self.hall.fresh(self.case)

    def _does(self, step: Step) -> None:
        task = self._task(step.what)
        who = step.by or self.who(task)
        self.hall.does(who, self._now, step.what, **step.answers)

    def _task(self, form: str) -> CaseTask:
        found = [task for task in cases.open_tasks(self._now.id) if task.form == form]
        if not found:
            raise Untrue(f"no open task has the form {form!r}")
        return found[0]

    def who(self, task: CaseTask) -> str:
        """Whoever may open the task: the applicant, or the first of the staff whose rights do."""
        if task.role == "applicant":
            return APPLICANT if self.told.channel == "portal" else REGISTRAR
        post = (task.role, task.department_id)
        first = [self._doers[post]] if post in self._doers else []
        for name in (*first, *STAFF):
            try:
                cases.staff_task(task.id, self.hall.actor(name))
            except Refusal:
                continue
            self._doers[post] = name
            return name
        where = f" in {task.department.code}" if task.department else ""
        raise Untrue(f"nobody of the demonstration hall is {task.role}{where}")

    def _waits(self, step: Step) -> None:
        let_pass(self.hall, self._now, durations.parse(step.what))

    def _pays(self, step: Step) -> None:
        self.hall.pays(self._now, step.what)

    def _says(self, step: Step) -> None:
        by = "" if self.told.channel == "portal" else REGISTRAR
        self.hall.says(self._now, step.what, step.reason, by)

    def _door(self, step: Step) -> None:
        for kind in ("opened", "closed"):
            self.hall.now += timedelta(seconds=5)
            self.hall.door(kind, DOORS[step.what])

    def _message(self, step: Step) -> None:
        key = f"scenario:{step.what}:{self.hall.now}"
        with transaction():
            messages.post(step.what, key, self.hall.now, case_id=self._now.id, payload=step.payload)
        self.hall.works()


def failed_jobs() -> list[str]:
    """Jobs that failed and were put off or given up, with their errors.

    The clock stands still within a step, so what is put off by a second would only be missing later on.
    """
    failed = select(Job).where(Job.state.in_(["ready", "dead"]), Job.error.is_not(None))
    return [f"{job.payload.get('operation', job.kind)}: {job.error}" for job in session().scalars(failed)]


def open_tasks(case: Case) -> str:
    """`routing (public_relations), payment (applicant)`."""
    tasks = cases.open_tasks(case.id)
    return ", ".join(
        f"{task.form} ({task.role}{f' {task.department.code}' if task.department else ''})" for task in tasks
    )


def said(refusal: Refusal) -> str:
    """A refusal and its facts; the errors of a form one by one."""
    facts: dict[str, Any] = dict(refusal.facts)
    errors = facts.pop("errors", [])
    told = "; ".join(f"{error.field}: {error.key}" for error in errors)
    rest = ", ".join(f"{key}={value}" for key, value in facts.items())
    return f"{refusal.key} {told}{rest}".strip()
