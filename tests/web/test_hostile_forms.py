"""Hostile values in every field of every form, sent to the doors: never a 500, nothing stored half."""

import json
from collections.abc import Iterator
from random import Random

import pytest

from app.cityhall import submissions
from app.cityhall.cases import queries as cases
from app.cityhall.cases.models import CaseTask
from app.cityhall.forms import rules
from app.cityhall.people import accounts
from app.cityhall.procedures import folders, scenarios
from app.cityhall.procedures.scenarios import Scenario, Step
from app.cityhall.registry import queries as register
from app.journey import work
from app.rehearsal.hall import REGISTRAR
from app.rehearsal.player import Player
from tests.forms.hostile import TYPED, typed_names
from tests.forms.shelf import every_form
from tests.hall import ROOT, Hall
from tests.web.citizen.people import Citizen, Enter
from tests.web.citizen.test_filing import begin
from tools.paths.material import codes, material

ONCE, MANY = 1, 12
AS_A_BROWSER = [text.encode(errors="ignore").decode() for text in TYPED if len(text) < 10_000]


def evils(seed: str, times: int) -> Iterator[list[str]]:
    """Some of what is never right, others in every test, the same in every run."""
    draw = Random(seed)
    for _ in range(times):
        yield draw.sample(AS_A_BROWSER, len(AS_A_BROWSER))


def attack_application(hall: Hall, ioana: Citizen, code: str, times: int) -> None:
    draft = begin(ioana, code)
    form = material(code).form(material(code).config["form"]).definition
    for page in form.ui["x-pages"]:
        names = [name for name in typed_names(form) if name.split(".")[0] in page["fields"]]
        for texts in evils(f"{code} {page['id']}", times):
            ioana.get(f"{draft}/{page['id']}")
            data = dict(zip(names, texts * (len(names) // len(texts) + 1), strict=False))
            answer = ioana.client.post(
                f"{draft}/{page['id']}", data={**shown(ioana), **data, "action": "next"}
            )
            assert answer.status_code < 500, (page["id"], data)
    answer = ioana.get(f"{draft}/verificare")
    assert answer.status_code < 500
    assert ioana.client.post(f"{draft}/trimite").status_code < 500
    kept = submissions.unsent(hall.actor(Hall.applicant).person_id, "portal")
    json.dumps([one.answers for one in kept], allow_nan=False, ensure_ascii=False).encode()
    assert cases.of_applicant(hall.actor(Hall.applicant).person_id) == []


def shown(visitor: Citizen) -> dict[str, str]:
    """What the page hides in its form."""
    fields = visitor.page.xpath("//main//form//input[@type='hidden']")
    return {field.get("name"): field.get("value", "") for field in fields if field.get("name") != "action"}


class Attacked(Player):
    """Before a scenario does a form for the first time somebody sends nonsense to its task."""

    def __init__(self, hall: Hall, code: str, told: Scenario, enter: Enter, times: int) -> None:
        super().__init__(hall, code, told)
        self.enter, self.times = enter, times
        self.spared: set[str] = set()

    def _does(self, step: Step) -> None:
        if step.what in self.spared or not self._takes(self._task(step.what)):
            super()._does(step)

    def _takes(self, task: CaseTask) -> bool:
        """Did the task take nonsense for an answer? One that asks for free words alone may, as a whole."""
        self.spared.add(task.form)
        form, before = work.form_of(task), self._state(task)
        for texts in evils(f"{self.code} {form.name}", self.times):
            self._send(task, dict(zip(typed_names(form), texts * 5, strict=False)))
            done = next(one for one in cases.tasks(task.case_id) if one.id == task.id)
            if done.state == "done":
                assert rules.errors(form, done.answers or {}) == [], form.name
                self.hall.works()
                return True
        assert self._state(task) == before, form.name
        return False

    def _state(self, task: CaseTask) -> tuple[object, ...]:
        """What a refused answer must leave as it is."""
        case = self.hall.fresh(task.case)
        open_ones = sorted(one.form for one in cases.open_tasks(case.id))
        return case.status, case.outcome, open_ones, len(register.of_case(case.id))

    def _send(self, task: CaseTask, data: dict[str, str]) -> None:
        who, version = self.who(task), str(task.revision)
        account = accounts.by_id(who.account_id)
        assert account is not None
        addresses = [f"/birou/sarcini/{task.id}/termina"]
        if task.role == "applicant":
            door = "/cereri/sarcini" if not who.holds(REGISTRAR) else "/ghiseu/completari"
            addresses = [f"{door}/{task.id}"]
        visitor = self.enter(account.email)
        if task.role != "applicant":
            visitor.client.post(f"/birou/sarcini/{task.id}/preia")
            version = str(self._task(task.form).revision)
        for address in addresses:
            answer = visitor.client.post(address, data={**data, "version": version, "action": "send"})
            assert answer.status_code < 500, (task.form, data)
            assert visitor.get(address.removesuffix("/termina")).status_code < 500, (task.form, data)


def most_telling(code: str) -> list[Scenario]:
    """The few scenarios of a procedure that together do every form that any of them does."""
    told = scenarios.read(folders.read_folder(ROOT, code))
    chosen: list[Scenario] = []
    left = {form for one in told for form in done(one)}
    while left:
        best = max(told, key=lambda one: len(done(one) & left))
        chosen.append(best)
        left -= done(best)
    return chosen


def own_forms(code: str) -> set[str]:
    """Those of the procedure itself; what all procedures share is the petition's affair."""
    folders_of = [code, "shared"] if code == "petition" else [code]
    return {name.rpartition("/")[2] for name in every_form() if name.partition("/")[0] in folders_of}


def done(told: Scenario) -> set[str]:
    return {step.what for step in told.steps if step.kind == "does"}


@pytest.mark.parametrize("code", codes())
def test_an_application_full_of_nonsense_is_never_sent(hall: Hall, enter: Enter, code: str) -> None:
    attack_application(hall, enter(Hall.applicant), code, ONCE)


@pytest.mark.nightly
@pytest.mark.parametrize("code", codes())
def test_no_nonsense_at_all_is_ever_sent(hall: Hall, enter: Enter, code: str) -> None:
    attack_application(hall, enter(Hall.applicant), code, MANY)


@pytest.mark.parametrize("code", codes())
def test_a_task_answered_with_nonsense_stays_as_it_is(hall: Hall, enter: Enter, code: str) -> None:
    attacked = Attacked(hall, code, most_telling(code)[0], enter, ONCE)
    attacked.spared = done(attacked.told) - own_forms(code)
    attacked.play()


@pytest.mark.nightly
@pytest.mark.parametrize("code", codes())
def test_so_does_every_task_of_every_scenario(hall: Hall, enter: Enter, code: str) -> None:
    for told in scenarios.read(folders.read_folder(ROOT, code)):
        Attacked(hall, code, told, enter, MANY).play()
