"""An analyst sees everything that stands against a draft in words, and an editor asks for the same list."""

import json
from string import Formatter

import pytest

from app.cityhall.drafts import queries as drafts
from app.cityhall.drafts.models import Draft
from app.engine.checking.problem import Problem
from app.engine.checking.sentences import SENTENCES
from app.web.studio.checking import problem_words
from tests.hall import Hall
from tests.web.citizen.people import Enter

PAGE = "/studio/petition/ciorna/verificare"
ASK = "/studio/petition/ciorna/api/verifica"
JSON = {"Accept": "application/json"}


def test_every_rule_has_its_words_and_no_words_are_left_over(hall: Hall) -> None:
    assert problem_words.RULES.keys() == SENTENCES.keys()
    with hall.app.test_request_context():
        for key, words in problem_words.rule_words().items():
            assert words["sentence"].endswith("."), key
            assert words["mend"].endswith("."), key
            asked = {name for _, name, _, _ in Formatter().parse(SENTENCES[key]) if name}
            facts = dict.fromkeys(asked | {"rule", "column"}, "ceva")  # of a table, besides
            assert "–" not in problem_words.told(Problem("x", key, facts), None)["sentence"], key


@pytest.mark.usefixtures("draft")
def test_a_draft_without_faults_may_be_published(enter: Enter) -> None:
    page = enter("Anca").client.get(PAGE)
    assert page.status_code == 200
    assert "Totul este în regulă" in page.text


def test_unsaved_texts_are_laid_over_the_draft(enter: Enter, draft: Draft) -> None:
    diagram = drafts.files(draft.id)["procedure.bpmn"].decode()
    assert 'cityhall:role="officer"' in diagram
    broken = diagram.replace('default="', 'data-was="', 1)
    answer = enter("Anca").client.post(ASK, json={"files": {"procedure.bpmn": broken}}, headers=JSON)
    assert answer.json is not None
    found = next(one for one in answer.json["problems"] if one["key"] == "gateway.no_default")
    assert found["file"] == "procedure.bpmn"
    assert found["severity"] == "error"
    assert "cale obișnuită" in found["sentence"]
    assert found["mend"]
    assert found["name"] != found["element"]
    clean = enter("Anca").client.post(ASK, json={"files": {}}, headers=JSON)
    assert clean.json is not None
    assert clean.json["problems"] == []
    assert clean.json["digest"] == drafts.digest(draft.id)


@pytest.mark.usefixtures("draft")
@pytest.mark.parametrize(
    ("path", "text", "key"),
    [
        ("procedure.bpmn", "<not xml", "diagram.unreadable"),
        ("procedure.bpmn", "<!DOCTYPE x><x/>", "diagram.doctype"),
        ("routing.dmn", "<x/>", "decision.not_dmn"),
        ("procedure.toml", "title = ", "file.unreadable"),
        ("procedure.toml", "title = 3", "config.wrong"),
        ("papers.json", "[1]", "config.wrong"),
        ("notices.toml", '[x]\nsubject = "fără text"', "config.missing"),
        ("forms/analysis.schema.json", "[]", "form.bad_schema"),
        ("forms/analysis.ui.json", "{}", "form.no_pages"),
        ("scenarios/anonymous.json", "{}", "scenario.unreadable"),
    ],
)
def test_what_cannot_be_read_is_a_problem_and_no_fault_of_the_page(
    enter: Enter, path: str, text: str, key: str
) -> None:
    answer = enter("Anca").client.post(ASK, json={"files": {path: text}}, headers=JSON)
    assert answer.status_code == 200
    assert answer.json is not None
    found = {(one["file"], one["key"]) for one in answer.json["problems"]}
    assert (path, key) in found, found


@pytest.mark.usefixtures("draft")
@pytest.mark.parametrize("said", [[], {"files": []}, {"files": {"a.bpmn": 1}}, {"files": {"../x": ""}}])
def test_nonsense_is_refused(enter: Enter, said: object) -> None:
    answer = enter("Anca").client.post(
        ASK, data=json.dumps(said), content_type="application/json", headers=JSON
    )
    assert answer.status_code in {400, 422}


@pytest.mark.usefixtures("draft")
def test_only_analysts_of_the_hall_may_ask(enter: Enter) -> None:
    for who in ("Ana", "ioana@exemplu.ro"):
        assert enter(who).client.get(PAGE).status_code in {403, 404}
        assert enter(who).client.post(ASK, json={}, headers=JSON).status_code in {403, 404}
