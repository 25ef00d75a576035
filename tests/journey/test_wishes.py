"""What an applicant may say to a running case: said once, in time, by the right person, with a number."""

import pytest

from app.cityhall.cases import queries as cases
from app.cityhall.cases.models import Case
from app.cityhall.registry import queries as register
from app.database import transaction
from app.journey import wishes
from app.queue import jobs
from app.refusal import Refusal
from tests.hall import Hall
from tests.journey.test_messages import PERSON, filed

ASIDE = """<bpmn:subProcess id="aside" triggeredByEvent="true">
<bpmn:startEvent id="heard"><bpmn:messageEventDefinition messageRef="given"><bpmn:extensionElements>
<spiffworkflow:messageVariable>said</spiffworkflow:messageVariable></bpmn:extensionElements>
</bpmn:messageEventDefinition></bpmn:startEvent><bpmn:endEvent id="shut"/>
<bpmn:sequenceFlow id="heard-shut" sourceRef="heard" targetRef="shut"/></bpmn:subProcess>"""
IOANA = "ioana@exemplu.ro"


def waiting(hall: Hall, monkeypatch: pytest.MonkeyPatch, message: str = "withdrawal") -> Case:
    """A case on a small diagram in which somebody works and the message is heard."""
    monkeypatch.setattr("tests.journey.test_messages.OPENING", _opening(message))
    return filed(hall, [PERSON.format("work")], aside=ASIDE)


def _opening(message: str) -> str:
    from tests.journey import test_messages

    return test_messages.OPENING.replace("opinion_given", message)


def test_what_is_withdrawn_is_registered_and_ends(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    case = waiting(hall, monkeypatch)
    assert wishes.offered(hall.fresh(case)) == ["withdrawal"]
    hall.says(case, "withdrawal", "S-a rezolvat între timp.")
    assert hall.fresh(case).status == "closed"
    entry = register.of_case(case.id)[-1]
    assert (entry.direction, entry.summary) == ("in", f"Retragere la nr. {case.entry.legal_number}")
    assert register.completions(case.id) == []
    line = next(e for e in cases.history(case.id, public_only=True) if e.kind == "said")
    assert line.facts["reason"] == "S-a rezolvat între timp."
    assert jobs.dead() == []


def test_it_is_said_once_and_not_when_it_is_too_late(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    case = waiting(hall, monkeypatch)
    hall.stopped = True
    hall.says(case, "withdrawal")
    with pytest.raises(Refusal, match=r"wish\.too_late"):
        hall.says(case, "withdrawal")
    hall.stopped = False
    hall.works()
    assert wishes.offered(hall.fresh(case)) == []
    with pytest.raises(Refusal, match=r"wish\.too_late"):
        hall.says(case, "withdrawal")


def test_what_was_answered_is_withdrawn_no_more(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    case = waiting(hall, monkeypatch)
    with transaction():
        hall.fresh(case).outcome = "answered"
    assert wishes.offered(hall.fresh(case)) == []
    with pytest.raises(Refusal, match=r"wish\.too_late"):
        hall.says(case, "withdrawal")


def test_nobody_else_speaks_for_the_applicant_but_the_counter(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = waiting(hall, monkeypatch)
    for stranger in ("vlad@exemplu.ro", "Ana"):
        with pytest.raises(Refusal, match=r"wish\.not_yours"):
            hall.says(case, "withdrawal", by=stranger)
    hall.says(case, "withdrawal", by="Elena")
    line = next(e for e in cases.history(case.id, public_only=True) if e.kind == "said")
    assert line.actor_id == hall.actor("Elena").person_id
    assert line.on_behalf_of_id == hall.fresh(case).applicant_id


def test_a_wish_nobody_awaits_or_knows_is_refused(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    case = waiting(hall, monkeypatch, "reopen")
    with pytest.raises(Refusal, match=r"wish\.too_late"):
        hall.says(case, "withdrawal")
    with pytest.raises(Refusal, match=r"wish\.unknown"):
        hall.says(case, "parcel_collected")
    with pytest.raises(Refusal, match=r"wish\.reason_needed"):
        hall.says(case, "reopen", "  ")
    hall.says(case, "reopen", "Gunoiul este tot acolo.")
    assert hall.fresh(case).status == "closed"
