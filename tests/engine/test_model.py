import pytest

from app.engine.reading import model
from app.engine.reading.model import Box, Event, Rounds
from app.refusal import Refusal
from tests.engine.elements import parsed
from tests.engine.procedures import HEAD, files_of, flow, procedure, small


def test_a_task_knows_its_lane_words_and_form() -> None:
    routing = procedure("petition").elements["routing"]
    assert (routing.kind, routing.role, routing.form, routing.ui) == (
        "userTask", "public_relations", "routing", "routing",
    )  # fmt: skip
    assert routing.label == "Alegem compartimentul care vă răspunde"
    assert routing.label_en == "We choose the department that answers you"
    assert isinstance(routing.bounds, Box)


def test_a_service_task_knows_its_operation() -> None:
    elements = procedure("petition").elements
    assert elements["send_to_department"].operation == "assign_department"
    assert elements["send_to_department"].parameters == (("department", "routing.department"),)
    assert elements["delivery_reserve"].result == "locker"
    assert elements["drafting"].letter == "answer"
    assert elements["completion_set_expired"].script == 'completion_result = "expired"'


def test_boundary_timers_stand_in_the_lane_of_what_they_sit_on() -> None:
    elements = procedure("petition").elements
    reminder, term = elements["completion_reminder"], elements["completion_term"]
    assert (reminder.attached_to, reminder.interrupting) == ("completion_answer", False)
    assert (term.timer, term.interrupting) == ("settings.completion_term", True)
    assert term.role == "applicant"


def test_the_wait_for_the_parcel_names_its_message() -> None:
    assert procedure("petition").elements["delivery_wait"].message == "parcel_collected"


def test_the_main_process_is_the_procedure_s_own_whatever_the_order() -> None:
    files = files_of("petition")
    assert model.read(dict(reversed(files.items()))).main == "petition"


def test_ids_that_stand_for_two_things_are_found() -> None:
    operator = '<spiffworkflow:serviceTaskOperator id="archive"/>'
    held = f"<bpmn:extensionElements>{operator}</bpmn:extensionElements>"
    body = f'<bpmn:serviceTask id="archive">{held}</bpmn:serviceTask>'
    assert small(body).repeated == {"archive"}
    assert not small(flow("go", "stop")).repeated


def test_elements_of_an_embedded_sub_process_know_it() -> None:
    body = '<bpmn:subProcess id="wait"><bpmn:startEvent id="in"/></bpmn:subProcess>'
    assert small(body).elements["in"].scope == "wait"
    assert small(body).elements["in"].process == "small"


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        (b"<bpmn:definitions", "diagram.unreadable"),
        (b"<html/>", "diagram.not_bpmn"),
        (b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>', "diagram.doctype"),
        (HEAD.encode() + b"</bpmn:definitions>", "diagram.one_process"),
    ],
)
def test_a_file_that_is_no_diagram_is_refused(content: bytes, rule: str) -> None:
    with pytest.raises(Refusal) as refused:
        model.read({"procedure.bpmn": content})
    assert refused.value.key == rule


def test_events_rounds_and_data_objects_are_read() -> None:
    elements = parsed("multi_receive").model.elements
    assert elements["wait"].event == Event(
        "message", "opinion_given", variable="opinion", correlation="department"
    )
    assert elements["wait"].rounds == Rounds(
        "parallel", "departments", item="department", results="opinions", result="opinion"
    )
    watched = parsed("event_sub_timer_aside").model
    assert [start.id for start in watched.handlers(watched.main)] == ["remind_go"]
    assert not watched.elements["remind_go"].interrupting
    assert watched.elements["remind_go"].timer == "settings.term"
    assert parsed("data_object").model.elements["write"].writes == ("report",)
