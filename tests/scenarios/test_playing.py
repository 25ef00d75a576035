"""The player itself: a story that cannot be is told in words."""

import json
from typing import Any

import pytest

from app.cityhall.procedures import scenarios
from app.rehearsal.complaint import Untrue, sentence
from app.rehearsal.ending import complaints
from app.rehearsal.player import Player
from tests.hall import PETITION, Hall

ROUTED = {"does": "routing", "answers": {"competence": "ours", "department": "SAL"}}


def story(*steps: dict[str, Any], **expect: Any) -> scenarios.Scenario:
    told = {"title": "O petiție", "filed": "2026-11-23T10:30", "answers": PETITION, "steps": list(steps)}
    content = json.dumps({**told, "expect": expect}).encode()
    return scenarios.read({"scenarios/one.json": content})[0]


def test_a_story_that_is_true(hall: Hall) -> None:
    told = story(ROUTED, {"waits": "P3D"}, term="2026-12-23", department="SAL", open=["analysis"])
    assert list(complaints(Player(hall, "petition", told).play(), told)) == []


def test_what_is_not_as_expected_is_told_thing_by_thing(hall: Hall) -> None:
    told = story(ROUTED, term="2026-12-24", department="URB", open=["drafting"], passed=["analysis"])
    wrong = [sentence(one) for one in complaints(Player(hall, "petition", told).play(), told)]
    assert [one.split()[0] for one in wrong] == ["term", "department", "open", "passed"]
    assert "should be 'URB' but is 'SAL'" in wrong[1]


@pytest.mark.parametrize(
    ("step", "said"),
    [
        ({"does": "drafting", "answers": {}}, "no open task has the form 'drafting'"),
        ({"does": "routing", "answers": {}}, "form.invalid competence: required"),
        ({"says": "reopen", "reason": "Nu s-a rezolvat"}, "wish.too_late"),
    ],
)
def test_a_step_that_cannot_be_done_says_why_and_what_could(
    hall: Hall, step: dict[str, Any], said: str
) -> None:
    with pytest.raises(Untrue) as untrue:
        Player(hall, "petition", story(step)).play()
    assert str(untrue.value).startswith("step 1 (")
    assert said in str(untrue.value)
    assert "Open tasks: routing (public_relations)" in str(untrue.value)


def test_a_job_that_fails_is_told_where_it_failed_and_not_only_missed_later(hall: Hall) -> None:
    told = story(ROUTED)
    hall.mail.failures = 1
    with pytest.raises(Untrue) as untrue:
        Player(hall, "petition", told).play()
    assert "the worker failed at send_notice: OutsideError('unreachable" in str(untrue.value)
