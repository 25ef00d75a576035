"""Every way through the procedures, walked with a clock that can be moved."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from app.engine import diagram, runs
from tests.engine.procedures import files_of, procedure

START = datetime(2026, 11, 2, 9, tzinfo=UTC)
SETTINGS = {"completion_reminder": "P60D", "completion_term": "P90D", "deposit_term": "P2D"}
SETTINGS |= {"locker_reminder": "PT48H", "locker_hold": "PT72H"}
ANSWERS: dict[str, dict[str, Any]] = {
    "routing": {"competence": "ours", "department": "URB"},
    "analysis": {"decision": "answer"},
    "verification": {"complete": True},
    "approval": {"decision": "approve"},
}
TO_DRAFT = ["routing", "analysis", "drafting"]
SIGNED = [*TO_DRAFT, "approval"]


@dataclass
class Walk:
    """A case without a hall round it: services answer at once."""

    code: str
    delivery: str = "email"
    free_door: bool = True
    now: datetime = START
    asked: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        data = {
            "delivery": self.delivery,
            "settings": SETTINGS,
            "answers": {},
            "case": {"procedure": self.code},
        }
        self.run = runs.start(diagram.parse(files_of(self.code)), data, self.now)
        self.serve()

    def serve(self) -> None:
        while wait := next((w for w in self.run.waits() if w.kind == "service"), None):
            said = wait.parameters.get("template") or wait.parameters.get("outcome")
            self.asked.append(f"{wait.operation} {said}" if said else str(wait.operation))
            result = {"reserved": self.free_door} if wait.operation == "locker_deposit" else None
            self.run.finish_service(wait.task_id, result, self.now)

    def fill(self, *forms: str, **answers: object) -> None:
        """Complete the task of each form in turn; each must be the only one that waits."""
        for form in forms:
            (wait,) = [w for w in self.run.waits() if w.kind == "human"]
            assert procedure(self.code).elements[wait.element].form == form
            self.run.complete(wait.task_id, form, answers or ANSWERS.get(form, {}), self.now)
            self.serve()

    def later(self, **time: float) -> None:
        self.now += timedelta(**time)
        self.run.wake(self.now)
        self.serve()

    def collect(self) -> None:
        assert self.run.deliver("parcel_collected", self.now)
        self.serve()

    def passed(self) -> Iterator[str]:
        return (p.element for p in self.run.passed)


def test_another_institution_is_competent() -> None:
    walk = Walk("petition")
    walk.fill("routing", competence="other")
    assert walk.run.finished
    assert walk.asked[2:] == ["set_outcome redirected", "notify redirected", "archive", "notify closed"]


def test_the_answer_goes_by_e_mail() -> None:
    walk = Walk("petition")
    walk.fill(*SIGNED)
    assert walk.run.finished
    assert walk.asked[2:] == [
        "assign_department", "issue_letter", "set_outcome answered",
        "notify letter_email", "archive", "notify closed",
    ]  # fmt: skip


def test_completed_twice_and_returned_twice_then_handed_over() -> None:
    walk = Walk("petition", delivery="counter")
    walk.fill("routing")
    for _ in range(2):
        walk.fill("analysis", decision="completion")
        walk.fill("completion")
    walk.fill("analysis")
    for _ in range(2):
        walk.fill("drafting")
        walk.fill("approval", decision="return")
    walk.fill("drafting", "approval", "handover")
    assert walk.run.finished
    assert walk.asked.count("notify completion_requested") == 2
    assert walk.asked.count("issue_letter") == 1


def test_a_completion_is_reminded_once_and_then_expires() -> None:
    walk = Walk("petition")
    walk.fill("routing")
    walk.fill("analysis", decision="completion")
    walk.later(days=61)
    walk.later(days=1)
    assert walk.asked.count("notify completion_reminder") == 1
    walk.later(days=30)
    assert walk.run.data()["completion_result"] == "expired"
    walk.fill("analysis", "drafting", "approval")  # a petition is answered with what there is
    assert walk.run.finished


def test_an_incomplete_certificate_request_is_closed() -> None:
    walk = Walk("urbanism_information")
    walk.fill("routing")
    walk.fill("verification", complete=False)
    walk.later(days=91)
    assert walk.run.finished
    assert "set_outcome closed_incomplete" in walk.asked
    assert "closed_incomplete" in walk.passed()


def test_a_certificate_completed_and_issued() -> None:
    walk = Walk("urbanism_information")
    walk.fill("routing")
    walk.fill("verification", complete=False)
    walk.fill("completion", "verification", "drafting", "approval")
    assert walk.run.finished
    assert "set_outcome issued" in walk.asked


@pytest.mark.parametrize("hours", [1, 50])
def test_collected_from_the_locker_before_or_after_the_reminder(hours: int) -> None:
    walk = Walk("petition", delivery="locker")
    walk.fill(*SIGNED, "deposit")
    assert walk.asked[-2:] == ["locker_ready", "notify locker_ready"]
    walk.later(hours=hours)
    walk.collect()
    assert walk.run.finished
    assert ("notify locker_reminder" in walk.asked) == (hours > 48)
    assert "delivery_collected" in walk.passed()


def test_nobody_comes_so_the_paper_goes_to_the_counter() -> None:
    walk = Walk("petition", delivery="locker")
    walk.fill(*SIGNED, "deposit")
    walk.later(hours=49)
    walk.later(hours=24)
    assert walk.asked[-2:] == ["locker_take_back", "notify locker_expired"]
    walk.fill("take_back", "handover")
    assert walk.run.finished
    assert "notify counter_ready" in walk.asked


def test_no_free_door_or_no_deposit_in_time_leads_to_the_counter() -> None:
    full = Walk("petition", delivery="locker", free_door=False)
    full.fill(*SIGNED, "handover")
    late = Walk("petition", delivery="locker")
    late.fill(*SIGNED)
    late.later(days=3)
    late.fill("handover")
    assert full.run.finished
    assert late.run.finished
    assert "locker_take_back" in late.asked
