"""Scenarios and finished cases as jobs, one each: its row says how it ended on the draft it was asked of."""

import json
import uuid
from datetime import timedelta
from typing import Any

import pytest

from app.cityhall import incidents
from app.cityhall.cases.models import Case
from app.cityhall.drafts import actions as drafting
from app.cityhall.drafts import queries as drafts
from app.cityhall.drafts.models import Draft
from app.cityhall.procedures import queries as procedures
from app.cityhall.rehearsals import actions, queries
from app.cityhall.rehearsals.models import Play, Replay
from app.database import session, transaction
from app.errands import runner
from app.queue import jobs
from app.refusal import Refusal
from app.rehearsal import coverage
from app.rehearsal.complaint import from_json, sentence
from app.rehearsal.errands import HANDLERS
from tests.hall import ANSWER, Hall
from tests.rehearsal.conftest import story


def drafted(hall: Hall, **changed: bytes) -> uuid.UUID:
    """The petition's draft, with these files other than they are in force."""
    by = hall.actor("Anca").person_id
    with transaction():
        draft = drafting.begin(procedures.current("petition"), by, hall.now)
        for path, content in changed.items():
            there = drafts.listed(draft.id)
            seen = drafts.file_row(draft, path).revision if path in there else drafting.ANEW
            drafting.save(draft, path, content, seen, by, hall.now)
    return draft.id


def fresh(draft: uuid.UUID) -> Draft:
    found = session().get(Draft, draft)
    assert found is not None
    return found


def ask(hall: Hall, draft: uuid.UUID, *names: str) -> int:
    with transaction():
        return actions.ask_plays(fresh(draft), drafts.digest(draft), names, hall.now)


def asked(hall: Hall, draft: uuid.UUID, *names: str) -> list[Play]:
    """The scenarios are played by the worker."""
    assert ask(hall, draft, *names) == len(names)
    assert ask(hall, draft, *names) == 0
    work(hall)
    return queries.plays(draft, drafts.digest(draft))


def work(hall: Hall) -> None:
    while runner.perform_one(hall.house, hall.now, HANDLERS):
        pass
    session().rollback()


def said(row: Play) -> list[str]:
    return [sentence(from_json(one)) for one in row.complaints]


def test_each_scenario_is_a_job_and_a_row(any_hall: Hall) -> None:
    draft = drafted(any_hall)
    first, second = asked(any_hall, draft, "redirected", "withdrawn")
    assert [(one.scenario, one.state, said(one)) for one in (first, second)] == [
        ("redirected", "passed", []),
        ("withdrawn", "passed", []),
    ]
    assert "closing_outcome_to_closing_archiving" in set(first.flows) - set(second.flows)
    assert first.at == any_hall.now
    assert first.seconds > 0
    digest = drafts.digest(draft)
    assert queries.progress(draft, digest) == {"passed": 2}
    assert queries.all_green(draft, digest, ["redirected", "withdrawn"])
    assert not queries.all_green(draft, digest, ["redirected", "anonymous"])


def test_one_that_is_not_true_any_more_says_what_is_otherwise(hall: Hall) -> None:
    told = story(drafts.files(drafted(hall)), "redirected")
    told["expect"]["outcome"], told["expect"]["fee"] = "answered", 5
    draft = drafted(hall, **{"scenarios/redirected.json": json.dumps(told).encode()})
    (row,) = asked(hall, draft, "redirected")
    assert row.state == "failed"
    assert said(row) == ["outcome should be 'answered' but is 'redirected'", "fee should be 5.0 but is None"]


def test_a_draft_that_changed_before_its_turn_is_not_judged(hall: Hall) -> None:
    draft = drafted(hall)
    digest = drafts.digest(draft)
    ask(hall, draft, "redirected")
    drafted(hall, **{"scenarios/other.json": b"{}"})
    work(hall)
    (row,) = queries.plays(draft, digest)
    assert (row.state, said(row)) == ("failed", ["the draft has changed meanwhile"])
    assert queries.plays(draft, drafts.digest(draft)) == []


def test_a_draft_that_cannot_run_is_no_operator_s_affair(hall: Hall) -> None:
    draft = drafted(hall, **{"procedure.bpmn": b"<bpmn"})
    (row,) = asked(hall, draft, "redirected")
    assert row.state == "failed"
    assert incidents.open_in_all() == 0
    assert jobs.dead() == []


def test_a_story_that_kills_its_workers_is_given_up(hall: Hall) -> None:
    draft = drafted(hall)
    ask(hall, draft, "redirected")
    for _ in range(3):  # each took the job and died
        with transaction():
            assert jobs.take(hall.now) is not None
        hall.now += jobs.LEASE + timedelta(seconds=1)
    work(hall)
    (row,) = queries.plays(draft, drafts.digest(draft))
    assert (row.state, row.complaints[0]["key"]) == ("failed", "broken")


def test_after_a_death_in_between_it_is_played_again(hall: Hall) -> None:
    draft = drafted(hall)
    ask(hall, draft, "redirected")
    with transaction():
        jobs.take(hall.now)
    hall.now += jobs.LEASE + timedelta(seconds=1)
    work(hall)
    (row,) = queries.plays(draft, drafts.digest(draft))
    assert row.state == "passed"


def test_coverage_is_what_all_plays_of_these_files_went_through(hall: Hall) -> None:
    draft = drafted(hall)
    rows = asked(hall, draft, "redirected", "withdrawn")
    one, both = coverage.of(drafts.files(draft), rows[:1]), coverage.of(drafts.files(draft), rows)
    assert one is not None
    assert both is not None
    assert 0 < one.percent < both.percent < 100
    assert "routing" in one.elements
    assert {"signature_approval", "survey"} <= set(both.missed_elements)
    assert not both.flows & set(both.missed_flows)
    assert coverage.of({"procedure.bpmn": b"<bpmn"}, rows) is None


def test_a_trial_is_kept_as_it_was_seen(hall: Hall) -> None:
    draft, by = drafted(hall), hall.actor("Anca").person_id
    with transaction():
        assert actions.keep_trial(fresh(draft), by, {"steps": []}, actions.ANEW, hall.now) == 1
        assert actions.keep_trial(fresh(draft), by, {"steps": [1]}, 1, hall.now) == 2
    for seen in (actions.ANEW, 1):
        with pytest.raises(Refusal, match=r"trial\.changed"), transaction():
            actions.keep_trial(fresh(draft), by, {"steps": [2]}, seen, hall.now)
    kept = queries.trial(draft, by)
    assert kept is not None
    assert (kept.told, queries.trial(draft, hall.actor("Bogdan").person_id)) == ({"steps": [1]}, None)
    with transaction():
        actions.drop_trial(fresh(draft), by)
    assert queries.trial(draft, by) is None


def answered(hall: Hall) -> Case:
    """A petition that was answered by e-mail, in its own time."""
    case = hall.petition(delivery="email", subject="Gunoi la Ioana Cetățean", category="sanitation")
    hall.passes(hours=20)
    hall.does("Ion", case, "routing", competence="ours", department="SAL")
    hall.passes(days=2, hours=3)
    hall.does("Mihai", case, "analysis", decision="answer", findings="Ioana are dreptate.")
    hall.does("Mihai", case, "drafting", **ANSWER)
    hall.passes(days=1)
    hall.signed(case)
    hall.passes(days=20)
    return hall.fresh(case)


def replayed(hall: Hall, draft: uuid.UUID) -> Replay:
    digest = drafts.digest(draft)
    with transaction():
        assert actions.ask_replays(fresh(draft), digest, 20, hall.now) == 1
        assert actions.ask_replays(fresh(draft), digest, 20, hall.now) == 0
    work(hall)
    (row,) = queries.replays(draft, digest)
    assert queries.replay_progress(draft, digest) == {row.state: 1}
    return row


def test_a_finished_case_goes_the_same_way_on_a_draft_that_changes_nothing(each_hall: Hall) -> None:
    case = answered(each_hall)
    assert case.closed_at is not None
    row = replayed(each_hall, drafted(each_hall))
    assert (row.case_id, row.state, row.differences) == (case.id, "same", [])


def test_a_shorter_term_is_told(hall: Hall) -> None:
    answered(hall)
    files = drafts.files(drafted(hall))
    shorter = files["procedure.toml"].replace(b"days = 30", b"days = 15", 1)
    assert shorter != files["procedure.toml"]
    row = replayed(hall, drafted(hall, **{"procedure.toml": shorter}))
    assert (row.state, [one["kind"] for one in row.differences]) == ("differs", ["term"])
    assert row.differences[0]["after"] < row.differences[0]["before"]


def test_a_form_that_asks_more_stops_it_and_says_where(hall: Hall) -> None:
    answered(hall)
    files = drafts.files(drafted(hall))
    form, ui = (json.loads(files[f"forms/analysis.{kind}.json"]) for kind in ("schema", "ui"))
    form["properties"]["visited"] = {"type": "boolean", "title": "Ați fost pe teren?"}
    form["required"] = [*form.get("required", []), "visited"]
    ui["x-pages"][0]["fields"].append("visited")
    changed = {"forms/analysis.schema.json": form, "forms/analysis.ui.json": ui}
    row = replayed(hall, drafted(hall, **{path: json.dumps(one).encode() for path, one in changed.items()}))
    stopped: dict[str, Any] = row.differences[0]
    assert (row.state, stopped["kind"], stopped["where"]) == ("differs", "stopped", "after")
    assert stopped["complaint"]["facts"]["errors"] == [["visited", "required", None]]


def test_a_case_that_others_took_part_in_is_not_judged(hall: Hall) -> None:
    """The second petition met its twin, who is not in the hall on paper."""
    hall.petition(delivery="email")
    case = hall.petition(delivery="email")
    hall.does("Ion", case, "twins", kind="different")
    hall.says(case, "withdrawal")
    row = replayed(hall, drafted(hall))
    assert (row.state, row.differences[0]["where"]) == ("unsure", "before")
    assert row.differences[0]["complaint"]["key"] == "no_task"
