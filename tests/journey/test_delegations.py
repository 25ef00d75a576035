"""Somebody stands in: sees the tasks, signs „p.”, with the act; the order of signing stays."""

from datetime import date
from io import BytesIO
from uuid import UUID

import pytest
from pypdf import PdfReader
from sqlalchemy import select

from app.cityhall import institutions, journal
from app.cityhall.cases import actions as case_actions
from app.cityhall.cases import queries as cases
from app.cityhall.cases.models import Case
from app.cityhall.documents import queries as documents
from app.cityhall.journal import JournalEntry
from app.cityhall.people import delegations as stored
from app.cityhall.people.delegations import Asked
from app.database import session, transaction
from app.journey import delegations
from app.refusal import Refusal
from tests.hall import Hall
from tests.journey.memo import drafted, published

ACT = "Dispoziția nr. 1204/20.11.2026"
TODAY, FRIDAY = date(2026, 11, 23), date(2026, 11, 27)
LEGAL_ORDER = '["chief_architect", "general_secretary", "mayor"]'


def asked(hall: Hall, replaced: str, deputy: str, **changes: object) -> Asked:
    """A delegation from today to Friday, unless it says otherwise."""
    institution = institutions.by_code("PS6")
    assert institution is not None
    posts = {one.role: one for one in stored.replaceable({institution.id}, TODAY)}
    facts = {"act": ACT, "since": TODAY, "until": FRIDAY, **changes}
    return Asked(posts[replaced].id, hall.actor(deputy).account_id, **facts)  # type: ignore[arg-type]


def stands_in(hall: Hall, replaced: str = "mayor", deputy: str = "Victor", **changes: object) -> UUID:
    """Somebody stands in; the delegation's id."""
    with transaction():
        wanted = asked(hall, replaced, deputy, **changes)
        made = delegations.begin(wanted, hall.actor("Paul"), hall.now).id
    session().expire_all()
    return made


def printed(hall: Hall, case: Case) -> str:
    act = documents.of_letter(case.id, "answer", "act")
    assert act is not None
    content = hall.house.outside.files.get(act.latest.sha256)
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages).split())


def test_the_deputy_signs_last_all_the_same_and_the_act_is_printed(hall: Hall) -> None:
    published(hall, LEGAL_ORDER)
    stands_in(hall)
    case = drafted(hall)
    with pytest.raises(Refusal, match=r"task\.unknown"):
        cases.staff_task(hall.task(case, "approval").id, hall.actor("Victor"))
    for who in ("Maria", "Silvia", "Victor"):
        hall.does(who, case, "approval", decision="approve")
    said = printed(hall, case)
    assert f"p. Primar, viceprimar Victor Viceprimar ({ACT})" in said
    first, second, third = "1. arhitect-șef Maria", "2. secretar general Silvia", "3. p. Primar"
    assert said.index(first) < said.index(second) < said.index(third)


def test_the_holder_of_the_post_signs_as_always(hall: Hall) -> None:
    published(hall, '["mayor"]')
    stands_in(hall)
    case = drafted(hall)
    hall.does("Dan", case, "approval", decision="approve")
    assert "primar Dan Primar" in printed(hall, case)
    assert ACT not in printed(hall, case)


def test_nobody_signs_twice_by_standing_in(hall: Hall) -> None:
    published(hall, '["general_secretary", "mayor"]')
    stands_in(hall, deputy="Silvia")
    case = drafted(hall)
    hall.does("Silvia", case, "approval", decision="approve")
    with pytest.raises(Refusal, match=r"signature\.twice"):
        hall.does("Silvia", case, "approval", decision="approve")
    with transaction():
        case_actions.release(hall.task(case, "approval"), hall.actor("Silvia"), hall.now)
    hall.does("Dan", case, "approval", decision="approve")


def test_before_and_after_its_days_a_delegation_opens_nothing(hall: Hall) -> None:
    published(hall, '["mayor"]')
    stands_in(hall, since=date(2026, 11, 24))
    case = drafted(hall)
    assert not hall.actor("Victor").holds("mayor")
    hall.passes(days=1)
    assert cases.open_for(hall.actor("Victor"), case.id)
    hall.passes(days=4)
    assert not hall.actor("Victor").holds("mayor")


def test_what_a_deputy_holds_at_the_end_goes_back(hall: Hall) -> None:
    published(hall, '["mayor"]')
    made = stands_in(hall)
    case = drafted(hall)
    with transaction():
        case_actions.claim(hall.task(case, "approval"), hall.actor("Victor"), hall.now)
    with transaction():
        delegations.end(made, hall.actor("Paul"), hall.now)
    session().expire_all()
    assert hall.task(case, "approval").holder_id is None
    assert not hall.actor("Victor").holds("mayor")
    with pytest.raises(Refusal, match=r"delegation\.over"), transaction():
        delegations.end(made, hall.actor("Paul"), hall.now)
    hall.does("Dan", case, "approval", decision="approve")


def test_also_when_its_last_day_is_over(hall: Hall) -> None:
    published(hall, '["mayor"]')
    stands_in(hall)
    case = drafted(hall)
    with transaction():
        case_actions.claim(hall.task(case, "approval"), hall.actor("Victor"), hall.now)
    assert delegations.lapse(hall.now) == 0
    hall.passes(days=5)
    assert delegations.lapse(hall.now) == 1
    assert delegations.lapse(hall.now) == 0
    assert hall.task(case, "approval").holder_id is None


def test_a_head_of_department_may_be_replaced_in_the_department(hall: Hall) -> None:
    published(hall, '["head"]')
    institution = institutions.by_code("PS6")
    assert institution is not None
    heads = [one for one in stored.replaceable({institution.id}, TODAY) if one.role == "head"]
    gabi = next(one for one in heads if one.account.person.full_name == "Gabi Șef")
    with transaction():
        whom = Asked(gabi.id, hall.actor("Mihai").account_id, ACT, TODAY, None)
        delegations.begin(whom, hall.actor("Paul"), hall.now)
    session().expire_all()
    case = drafted(hall)
    hall.does("Mihai", case, "approval", decision="approve")
    assert f"p. Șef serviciu salubrizare, inspector Mihai Inspector ({ACT})" in printed(hall, case)


def test_begin_and_end_stand_in_the_journal(hall: Hall) -> None:
    made = stands_in(hall)
    with transaction():
        delegations.end(made, hall.actor("Paul"), hall.now)
    noted = session().scalars(select(JournalEntry).where(JournalEntry.object_id == made)).all()
    assert [one.action for one in noted] == ["delegation.begun", "delegation.ended"]
    assert noted[0].facts["act"] == ACT
    assert journal.first_broken() is None


@pytest.mark.parametrize(
    ("changes", "key"),
    [
        ({"act": "  "}, "delegation.act_needed"),
        ({"since": None}, "delegation.dates"),
        ({"until": date(2026, 11, 20)}, "delegation.dates"),
        ({"since": date(2026, 12, 1)}, "delegation.dates"),
        ({"deputy": "Dan"}, "delegation.self"),
        ({"deputy": "ioana@exemplu.ro"}, "delegation.who"),
    ],
)
def test_what_is_no_delegation_is_refused(hall: Hall, changes: dict[str, object], key: str) -> None:
    with pytest.raises(Refusal) as refused:
        stands_in(hall, **changes)  # type: ignore[arg-type]
    assert refused.value.key == key


def test_only_an_administrator_of_the_institution_may_end_it(hall: Hall) -> None:
    made = stands_in(hall)
    with pytest.raises(Refusal, match=r"delegation\.unknown"), transaction():
        delegations.end(made, hall.actor("Dan"), hall.now)
