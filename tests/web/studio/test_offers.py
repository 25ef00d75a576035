"""What the panel offers comes from the draft itself, in words, for its analysts only."""

from typing import Any

import pytest

from app.cityhall.drafts import actions
from app.cityhall.drafts.models import Draft
from app.database import transaction
from app.journey.operations.catalogue import VERBS
from app.web.studio.modeling import verb_words
from tests.hall import Hall
from tests.web.citizen.people import Enter

API = "/studio/petition/ciorna/api"
JSON = {"Accept": "application/json"}


def offered(enter: Enter) -> dict[str, Any]:
    answer = enter("Anca").client.get(f"{API}/oferta", headers=JSON)
    assert answer.status_code == 200
    assert answer.json is not None
    return answer.json


def one(rows: list[dict[str, Any]], name: str) -> dict[str, Any]:
    return next(row for row in rows if row["name"] == name)


@pytest.mark.usefixtures("draft")
def test_operations_come_with_typed_parameters(enter: Enter) -> None:
    found = offered(enter)
    notify = one(found["operations"], "notify")
    assert [(p["name"], p["type"], p["required"]) for p in notify["parameters"]] == [
        ("template", "choice", True),
        ("letter", "choice", False),
    ]
    template = {choice["value"]: choice["title"] for choice in notify["parameters"][0]["choices"]}
    assert template["sent_on"] == "Petiția $number a fost trimisă instituției competente"
    outcome = one(found["operations"], "set_outcome")["parameters"][0]["choices"]
    assert {"value": "answered", "title": "Soluționată"} in outcome
    department = one(found["operations"], "assign_department")["parameters"][0]["choices"]
    assert "Salubrizare" in " ".join(choice["title"] for choice in department)


def test_every_operation_and_parameter_has_its_words() -> None:
    assert set(verb_words.VERBS) == set(VERBS)
    parameters = {name for verb in VERBS.values() for name in verb.asked()}
    assert parameters <= set(verb_words.PARAMETERS)
    assert {part for verb in VERBS.values() for part in verb.gives} <= set(verb_words.RESULTS)
    words = {word for verb in VERBS.values() for kind in verb.kinds.values() for word in _words(kind)}
    assert words <= set(verb_words.WORDS)
    for verb in VERBS.values():
        assert set(verb.kinds) <= verb.parameters | verb.optional


def _words(kind: str | tuple[str, ...]) -> tuple[str, ...]:
    return kind if isinstance(kind, tuple) else ()


@pytest.mark.usefixtures("draft")
def test_names_are_the_forms_fields_with_their_words(enter: Enter) -> None:
    found = offered(enter)
    assert one(found["forms"], "analysis")["title"] == "Analiza petiției"
    decision = one(found["names"], "analysis.decision")
    assert (decision["type"], decision["group"]) == ("choice", "Analiza petiției")
    assert {"value": "completion", "title": "Cerem lămuriri petentului"} in decision["choices"]
    assert one(found["names"], "answers.anonymous")["type"] == "yes_no"
    assert found["names"][0]["name"].startswith("answers.")
    assert one(found["names"], "locker.reserved")["title"].endswith("s-a rezervat")
    assert one(found["settings"], "completion_term")["value"] == "P10D"
    assert one(found["messages"], "withdrawal")["sent_by"] == "applicant"
    assert one(found["processes"], "completion")["title"] == "Completare"
    assert "main" not in {row["name"] for row in found["processes"]}


def test_a_draft_that_cannot_be_read_still_offers_the_rest(hall: Hall, draft: Draft, enter: Enter) -> None:
    broken = {
        "routing.dmn": b"<definitions",
        "procedure.toml": b"= no toml",
        "notices.toml": b"\xff",
        "forms/analysis.schema.json": b'{"properties": 3}',
        "forms/routing.schema.json": b'["a list"]',
    }
    by = hall.actor("Anca").person_id
    with transaction():
        for path, content in broken.items():
            actions.save(draft, path, content, 1, by, hall.now)
    found = offered(enter)
    assert found["letters"] == found["notices"] == found["decisions"] == []
    assert one(found["processes"], "completion")
    assert not {"analysis", "routing"} & {row["name"] for row in found["forms"]}
    with transaction():
        actions.save(draft, "procedure.bpmn", b"no diagram", 1, by, hall.now)
    assert one(offered(enter)["operations"], "notify")


@pytest.mark.usefixtures("draft")
@pytest.mark.parametrize(
    ("kind", "text", "reason"),
    [
        ("expression", 'answers.area > 100 and delivery == "locker"', ""),
        ("expression", "__import__('os')", "funcția nu este permisă aici"),
        ("expression", "answers.area >", "nu se poate citi ca expresie"),
        ("expression", "lambda x: x", "„Lambda” nu este permis într-o expresie"),
        ("script", 'letter = "answer"\nfee = 2 + 2', ""),
        ("script", "import os", "se scriu numai rânduri „nume = expresie”"),
        ("cell", "(150..250]", ""),
        ("cell", "between 1 and 2", "„between” nu este cunoscut aici"),
        ("output", "1,5", "este nevoie de o singură valoare; zecimalele se scriu cu punct"),
        ("timeDuration", '"P3D"', ""),
        ("timeDuration", '"3 zile"', "'3 zile' nu este o durată"),
        ("timeDate", '"mâine"', "'mâine' nu este o zi sau un moment"),
        ("timeCycle", '"R/PT1S"', "'R/PT1S' revine prea des"),
    ],
)
def test_the_sandbox_says_why_not(enter: Enter, kind: str, text: str, reason: str) -> None:
    asked = enter("Anca").client.post(f"{API}/expresie", json={"kind": kind, "text": text})
    assert asked.json == {"ok": not reason, "reason": reason}


@pytest.mark.usefixtures("draft")
def test_strange_questions_are_answered_and_strangers_are_not(enter: Enter) -> None:
    anca = enter("Anca").client
    for body in (b"{", b"[]", b'{"text": {"a": 1}, "kind": 3}', b'{"text": "' + b"(" * 5000 + b'"}'):
        answer = anca.post(f"{API}/expresie", data=body, content_type="application/json")
        assert answer.status_code == 200
    for who in ("Ion", "ioana@exemplu.ro"):
        assert enter(who).client.get(f"{API}/oferta", headers=JSON).status_code in {403, 404}
        assert enter(who).client.post(f"{API}/expresie", json={}, headers=JSON).status_code in {403, 404}
