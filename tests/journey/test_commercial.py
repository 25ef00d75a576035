"""Opening hours, commercial acts and their yearly visa: what the scenarios do not look at."""

from datetime import date

from app.cityhall.cases import queries as cases
from app.cityhall.cases.models import Case
from app.cityhall.documents import queries as documents
from app.cityhall.payments import queries as payments
from app.cityhall.registry import validity
from app.database import session
from app.journey import advance, deciding
from tests.hall import Hall
from tests.journey import shopkeepers as shop

D = date.fromisoformat


def hours_given(hall: Hall, **answers: object) -> Case:
    """A shop with its opening hours."""
    case = shop.asks_for_hours(hall, **answers)
    shop.checked(hall, case)
    hall.does("Corina", case, "proposal", **shop.FAVOURABLE)
    hall.pays(case)
    shop.signed(hall, case)
    return case


def test_hours_hold_for_a_year_and_the_register_says_when_they_ended(each_hall: Hall) -> None:
    hall = each_hall
    case = hours_given(hall)
    ((register, entry),) = shop.acts(case)
    assert (register, hall.fresh(case).status) == ("operating_hours", "in_force")
    known = validity.of_entry(entry)
    assert known == validity.Validity(D("2026-11-23"), D("2027-11-23"))
    hall.passes(days=335)
    assert shop.written(case)[-1] == "permit_expiring"
    assert hall.fresh(case).status == "in_force", "a reminder ends nothing"
    hall.passes(days=31)
    ended = validity.of_entry(entry)
    assert ended is not None
    assert (ended.why, ended.ended_on, ended.holds(D("2027-11-24"))) == ("expired", D("2027-11-24"), False)
    assert (hall.fresh(case).status, hall.fresh(case).outcome) == ("closed", "issued")


def test_the_term_stands_while_the_shop_completes_its_file(hall: Hall) -> None:
    case = shop.asks_for_hours(hall)
    hall.does("Horia", case, "routing", field_check=False)
    hall.does("Corina", case, "verification", **shop.MISSING)
    hall.passes(days=4)
    hall.does("ioana@exemplu.ro", case, "completion", answer="Am adăugat contractul.")
    term = hall.fresh(case).term
    assert term is not None
    assert (term.conservative, len(term.pauses)) == (D("2026-12-28"), 1)  # 27.12 is a Sunday
    assert shop.open_forms(case) == ["verification"]


def test_nobody_answers_in_time_and_the_lawyer_is_asked_on_that_day(each_hall: Hall) -> None:
    hall = each_hall
    case = shop.asks_for_hours(hall)
    shop.rings(hall, "2026-12-11")
    shop.rings(hall, "2026-12-18")
    shop.rings(hall, "2026-12-23")
    warned = [len(hall.mail.to(f"{who}@ps6.example")) for who in ("comercial.sef", "primar")]
    assert (warned, shop.open_forms(case)) == ([2, 0], ["routing"])
    shop.rings(hall, "2026-12-24")
    assert shop.open_forms(case) == ["routing", "tacit"]
    assert len(hall.mail.to("primar@ps6.example")) == 1
    hall.does("Irina", case, "tacit", **shop.CONFIRMED)
    hall.does("Dan", case, "approval", decision="approve")
    assert shop.written(case)[-1] == "tacit_notice"
    assert [paper.letter for paper in documents.of_case(case.id) if paper.kind == "letter"] == [
        "tacit_notice"
    ]
    assert shop.open_forms(case) == ["routing"], "the hall still owes the document itself"


def test_two_letters_are_signed_at_once_without_mixing(hall: Hall) -> None:
    case = shop.asks_for_hours(hall)
    shop.checked(hall, case)
    hall.does("Corina", case, "proposal", **shop.FAVOURABLE)
    hall.pays(case)
    shop.rings(hall, "2026-12-24")
    hall.does("Irina", case, "tacit", **shop.CONFIRMED)
    waiting = cases.open_tasks(case.id)
    assert {(task.signs, task.role) for task in waiting} == {("permit", "head"), ("tacit_notice", "mayor")}


def test_a_fee_paid_early_goes_back_when_the_request_is_refused(hall: Hall) -> None:
    case = shop.asks_for_hours(hall)
    hall.pays(case)
    shop.checked(hall, case)
    hall.does("Corina", case, "proposal", **shop.REFUSED)
    shop.signed(hall, case)
    assert (hall.fresh(case).status, hall.fresh(case).outcome) == ("closed", "refused")
    (note,) = payments.of_case(case.id)
    assert note.state in {"refund_due", "refunded"}
    assert shop.acts(case) == []


def test_a_bar_in_a_block_asks_its_neighbours_only_past_ten(hall: Hall) -> None:
    early = shop.asks_for_hours(hall, **{**shop.AT_NIGHT, "programme": shop.week()})
    late = shop.asks_for_hours(hall, **shop.AT_NIGHT)
    for case in (early, late):
        shop.checked(hall, case)
    assert (shop.open_forms(early), shop.open_forms(late)) == (["field_check"], ["consent"])
    hall.passes(days=10, hours=1)
    assert advance.data_of(late.id)["consent_missing"] is True
    assert shop.open_forms(late) == ["field_check"]


def test_midnight_as_a_closing_hour_is_past_ten(hall: Hall) -> None:
    midnight = {"mode": "hours", "from": "16:00", "to": "00:00"}
    case = shop.asks_for_hours(hall, programme=shop.week(saturday=midnight))
    fee = deciding.fee(case.version, deciding.of_case(case))
    assert fee is not None
    assert fee.bani == 45000


def test_an_act_holds_no_longer_than_the_lease(hall: Hall) -> None:
    case = shop.authorized(hall, contract_until="2027-03-31")
    ((register, entry),) = shop.acts(case)
    known = validity.of_entry(entry)
    assert known is not None
    assert (register, known.until) == ("authorizations", D("2027-03-31"))
    hall.passes(days=100)
    assert shop.written(case)[-1] == "document_expiring"
    hall.passes(days=31)
    hall.does("Corina", case, "still_valid", decision="renewed", findings="Act nou.", until="2029-03-31")
    session().rollback()
    longer = validity.of_entry(entry)
    assert longer is not None
    assert longer.until == D("2029-03-31")


def test_a_visa_finds_its_authorization_in_the_register(hall: Hall) -> None:
    shop.authorized(hall)
    own = hall.files("commercial_visa", shop.VISA).case
    other = hall.files("commercial_visa", {**shop.VISA, "cui": "18189442"}).case
    unknown = hall.files("commercial_visa", {**shop.VISA, "authorization_number": "fără număr"}).case
    found = [advance.data_of(case.id)["authorization"] for case in (own, other, unknown)]
    assert [(one["found"], one["same_holder"]) for one in found] == [
        (True, True),
        (True, False),
        (False, False),
    ]
    assert found[0]["in_force"] is True
    assert [shop.open_forms(case) for case in (own, other, unknown)] == [
        ["verification"],
        ["identification"],
        ["identification"],
    ]
