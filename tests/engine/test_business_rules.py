"""Business rule tasks in a run that is stored and restored between any two of its steps."""

from itertools import pairwise

import pytest

from app.adapters.letters import DocxLetters
from app.engine.checking import checks
from app.engine.library.steps import StepError
from app.journey import checking
from tests.engine.dmn import HEAD, formula, table
from tests.engine.elements import FOLDER, Story, parsed
from tests.engine.procedures import flow, small


def test_a_fee_is_decided_kept_and_explained() -> None:
    story = Story("decision")
    story.fill("ask", "yes")
    assert story.waits() == ["pay"]
    assert story.data()["fee"] == {"bani": 600, "basis": "peste 100 mp"}
    assert story.data()["decided"] == {"discount": "rule_half", "permit_fee": "rule_large"}
    notes = parsed("decision").model.decisions.notes(story.data()["decided"]["permit_fee"])
    assert notes == ["Zece lei la metru"]


def test_a_gateway_obeys_what_was_decided() -> None:
    story = Story("decision")
    story.fill("ask", "no")
    assert story.finished
    assert story.data()["fee"]["bani"] == 0


def test_a_table_may_be_asked_about_each_of_many() -> None:
    story = Story("decision")
    story.fill("ask", "yes")
    story.fill("pay")
    assert story.finished
    assert story.data()["weights"] == [20, 20, 9]


def test_where_no_rule_matches_the_step_fails_and_says_where() -> None:
    story = Story("decision", answers={"surface": -5})
    with pytest.raises(StepError, match="no_rule") as failed:
        story.fill("ask", "yes")
    assert (failed.value.reason, failed.value.element) == ("decision", "reckon")
    assert "permit_fee" in failed.value.detail
    assert story.waits() == ["ask"]


def problems(*decisions: str, asked: str = "t") -> list[tuple[str, str, dict[str, object]]]:
    inside = f"<spiffworkflow:calledDecisionId>{asked}</spiffworkflow:calledDecisionId>"
    task = f'<bpmn:businessRuleTask id="ask"><bpmn:extensionElements>{inside}</bpmn:extensionElements>'
    body = task + "</bpmn:businessRuleTask>" + "".join(flow(a, b) for a, b in pairwise(["go", "ask", "stop"]))
    tables = f"{HEAD}{''.join(decisions)}</definitions>".encode()
    model = small(body, beside={"t.dmn": tables})
    return [(p.element, p.key, dict(p.facts)) for p in checks.problems(model, (), {})]


def test_a_sound_table_has_no_problems() -> None:
    assert (
        problems(table(["x"], ["y"], [['"a", < 5', "1"], ["-", "if x then 1 else 2"]], hitPolicy="FIRST"))
        == []
    )


def test_a_task_must_ask_for_a_decision_that_is_there() -> None:
    found = problems(table(["x"], ["y"], [["-", "1"]]), asked="nothing")
    assert found == [("ask", "decision.unknown", {"decision": "nothing"})]


@pytest.mark.parametrize(
    ("inputs", "outputs", "rules", "said", "key", "facts"),
    [
        (["x"], ["y"], [], {}, "decision.no_rules", {}),
        (["x"], [], [["-"]], {}, "decision.no_output", {}),
        (["x"], ["y z"], [["-", "1"]], {}, "decision.no_name", {"name": "y z"}),
        (["x"], ["_y"], [["-", "1"]], {}, "decision.no_name", {"name": "_y"}),
        (["x"], ["len"], [["-", "1"]], {}, "decision.no_name", {"name": "len"}),
        (["x"], ["answers"], [["-", "1"]], {}, "decision.no_name", {"name": "answers"}),
        (["x"], ["y"], [["-", "1"]], {"hitPolicy": "PRIORITY"}, "decision.policy", {"policy": "PRIORITY"}),
        (["x"], ["y"], [["-", "1"]], {"hitPolicy": "OUTPUT ORDER"}, "decision.policy",
         {"policy": "OUTPUT ORDER"}),
        (["x"], ["y"], [["-", "1"]], {"aggregation": "SUM"}, "decision.aggregation", {"aggregation": "SUM"}),
        (["x"], ["y", "z"], [["-", "1", "2"]], {"hitPolicy": "COLLECT", "aggregation": "SUM"},
         "decision.aggregation", {"aggregation": "SUM"}),
        (["open('x')"], ["y"], [["-", "1"]], {}, "decision.refused",
         {"column": "open('x')", "expression": "open('x')", "reason": "this function is not allowed"}),
        (["x"], ["y"], [["-", "1"], ["1", "eval(x)"]], {"hitPolicy": "FIRST"}, "decision.refused",
         {"rule": 2, "column": "y", "expression": "eval(x)", "reason": "this function is not allowed"}),
        (["x"], ["y"], [["[1..", "1"]], {}, "decision.refused",
         {"rule": 1, "column": "x", "expression": "[1..", "reason": "not an expression"}),
        (["x"], ["y=lambda: 1"], [["1", "1"]], {}, "decision.refused",
         {"column": "y", "expression": "lambda: 1", "reason": "`:` is not allowed"}),
        (["x", "z"], ["y"], [['"a"', "-", "1"], ["-", "< 5", "2"], ["1", "2", "3"]], {},
         "decision.rules_overlap", {"rules": [1, 2]}),
    ],
)  # fmt: skip
def test_what_may_not_be_published(
    inputs: list[str],
    outputs: list[str],
    rules: list[list[str]],
    said: dict[str, str],
    key: str,
    facts: object,
) -> None:
    assert ("t", key, facts) in problems(table(inputs, outputs, rules, **said))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (f"{HEAD}{table(['x'], ['y'], [['eval(x)', '1']])}</definitions>", "t says eval(x): "),
        ("<!DOCTYPE x><definitions/>", "fees.dmn has a document type"),
    ],
)
def test_a_procedure_whose_tables_are_at_fault_is_not_loaded(content: str, words: str) -> None:
    diagram = (FOLDER / "decision.bpmn").read_bytes()
    files = {"procedure.toml": b"[term]", "procedure.bpmn": diagram, "fees.dmn": content.encode()}
    found = checking.problems(files, DocxLetters())
    assert [str(one) for one in found if words in str(one) and one.file == "fees.dmn"]


def test_decisions_may_not_lean_on_each_other_in_a_circle() -> None:
    one = table(["x"], ["y"], [["-", "1"]], needs="other")
    other = table(["x"], ["z"], [["-", "1"]], own="other", needs="t nobody")
    keys = {(element, key) for element, key, _ in problems(one, other)}
    circle = {("t", "decision.leans_on_itself"), ("other", "decision.leans_on_itself")}
    assert keys == {*circle, ("other", "decision.unknown")}


def test_an_id_names_one_decision_only_and_a_formula_needs_a_name() -> None:
    twice = table(["x"], ["y"], [["-", "1"]])
    assert ("t", "id.repeated", {}) in problems(twice, twice)
    assert ("t", "decision.no_name", {"name": ""}) in problems(formula("t", "", "1"))
