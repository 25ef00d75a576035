"""A trial: a story told step by step, played again from its beginning whenever nobody remembers it."""

import re
from dataclasses import fields
from datetime import timedelta
from typing import Any

import pytest
from flask import session
from flask_babel import get_locale

from app.cityhall.procedures.scenarios import Expect
from app.refusal import Refusal
from app.rehearsal import complaint as complaints
from app.rehearsal import ending, trials
from app.rehearsal.place import Place
from tests.hall import PETITION, Hall
from tests.rehearsal.conftest import place_of, story

BEGUN: dict[str, Any] = {"filed": "2026-11-23T10:30", "answers": PETITION}
ID = re.compile(r"[0-9a-f-]{36}")  # another each time
ROUTED = {"does": "routing", "answers": {"competence": "ours", "department": "SAL"}}


def told(*steps: dict[str, Any]) -> dict[str, Any]:
    return {**BEGUN, "steps": list(steps)}


def forget() -> None:
    """As another process, or this one after its death."""
    trials._memory.clear()


def test_before_it_is_filed_it_only_knows_its_form_and_its_clock(place: Place) -> None:
    found = trials.open(place, {"filed": "2026-11-23T10:30"})
    assert (found.form, found.case, found.failed) == ("application", None, None)
    assert f"{found.now:%Y-%m-%d %H:%M}" == "2026-11-23 08:30"


def test_each_step_moves_it_and_says_what_it_did(place: Place) -> None:
    filed = trials.open(place, told())
    assert filed.case is not None
    assert [(one.form, one.role, one.who) for one in filed.tasks] == [
        ("routing", "public_relations", ("Ion Relații",))
    ]
    assert (filed.at, filed.wishes) == (("routing",), ("withdrawal",))
    assert {one.template for one in filed.notices} == {"registered"}
    assert [one.title for one in filed.letters] == ["Dovada depunerii", "Cererea completată"]
    assert filed.term["ro"][-1] == "Data cea mai târzie: 23.12.2026."
    routed = trials.open(place, told(ROUTED))
    done = routed.log[-1]
    assert (done.step, done.what, done.by, done.tasks) == (1, "routing", "Ion Relații", ("analysis",))
    assert done.passed[:2] == ("routing", "competence")
    assert "competence_to_send_to_department" in routed.flows - filed.flows
    assert routed.data["routing"]["department"] == "SAL"


def test_time_goes_by_as_far_as_one_wants(place: Place) -> None:
    filed = trials.open(place, told())
    (rings,) = [one for one in filed.waits if one.kind == "timer"]
    assert rings.at is not None
    wait = trials.until(filed, rings.at + timedelta(minutes=1))
    assert wait == "P3DT1M"
    late = trials.open(place, told({"waits": wait}))
    assert late.failed is None
    assert rings.element in late.passed


def test_somebody_chosen_does_it_and_a_stranger_is_told(place: Place) -> None:
    analysed = {"does": "analysis", "answers": {"decision": "answer"}, "by": "Mihai Inspector"}
    assert trials.open(place, told(ROUTED, analysed)).log[-1].by == "Mihai Inspector"
    found = trials.open(place, told(ROUTED, {**analysed, "by": "Nimeni"}))
    assert (found.failed, found.error and found.error.key) == (2, "nobody_called")


def test_a_step_that_cannot_be_done_leaves_the_trial_before_it(place: Place) -> None:
    found = trials.open(place, told({"does": "routing", "answers": {}}, {"waits": "P1D"}))
    assert found.failed == 1
    assert found.error is not None
    assert complaints.as_json(found.error) == {
        "key": "refused",
        "facts": {"refusal": "form.invalid", "errors": [["competence", "required", None]]},
        "step": 1,
    }
    assert [one.form for one in found.tasks] == ["routing"]


def test_another_process_tells_the_same_of_it(place: Place) -> None:
    whole = story(place.own, "answered_by_email")
    first = trials.open(place, whole)
    forget()
    again = trials.open(place, whole)
    assert again.passed == first.passed
    assert again.flows == first.flows
    assert [one.title for one in again.letters] == [one.title for one in first.letters]
    assert [ID.sub("", one.text) for one in again.notices] == [ID.sub("", one.text) for one in first.notices]
    forget()
    assert trials.content(place, whole, 4).startswith(b"%PDF")


def test_the_last_step_taken_back_is_as_if_it_never_was(place: Place) -> None:
    before = trials.open(place, told(ROUTED))
    trials.open(place, told(ROUTED, {"says": "withdrawal"}))
    assert trials.open(place, told(ROUTED)) == before


def test_no_more_halls_are_kept_than_memory_has_room_for(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    forget()
    monkeypatch.setattr(trials, "MOST_KEPT", 3)
    for minute in range(trials.MOST_KEPT + 2):
        trials.open(place, {**told(), "filed": f"2026-11-23T10:{minute:02}"})
    assert len(trials._memory) == trials.MOST_KEPT


def test_at_the_counter_the_registrar_acts_for_whoever_came(place: Place) -> None:
    found = trials.open(place, {**told(), "channel": "counter"})
    assert found.case is not None
    assert (found.log[0].by, found.case.applicant) == ("Elena Registrator", PETITION["full_name"])


@pytest.mark.parametrize(
    ("path", "content", "said"),
    [
        ("procedure.toml", b"title = ", "broken"),
        ("procedure.toml", None, "broken"),
        ("procedure.bpmn", b"<not-bpmn/>", "refused"),
        ("procedure.bpmn", b"", "refused"),
        ("notices.toml", b"[", "refused"),
        ("notices.toml", b"", "job_failed"),
        ("forms/application.schema.json", b"{", "broken"),
        ("forms/application.schema.json", None, "refused"),
        ("forms/application.ui.json", b"[]", "broken"),
        ("papers.json", b"{", "broken"),
    ],
)
def test_a_broken_draft_is_told_and_never_thrown(
    hall: Hall, path: str, content: bytes | None, said: str
) -> None:
    found = trials.open(place_of(hall, **{path: content}), told())
    assert (found.failed, found.error and found.error.key) == (0, said)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"filed": "azi"}, "refused"),
        ({"filed": None}, "refused"),
        ({"steps": [{"jumps": "far"}]}, "refused"),
        ({"papers": ["nothing"]}, "no_paper"),
        ({"earlier": ["nobody"]}, "no_earlier"),
    ],
)
def test_a_story_that_makes_no_sense_is_told_too(place: Place, changes: dict[str, Any], said: str) -> None:
    found = trials.open(place, {**told(), **changes})
    assert (found.failed, found.error and found.error.key) == (0, said)


def test_all_that_a_scenario_may_expect_is_looked_at(place: Place) -> None:
    with trials.inside(place, told()) as seen:
        found = ending.found(seen.case)
    assert found.keys() == {one.name for one in fields(Expect)}
    assert (found["status"], found["open"], found["letters"]) == ("registered", ["routing"], [])


def test_nobody_looks_inside_before_it_is_filed(place: Place) -> None:
    with (
        pytest.raises(Refusal, match=r"trial\.not_filed"),
        trials.inside(place, {"filed": "2026-11-23T10:30"}),
    ):
        pass
    with pytest.raises(Refusal, match=r"document\.unknown"):
        trials.content(place, told(), 99)


def test_a_role_that_nobody_holds_is_told(hall: Hall) -> None:
    diagram = place_of(hall).own["procedure.bpmn"].replace(b'role="public_relations"', b'role="wizard"')
    found = trials.open(place_of(hall, **{"procedure.bpmn": diagram}), told(ROUTED))
    assert found.tasks[0].who == ()
    assert (found.failed, found.error and found.error.facts["role"]) == (1, "wizard")


def test_a_page_reads_on_in_its_own_language_inside(hall: Hall, place: Place) -> None:
    with hall.app.test_request_context("/"):
        session["locale"] = "en"
        with trials.inside(place, told()) as found:
            assert (str(get_locale()), found.case.status) == ("en", "registered")
        assert str(get_locale()) == "en"
