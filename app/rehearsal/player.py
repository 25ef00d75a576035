"""A scenario played in a hall of its own, with complaints that an analyst understands."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import partial
from typing import Any

from sqlalchemy import select

from app.cityhall.cases import queries as cases
from app.cityhall.cases.models import Case, CaseTask
from app.cityhall.people import posts, rights
from app.cityhall.people.rights import Actor
from app.cityhall.procedures import queries as procedures
from app.cityhall.procedures import scenarios
from app.cityhall.procedures.scenarios import Scenario, Step
from app.cityhall.registry.rules import romanian_day
from app.cityhall.terms import durations
from app.database import session
from app.queue.models import Job
from app.refusal import Refusal
from app.rehearsal import complaint as complaints
from app.rehearsal.clock import let_pass
from app.rehearsal.complaint import Complaint, Untrue
from app.rehearsal.hall import REGISTRAR, PaperHall

DOORS = {"deposited": "deposit", "collected": "collect", "returned": "take_back"}
KEPT_LONGER = "kept_longer"
AT_THE_DOOR = timedelta(seconds=5)


class Player:
    """Does the steps of one scenario, each as whoever may."""

    def __init__(self, hall: PaperHall, code: str, told: Scenario) -> None:
        self.hall, self.code, self.told = hall, code, told
        self.case: Case | None = None
        self.by = ""  # who did the last step, by name
        self._doers: dict[tuple[str, Any], Actor] = {}

    def play(self) -> Case:
        """File the request and do every step. Raises Failed, which says at which step."""
        for number in range(len(self.told.steps) + 1):
            self.one(number)
        return self._now

    def one(self, number: int) -> Case:
        """The story's step of that number; 0 is the filing. Raises Failed."""
        self.by = ""
        if number == 0:
            self._begin()
        else:
            step = self.told.steps[number - 1]
            self._in_words(f"step {number} ({step.kind} {step.what})", number, partial(self._step, step))
        return self._now

    def _begin(self) -> None:
        """File the request, after the cases that are told to have come before."""
        for name in self.told.earlier:
            self._comes_before(name)
        self.hall.now = self.told.filed
        self.case = self._in_words("filing the request", 0, self._files)

    def resume(self, case: Case) -> None:
        """Go on with a case that was filed already."""
        self.case = case

    def _comes_before(self, name: str) -> None:
        code, _, own = name.rpartition("/")
        version = procedures.current(code or self.code)
        found = [one for one in scenarios.read(procedures.version_files(version.id)) if one.name == own]
        if not found:
            raise Untrue("no_earlier", name=name)
        Player(self.hall, code or self.code, found[0]).play()

    def _in_words(self, where: str, number: int, doing: Callable[[], Any]) -> Any:
        try:
            done = doing()
            if failed := failed_jobs():
                raise Untrue("job_failed", jobs=failed)
            return done
        except (Refusal, Untrue) as error:
            told = complaints.refused(error) if isinstance(error, Refusal) else error.complaint
            raise Failed(told, number, f"{where}: {complaints.sentence(told)}.{self._stand()}") from error

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
        told, version = self.told, procedures.current(self.code)
        by = self.hall.actor(self.hall.applicant)
        if told.channel != "portal":
            by = self.hall.holder(version.procedure.institution_id, REGISTRAR)
        self.by = by.full_name
        known = {paper["code"]: paper for paper in procedures.papers(version.id)}
        for code in told.papers:
            if code not in known:
                raise Untrue("no_paper", paper=code, known=sorted(known))
        papers = {code: str(known[code]["title"]) for code in told.papers}
        return self.hall.sends(version, told.answers, by, told.channel, papers).case

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
        task = self._task(step.what, step.by)
        by = self.hall.actor(step.by) if step.by else self.who(task)
        self.by = by.full_name
        self.hall.finishes(by, task, step.answers)

    def _task(self, form: str, by: str = "") -> CaseTask:
        """The open task with that form; of several, the one that somebody may do."""
        found = self.hall.tasks(self._now, form)
        if not found:
            raise Untrue("no_task", form=form)
        actor = self.hall.actor(by) if by and len(found) > 1 else None
        return next((one for one in found if actor and opens(actor, one)), found[0])

    def who(self, task: CaseTask) -> Actor:
        """Whoever may open the task: the applicant, or the first of the staff whose rights do."""
        post = (task.role, task.department_id)
        if post not in self._doers or not opens(self._doers[post], task):
            self._doers[post] = self._found(task)
        return self._doers[post]

    def _found(self, task: CaseTask) -> Actor:
        if found := who_may(task, self.hall):
            return found[0]
        raise Untrue(
            "nobody", role=task.role, department=f"in {task.department.code}" if task.department else ""
        )

    def _waits(self, step: Step) -> None:
        let_pass(self.hall, self._now, durations.parse(step.what))

    def _pays(self, step: Step) -> None:
        self.hall.pays(self._now, step.what)

    def _says(self, step: Step) -> None:
        case = self._now
        by = None if self.told.channel == "portal" else self.hall.holder(case.institution_id, REGISTRAR)
        self.hall.wishes(case, step.what, step.reason, by)

    def _door(self, step: Step) -> None:
        if step.what == KEPT_LONGER:
            self.hall.keeps_longer(self._now)
            return
        for kind in ("opened", "closed"):
            self.hall.now += AT_THE_DOOR
            self.hall.door(kind, DOORS[step.what])

    def _message(self, step: Step) -> None:
        self.hall.hears_of(self._now, step.what, step.payload)


class Failed(Untrue):
    """A step of a story that could not be done; its sentence says where the case stands."""

    def __init__(self, told: Complaint, step: int, words: str) -> None:
        super().__init__(told.key, **told.facts)
        self.complaint = Complaint(told.key, told.facts, step)
        self._sentence = words

    def __str__(self) -> str:
        return self._sentence


def opens(actor: Actor, task: CaseTask) -> bool:
    """Do the rights of somebody reach the task? An applicant's is done on the portal, or at the counter."""
    try:
        if task.role == "applicant":
            return task.case.channel == "portal" or bool(cases.assisted_task(task.id, actor))
        return bool(cases.staff_task(task.id, actor))
    except Refusal:
        return False


def who_may(task: CaseTask, hall: PaperHall) -> list[Actor]:
    """Everybody who may do the task: the applicant on the portal, else those of the staff whose rights do."""
    today, role = romanian_day(hall.now), task.role
    if role == "applicant":
        if task.case.channel == "portal":
            return [hall.actor(hall.applicant)]
        role = REGISTRAR
    actors = [rights.actor(one, today) for one in posts.holders(task.institution_id, role, today)]
    return [one for one in actors if opens(one, task)]


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
