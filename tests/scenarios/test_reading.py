"""What a scenario file may say, and what its mistakes are called."""

import json
from typing import Any

import pytest

from app.cityhall.procedures import scenarios
from app.refusal import Refusal

TOLD: dict[str, Any] = {
    "title": "O petiție",
    "filed": "2026-11-23T10:30",
    "answers": {"subject": "Gunoi", "email": "ioana@exemplu.ro"},
    "steps": [{"does": "routing", "answers": {"competence": "ours"}}, {"waits": "P3D"}],
    "expect": {"term": "2026-12-23", "fee": 14.5, "outcome": None},
}


def read(**told: dict[str, Any]) -> list[scenarios.Scenario]:
    return scenarios.read({f"scenarios/{name}.json": json.dumps(one).encode() for name, one in told.items()})


def test_a_scenario_is_read_in_the_time_of_bucharest() -> None:
    (found,) = read(one=TOLD)
    assert found.filed.isoformat() == "2026-11-23T08:30:00+00:00"
    assert [(step.kind, step.what) for step in found.steps] == [("does", "routing"), ("waits", "P3D")]
    assert found.channel == "portal"


def test_one_that_is_like_another_takes_over_what_it_does_not_say() -> None:
    other = {"title": "Alta", "like": "one", "answers": {"email": None, "phone": "0721"}, "expect": {}}
    _, found = read(one=TOLD, two=other)
    assert found.answers == {"subject": "Gunoi", "phone": "0721"}
    assert len(found.steps) == 2
    assert found.expect.fee is None


@pytest.mark.parametrize(
    ("change", "where", "reason"),
    [
        ({"titel": "O"}, "titel", "unknown"),
        ({"filed": "azi"}, "filed", "value"),
        ({"channel": "fax"}, "channel", "value"),
        ({"like": "nobody"}, "like", "like"),
        ({"like": "one"}, "like", "circle"),
        ({"steps": [{"jumps": "far"}]}, "steps 1", "unknown"),
        ({"steps": [{"does": "routing", "answer": {}}]}, "steps 1: answer", "unknown"),
        ({"steps": [{"waits": "3 days"}]}, "steps 1: waits", "value"),
        ({"steps": [{"pays": "gold"}]}, "steps 1: pays", "value"),
        ({"steps": {"does": "routing"}}, "steps", "value"),
        ({"expect": {"outcom": "answered"}}, "expect: outcom", "unknown"),
        ({"expect": {"letters": "answer"}}, "expect: letters", "value"),
        ({"expect": {"fee": True}}, "expect: fee", "value"),
    ],
)
def test_a_mistake_is_told_with_its_place(change: dict[str, Any], where: str, reason: str) -> None:
    with pytest.raises(Refusal) as refused:
        read(one={**TOLD, **change})
    assert refused.value.facts == {"name": "one", "where": where, "reason": reason}


@pytest.mark.parametrize("missing", ["title", "filed", "answers", "expect"])
def test_what_is_missing_is_named(missing: str) -> None:
    with pytest.raises(Refusal) as refused:
        read(one={key: value for key, value in TOLD.items() if key != missing})
    assert refused.value.facts["where"] == missing


@pytest.mark.parametrize("content", [b"{", b"[]", b"\xff"])
def test_what_is_no_json_is_refused(content: bytes) -> None:
    with pytest.raises(Refusal):
        scenarios.read({"scenarios/one.json": content})
