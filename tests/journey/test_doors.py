"""What the cabinet tells: twice, late, in the wrong order, about strangers, or about paper left inside."""

import itertools
import uuid
from datetime import timedelta

import pytest
from sqlalchemy import select

from app.cityhall.cases import actions
from app.cityhall.cases import queries as cases
from app.cityhall.cases.models import Case, Message
from app.cityhall.lockers import queries as lockers
from app.cityhall.lockers.models import Parcel
from app.database import session, transaction
from app.journey.lockers import deliver, hearing
from app.outside import OutsideError
from app.queue import jobs
from app.queue.models import Job
from app.refusal import Refusal
from tests.hall import Hall

SECOND = timedelta(seconds=1)
ORDERS = list(itertools.permutations(range(4)))


def tell(hall: Hall, *events: dict[str, object]) -> None:
    with transaction():
        hearing.hear("cabinet-1", list(events), hall.house, hall.now)
    hall.works()


def parcel(case: Case) -> Parcel:
    session().rollback()
    found = lockers.latest(case.id)
    assert found is not None
    return found


def reserved(hall: Hall) -> Case:
    """A signed answer with a door kept for it."""
    case = hall.petition()
    hall.answered(case)
    return case


def ready(hall: Hall) -> Case:
    """The answer lies in the door and the applicant knows."""
    case = reserved(hall)
    hall.door("closed", "deposit", 1)
    hall.does("Elena", case, "deposit", confirmed=True)
    return case


def collecting(hall: Hall) -> list[dict[str, object]]:
    later = hall.now + SECOND
    return [
        hall.bank.event("door.opened", "collect", hall.now, 11),
        hall.bank.event("door.closed", "collect", later, 12),
        hall.bank.event("door.opened", "collect", hall.now, 11),
        hall.bank.event("door.closed", "collect", later, 12),
    ]


@pytest.mark.parametrize("order", ORDERS[::8])
def test_a_collection_told_in_any_order_and_twice_closes_the_case_once(
    hall: Hall, order: tuple[int, ...]
) -> None:
    case = ready(hall)
    events = collecting(hall)
    for place in order:
        tell(hall, events[place])
    assert (parcel(case).state, parcel(case).door_open) == ("collected", False)
    assert hall.fresh(case).status == "closed"
    closed = [text for text in hall.mail.to("ioana@exemplu.ro") if "închis" in text.lower()]
    assert len(closed) <= 1
    assert jobs.dead() == []


def test_a_door_emptied_a_moment_ago_is_given_again_once_the_hall_has_heard(each_hall: Hall) -> None:
    first = ready(each_hall)
    emptied = collecting(each_hall)[:2]
    each_hall.bank.free.insert(0, parcel(first).compartment)
    second = reserved(each_hall)
    assert lockers.latest(second.id) is None
    (waiting,) = session().scalars(select(Job).where(Job.state == "ready", Job.error.is_not(None)))
    assert "door_not_free_yet" in (waiting.error or "")
    tell(each_hall, *emptied)
    each_hall.passes(minutes=10)
    assert (parcel(second).state, parcel(second).compartment) == ("reserved", parcel(first).compartment)
    assert jobs.dead() == []


def test_a_whole_batch_heard_again_changes_nothing(each_hall: Hall) -> None:
    case = ready(each_hall)
    tell(each_hall, *collecting(each_hall))
    before = len(lockers.events(parcel(case).id)), len(each_hall.sms.sent), len(each_hall.mail.sent)
    tell(each_hall, *collecting(each_hall))
    assert (len(lockers.events(parcel(case).id)), len(each_hall.sms.sent), len(each_hall.mail.sent)) == before
    assert each_hall.fresh(case).status == "closed"


def test_an_opening_told_late_does_not_leave_the_door_open(hall: Hall) -> None:
    case = reserved(hall)
    tell(hall, hall.bank.event("door.closed", "deposit", hall.now + SECOND, 2))
    tell(hall, hall.bank.event("door.opened", "deposit", hall.now, 1))
    assert (parcel(case).state, parcel(case).door_open) == ("deposited", False)


def test_events_about_strangers_are_heard_and_forgotten(hall: Hall) -> None:
    case = reserved(hall)
    event = hall.bank.event("door.closed", "deposit", hall.now, 1)
    for number, ref in enumerate([None, "", "nonsense", str(uuid.uuid4()), 7], 10):
        tell(hall, event | {"ref": ref, "id": f"cabinet-1-1-{number}"})
    assert parcel(case).state == "reserved"
    tell(hall, event)
    assert parcel(case).state == "deposited"


def test_other_events_are_noted_and_move_nothing(hall: Hall) -> None:
    case = reserved(hall)
    kinds = ["door.jammed", "door.left_open", "credential.rejected", "door.dancing"]
    for number, kind in enumerate(kinds):
        tell(hall, hall.bank.event(kind, "deposit", hall.now + number * SECOND, number))
    assert parcel(case).state == "reserved"
    assert [event.kind for event in lockers.events(parcel(case).id)] == [f"{kind}:deposit" for kind in kinds]


def test_service_at_a_door_moves_no_parcel(hall: Hall) -> None:
    case = ready(hall)
    tell(hall, hall.bank.event("door.closed", "service", hall.now, 5))
    assert parcel(case).state == "ready"


def test_paper_left_inside_is_not_collected(each_hall: Hall) -> None:
    case = ready(each_hall)
    opened, closed, *_ = collecting(each_hall)
    tell(each_hall, opened, closed | {"state": "needs_check"})
    assert (parcel(case).state, parcel(case).door_open) == ("ready", False)
    assert each_hall.fresh(case).status == "ready_locker"
    (line,) = [e for e in cases.history(case.id, public_only=False) if e.kind == "parcel_needs_check"]
    assert not line.public
    each_hall.passes(hours=73)  # nobody comes again: an operator takes it out
    assert each_hall.task(case, "take_back").role == "locker_operator"
    each_hall.door("closed", "take_back", 30)
    each_hall.does("Elena", case, "take_back", confirmed=True)
    assert each_hall.task(case, "handover").role == "registrar"


def test_an_applicant_faster_than_the_recall_has_the_paper(hall: Hall) -> None:
    case = ready(hall)
    events = collecting(hall)
    hall.passes(hours=73)
    assert parcel(case).state == "recalled"
    tell(hall, *events)  # the cabinet was out of reach and tells only now
    assert parcel(case).state == "collected"
    hall.does("Elena", case, "take_back", confirmed=True)
    assert hall.task(case, "handover").role == "registrar"
    assert (jobs.pending(), jobs.dead()) == (0, [])


def test_the_message_waits_until_the_case_is_ready_for_it(hall: Hall) -> None:
    case = reserved(hall)
    tell(hall, hall.bank.event("door.closed", "deposit", hall.now, 1))
    # Somebody with a service code took it before the clerk even confirmed.
    tell(hall, *collecting(hall))
    assert parcel(case).state == "collected"
    assert hall.fresh(case).status != "closed"
    (kept,) = session().scalars(select(Message))
    assert (kept.name, kept.state, kept.case_id) == ("parcel_collected", "buffered", case.id)
    assert (jobs.pending(), jobs.dead()) == (0, [])


def ask(hall: Hall, case: Case, form: str, who: str = "Elena") -> Parcel:
    with transaction():
        return deliver.ask_to_open(hall.task(case, form), hall.actor(who), hall.now)


def claim(hall: Hall, case: Case, form: str) -> None:
    with transaction():
        actions.claim(hall.task(case, form), hall.actor("Elena"), hall.now)


def test_a_door_opens_for_the_operator_who_holds_the_task(each_hall: Hall) -> None:
    case = reserved(each_hall)
    with pytest.raises(Refusal, match=r"task\.not_yours"):
        ask(each_hall, case, "deposit")
    claim(each_hall, case, "deposit")
    ask(each_hall, case, "deposit")
    each_hall.works()
    assert each_hall.bank.opened == [("r-1", "deposit")]
    assert parcel(case).state == "opened"


def test_a_finished_task_opens_no_door_in_which_paper_lies(hall: Hall) -> None:
    case = reserved(hall)
    claim(hall, case, "deposit")
    task = hall.task(case, "deposit")
    hall.door("closed", "deposit", 1)
    hall.does("Elena", case, "deposit", confirmed=True)
    session().add(task)
    session().refresh(task)
    with pytest.raises(Refusal, match=r"task\.not_open"), transaction():
        deliver.ask_to_open(task, hall.actor("Elena"), hall.now)
    assert hall.bank.opened == []


def test_a_door_asked_for_long_ago_stays_closed(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    case = reserved(hall)
    claim(hall, case, "deposit")
    ask(hall, case, "deposit")

    def jammed(**_: object) -> int:
        raise OutsideError("jammed")

    with monkeypatch.context() as trouble:
        trouble.setattr(hall.bank, "open", jammed)
        hall.works()
    hall.now += timedelta(minutes=2)  # the operator went away; nobody stands at the door
    hall.works()
    assert hall.bank.opened == []
    assert [job.kind for job in jobs.dead()] == ["open_door"]
