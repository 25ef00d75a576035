import pytest

from app.engine.telling import paths
from tests.engine.procedures import CODES, flow, procedure, small

LOCKER = {"delivery": "locker"}


def ids(steps: list[paths.Step], *, optional: bool = False) -> list[str]:
    return [s.element_id for s in steps if s.optional == optional]


def progress(done: set[str], now: set[str], code: str = "petition") -> dict[str, list[str]]:
    told = paths.progress(paths.steps(procedure(code), known=LOCKER), done, now)
    return {state: [s.element_id for s, found in told if found == state] for state in ("done", "now", "next")}


def test_the_main_line_of_a_petition_whose_paper_goes_to_the_locker() -> None:
    assert ids(paths.steps(procedure("petition"), known=LOCKER)) == [
        "intake_receipt", "routing", "analysis", "drafting", "signature_approval", "signature_issue",
        "delivery_reserve", "delivery_deposit", "delivery_wait", "delivery_collected", "archiving_archive",
    ]  # fmt: skip


def test_without_a_choice_the_counter_is_usual_and_the_rest_optional() -> None:
    steps = paths.steps(procedure("petition"))
    assert "delivery_handover" in ids(steps)
    assert {"delivery_email", "delivery_wait", "completion_answer", "redirect_notice", "closed"} <= set(
        ids(steps, optional=True)
    )


@pytest.mark.parametrize("code", CODES)
def test_every_step_is_told_once_in_both_languages(code: str) -> None:
    steps = paths.steps(procedure(code))
    assert len({s.element_id for s in steps}) == len(steps)
    assert all(s.label and s.label_en and s.label != s.label_en and s.role for s in steps)


def test_a_case_that_is_being_analysed() -> None:
    where = progress({"intake_receipt", "routing"}, {"analysis"})
    assert where["done"] == ["intake_receipt", "routing"]
    assert where["now"] == ["analysis"]
    assert where["next"][:2] == ["drafting", "signature_approval"]


def test_a_completion_that_happened_stays_though_it_was_optional() -> None:
    where = progress({"intake_receipt", "routing", "analysis", "completion_answer"}, {"analysis"})
    assert where["done"] == ["intake_receipt", "routing", "completion_answer"]


def test_a_letter_returned_will_be_signed_again() -> None:
    where = progress({"routing", "analysis", "drafting", "signature_approval"}, {"drafting"})
    assert where["done"] == ["routing", "analysis"]
    assert where["next"][0] == "signature_approval"


def test_while_the_hall_works_unseen_the_right_way_is_told() -> None:
    assert "archiving_archive" in progress({"routing"}, {"redirect_told"})["next"]


def test_nobody_came_so_the_paper_goes_to_the_counter() -> None:
    where = progress({"delivery_deposit"}, {"delivery_take_back"})
    assert where["next"] == ["delivery_handover", "archiving_archive"]


def test_nothing_comes_after_the_end() -> None:
    where = progress({"routing", "archiving_archive", "closed"}, set())
    assert (where["now"], where["next"]) == ([], [])


def test_a_diagram_that_runs_in_a_circle_is_told_once() -> None:
    tasks = '<bpmn:userTask id="one" cityhall:label="Unu"/><bpmn:userTask id="two" cityhall:label="Doi"/>'
    body = tasks + flow("go", "one") + flow("one", "two") + flow("two", "one")
    assert [s.element_id for s in paths.steps(small(body))] == ["one", "two"]


def test_a_very_long_diagram_is_no_trouble() -> None:
    names = [f"t{i}" for i in range(1000)]
    tasks = "".join(f'<bpmn:task id="{n}"/>' for n in names)
    flows = "".join(flow(a, b) for a, b in zip(["go", *names], [*names, "stop"], strict=True))
    assert paths.steps(small(tasks + flows)) == []


def test_an_event_round_the_whole_procedure_is_an_optional_stop() -> None:
    heard = '<bpmn:messageEventDefinition messageRef="gone"/>'
    handler = f'<bpmn:startEvent id="withdrawn" name="Retragere">{heard}</bpmn:startEvent>'
    handler += '<bpmn:endEvent id="shut"/><bpmn:userTask id="close" cityhall:label="Închidem dosarul"/>'
    body = (
        '<bpmn:userTask id="solve" cityhall:label="Rezolvăm"/>' + flow("go", "solve") + flow("solve", "stop")
    )
    body += f'<bpmn:subProcess id="withdrawal" triggeredByEvent="true">{handler}'
    body += flow("withdrawn", "close") + flow("close", "shut") + "</bpmn:subProcess>"
    model = small(body, '<bpmn:message id="gone" name="gone"/>')
    assert [(s.element_id, s.optional) for s in paths.steps(model)] == [("close", True), ("solve", False)]


def test_the_way_goes_on_where_a_link_comes_out() -> None:
    link = '<bpmn:linkEventDefinition name="A"/>'
    body = f'<bpmn:intermediateThrowEvent id="off">{link}</bpmn:intermediateThrowEvent>'
    body += f'<bpmn:intermediateCatchEvent id="on">{link}</bpmn:intermediateCatchEvent>'
    body += '<bpmn:userTask id="solve" cityhall:label="Rezolvăm"/>'
    body += flow("go", "off") + flow("on", "solve") + flow("solve", "stop")
    assert ids(paths.steps(small(body))) == ["solve"]
