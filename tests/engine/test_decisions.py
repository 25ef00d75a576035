"""Decision tables: what each hit policy answers, which rules said so, and what is refused in words."""

from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.engine.language import decisions
from app.engine.language.decisions import DecisionError
from app.engine.reading import tables
from app.refusal import Refusal
from tests.engine.costs import cheap
from tests.engine.dmn import HEAD, book, formula, stored, table

OPENED = {"case": {"opened_on": "2026-11-22"}}


def fee(**answers: Any) -> decisions.Decision:
    return decisions.decide(stored("fee.dmn"), "certificate_fee", {"answers": answers, **OPENED})


@pytest.mark.parametrize(
    ("answers", "bani", "rule"),
    [
        ({"zone": "A", "surface": 150}, 600, "rule_town_small"),
        ({"zone": "B", "surface": 151.5}, 603, "rule_town_large"),
        ({"zone": "C", "surface": 9_000}, 300, "rule_village"),
        ({"zone": "C", "urgent": True}, 600, "rule_village"),
        ({}, 300, "rule_village"),
    ],
)
def test_a_fee_and_the_rule_that_decided_it(answers: dict[str, Any], bani: int, rule: str) -> None:
    found = fee(**answers)
    assert (found.result, found.value, found.rules) == ("fee", bani, (rule,))
    assert "Cod fiscal art. 474" in found.notes[0]


def test_a_row_with_dates_no_longer_holds_next_year() -> None:
    with pytest.raises(DecisionError) as none:
        decisions.decide(
            stored("fee.dmn"),
            "certificate_fee",
            {"answers": {"zone": "A", "surface": 90}, "case": {"opened_on": "2027-01-01"}},
        )
    assert none.value.key == "decision.no_rule"
    assert none.value.facts["decision"] == "certificate_fee"
    asked = {"Rangul zonei": 1, "Suprafața (mp)": 90, "Depusă la": "2027-01-01"}
    assert none.value.facts["inputs"] == asked
    assert "Suprafața (mp)" in none.value.reason


def test_what_a_decision_leans_on_is_decided_first_and_explained_too() -> None:
    names = {"answers": {"zone": "C"}, **OPENED}
    taken = decisions.decide_all(stored("fee.dmn"), "certificate_fee", names)
    assert [(d.table, d.result, d.value) for d in taken] == [
        ("zone_rank", "rank", 2),
        ("certificate_fee", "fee", 300),
    ]
    assert [d.rules for d in taken] == [("rule_edge",), ("rule_village",)]


def test_the_notes_can_be_read_again_from_the_rules_that_a_case_keeps() -> None:
    found = stored("fee.dmn").notes("rule_edge, rule_village")
    assert found == ["Cod fiscal art. 474 alin. (2) La sat se plătește jumătate"]


def test_several_outputs_make_a_mapping_and_several_rules_a_list() -> None:
    found = decisions.decide(stored("papers.dmn"), "papers", {"answers": {"kind": "firm"}})
    assert found.value == [{"code": "plan", "copies": 2}, {"code": "registration", "copies": 1}]
    assert found.result == "papers"
    assert found.rules == ("paper_plan", "paper_registration")


def said(policy: str, value: object, **more: str) -> Any:
    rules = [["< 10", "1"], ["[5..15]", "2"], ["[5..15]", "2"], ["> 100", '"many"']]
    return decisions.decide(book(table(["x"], ["y"], rules, hitPolicy=policy, **more)), "t", {"x": value})


@pytest.mark.parametrize(
    ("policy", "value", "answer", "rules"),
    [
        ("UNIQUE", 1, 1, ("r1",)),
        ("UNIQUE", 101, "many", ("r4",)),
        ("FIRST", 7, 1, ("r1",)),
        ("FIRST", 12, 2, ("r2",)),
        ("ANY", 12, 2, ("r2", "r3")),
        ("RULE ORDER", 7, [1, 2, 2], ("r1", "r2", "r3")),
        ("RULE ORDER", 50, [], ()),
        ("COLLECT", 12, [2, 2], ("r2", "r3")),
        ("COLLECT", None, [], ()),
    ],
)
def test_hit_policies(policy: str, value: object, answer: object, rules: tuple[str, ...]) -> None:
    found = said(policy, value)
    assert (found.value, found.rules) == (answer, rules)


@pytest.mark.parametrize(
    ("gather", "value", "answer"),
    [("SUM", 7, 5), ("MIN", 7, 1), ("MAX", 7, 2), ("COUNT", 7, 3), ("COUNT", 101, 1), ("SUM", 50, 0),
     ("MAX", 50, None)],
)  # fmt: skip
def test_collected_answers_can_be_gathered(gather: str, value: int, answer: object) -> None:
    assert said("COLLECT", value, aggregation=gather).value == answer


@pytest.mark.parametrize(
    ("policy", "value", "key", "words"),
    [
        ("UNIQUE", 12, "decision.several_rules", "2 + 3"),
        ("ANY", 7, "decision.rules_disagree", "1 + 2 + 3"),
        ("UNIQUE", 50, "decision.no_rule", "x"),
        ("FIRST", None, "decision.no_rule", "x"),
        ("UNIQUE", "text", "decision.cell", "rule 1, column x"),
        ("PRIORITY", 1, "decision.policy", "t"),
        ("OUTPUT ORDER", 1, "decision.policy", "t"),
    ],
)
def test_where_no_single_answer_is_right_the_decision_says_why(
    policy: str, value: object, key: str, words: str
) -> None:
    with pytest.raises(DecisionError, match=key) as refused:
        said(policy, value)
    assert words in str(refused.value)


def test_texts_cannot_be_added_up() -> None:
    with pytest.raises(DecisionError, match="only numbers"):
        said("COLLECT", 101, aggregation="SUM")


def test_an_error_tells_nothing_that_a_citizen_wrote() -> None:
    with pytest.raises(DecisionError) as refused:
        said("UNIQUE", "Ionescu")
    assert "Ionescu" not in str(refused.value)


@pytest.mark.parametrize("policy", ["UNIQUE", "FIRST", "ANY"])
def test_a_default_answers_where_no_rule_does(policy: str) -> None:
    tables_ = book(table(["x"], ["fee=base * 2", "why"], [["1", "5", '"one"']], hitPolicy=policy))
    found = decisions.decide(tables_, "t", {"x": 2, "base": 50})
    assert (found.value, found.rules) == ({"fee": 100, "why": None}, ())


def test_a_formula_is_a_decision_too() -> None:
    both = book(
        formula("total", "sum", "fee + tax"), table(["x"], ["all"], [["-", "sum * 2"]], needs="total")
    )
    assert decisions.decide(both, "t", {"fee": 5, "tax": 7}).value == 24


@pytest.mark.parametrize("needs", ["t", "other", "nobody"])
def test_decisions_that_lean_on_themselves_or_on_nothing_are_refused(needs: str) -> None:
    other = table(["x"], ["z"], [["-", "1"]], own="other", needs="t")
    tables_ = book(table(["x"], ["y"], [["-", "1"]], needs=needs), other)
    with pytest.raises(DecisionError, match="decision"):
        decisions.decide(tables_, "t", {})


def test_a_decision_asked_by_many_is_taken_once() -> None:
    """A ladder of decisions, each asking the one below it twice, would else be climbed 2^40 times."""
    ladder = [table(["x"], ["y0"], [["-", "1"]], own="d0")]
    ladder += [
        table(["x"], [f"y{n}"], [["-", f"y{n - 1} + 1"]], own=f"d{n}", needs=f"d{n - 1} d{n - 1}")
        for n in range(1, 41)
    ]
    assert decisions.decide(book(*ladder), "d40", {}).value == 41


def test_a_result_shares_nothing_with_the_case() -> None:
    names: dict[str, Any] = {"answers": {"papers": ["plan"]}}
    found = decisions.decide(book(table(["1"], ["y"], [["1", "answers.papers"]])), "t", names)
    found.value.append("more")
    assert names == {"answers": {"papers": ["plan"]}}


def test_a_table_with_a_thousand_rules_is_quick_and_a_heavy_one_is_stopped() -> None:
    large = book(table(["x", "z"], ["y"], [[f"[{n}..{n + 1})", f'"{n}", "b"', str(n)] for n in range(1_000)]))
    asked = {"x": 999, "z": "b"}
    assert decisions.decide(large, "t", asked).value == 999
    assert cheap(lambda: decisions.decide(large, "t", asked), most=0.1)
    heavy = book(table(["x"], ["y"], [["many = same", "1"]] * 500))
    with pytest.raises(DecisionError, match="too much work"):
        decisions.decide(heavy, "t", {"many": [1] * 5_000, "same": [1] * 5_000})


LIMITS = st.lists(st.integers(-20, 20), min_size=1, max_size=6, unique=True).map(sorted)


@given(LIMITS, st.integers(-25, 25), st.sampled_from(["UNIQUE", "FIRST", "ANY", "COLLECT"]))
def test_neighbouring_ranges_leave_no_gap_and_never_overlap(
    limits: list[int], value: int, policy: str
) -> None:
    """Half-open ranges between limits, as a table of fees by surface has them."""
    rules = [[f"< {limits[0]}", "0"]]
    rules += [[f"[{a}..{b})", str(n)] for n, (a, b) in enumerate(pairwise(limits), 1)]
    rules += [[f">= {limits[-1]}", str(len(limits))]]
    found = decisions.decide(book(table(["x"], ["y"], rules, hitPolicy=policy)), "t", {"x": value})
    above = sum(value >= limit for limit in limits)
    assert found.value == ([above] if policy == "COLLECT" else above)
    assert len(found.rules) == 1


@pytest.mark.parametrize(
    ("content", "key"),
    [
        (b"<definitions xmlns='http://example.org/dmn'/>", "decision.not_dmn"),
        (b"<decision xmlns='https://www.omg.org/spec/DMN/20191111/MODEL/'/>", "decision.not_dmn"),
        (b"no xml", "diagram.unreadable"),
        (f"{HEAD}{table(['x', 'z'], ['y'], [['1', '2']])}</definitions>".encode(), "decision.uneven_rule"),
        (f"{HEAD}{table(['x'], ['y'], [['1', '2', '3']])}</definitions>".encode(), "decision.uneven_rule"),
    ],
)
def test_files_that_are_no_tables_are_refused(content: bytes, key: str) -> None:
    with pytest.raises(Refusal) as refused:
        tables.read({"t.dmn": content})
    assert refused.value.key == key
    assert refused.value.facts["file"] == "t.dmn"
