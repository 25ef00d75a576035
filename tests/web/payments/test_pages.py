"""Paying through the pages: the applicant's case, the public note, the cashier's desk."""

import re
from datetime import timedelta

import pytest

from app.cityhall.payments import queries, rules
from app.database import session
from tests.hall import Hall
from tests.journey.fees import HANDED, LOOK, PAY, REFUSE, ask, case_of, note_of, waiting
from tests.web.citizen.people import Citizen, Enter

IOANA, VLAD = "ioana@exemplu.ro", "vlad@exemplu.ro"


@pytest.fixture
def fee(hall: Hall) -> str:
    """The address of the note that Ioana's case waits for."""
    return f"/plata/{rules.pay_code(hall.house.secret, note_of(waiting(hall)).id)}"


def note_at(address: str) -> object:
    session().rollback()
    return queries.by_code(address.split("/")[2])


def card(who: Citizen, address: str) -> str:
    """Press the button; where the browser is sent."""
    answer = who.client.post(f"{address}/card")
    session().rollback()
    assert answer.status_code == 303
    return answer.headers["Location"]


def test_the_applicant_sees_what_to_pay_and_where(hall: Hall, enter: Enter) -> None:
    case = waiting(hall)
    ioana = enter(IOANA)
    page = ioana.get(f"/cereri/{case.id}").text
    assert "Aveți de plătit o taxă: 14,50 lei" in page
    for said in (note_of(case).reference, "RO17 TREZ 7062 1160 203X XXXX", "16.02.03", "Plătesc acum"):
        assert said in page
    assert "Plătiți până la" in page
    assert "23.12.2026" in ioana.text("//dt[text()='Plătiți până la']/../dd")
    code = rules.pay_code(hall.house.secret, note_of(case).id)
    assert f"http://127.0.0.1:8000/plata/{code}" in page
    assert enter(VLAD).get(f"/cereri/{case.id}").status_code == 404


def test_after_paying_the_applicant_has_the_confirmation(hall: Hall, enter: Enter, fee: str) -> None:
    ioana = enter(IOANA)
    assert card(ioana, fee).startswith("https://plati.example/")
    assert "Așteptăm confirmarea plății" in ioana.get(f"{fee}/inapoi").text
    hall.hears(hall.till.event(hall.now))
    assert "Am primit plata: 14,50 lei" in ioana.get(f"{fee}/inapoi").text
    case_id = queries.by_code(fee.split("/")[2]).case_id
    page = ioana.get(f"/cereri/{case_id}").text
    assert "Confirmarea plății" in page
    assert "Aveți de plătit o taxă:" not in page
    pdf = ioana.get(f"{fee}/confirmare.pdf")
    assert (pdf.mimetype, pdf.data[:5]) == ("application/pdf", b"%PDF-")
    assert ioana.get(f"{fee}/nota.pdf").data[:5] == b"%PDF-"
    assert "Nu mai aveți nimic de plătit" in ioana.get(fee).text


def test_whoever_is_invited_pays_and_learns_nothing_of_the_applicant(
    hall: Hall, enter: Enter, fee: str
) -> None:
    stranger = enter("")
    answer = stranger.get(fee)
    assert "14,50 lei" in answer.text
    for secret in ("Ioana", "ioana", "0721", "Dezrobirii", "Gunoi"):
        assert secret not in answer.text
    assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert "form-action 'self' http://127.0.0.1:1;" in answer.headers["Content-Security-Policy"]
    card(stranger, fee)
    hall.hears(hall.till.event(hall.now))
    assert "Plătită: 14,50 lei" in stranger.get(fee).text
    text = stranger.get(f"{fee}/inapoi").text
    assert "Ioana" not in text


def test_the_way_back_tells_what_the_call_back_told(hall: Hall, enter: Enter, fee: str) -> None:
    ioana = enter(IOANA)
    card(ioana, fee)
    hall.hears(hall.till.event(hall.now, "failed"))
    assert "Plata nu a reușit" in ioana.get(f"{fee}/inapoi").text
    hall.hears(hall.till.event(hall.now))
    hall.hears(hall.till.event(hall.now))
    assert "S-a plătit de două ori" in ioana.get(f"{fee}/inapoi").text


def test_a_note_that_is_over_cannot_be_paid(hall: Hall, enter: Enter, fee: str) -> None:
    hall.passes(days=31)
    stranger = enter("")
    assert "Nu mai este nimic de plătit" in stranger.get(fee).text
    assert stranger.client.post(f"{fee}/card").headers["Location"].endswith(fee)
    assert hall.till.checkouts == {}
    assert stranger.get(f"{fee}/confirmare.pdf").status_code == 404


def test_a_provider_that_is_down_takes_nothing_and_says_so(hall: Hall, enter: Enter, fee: str) -> None:
    hall.till.failures = 1
    answer = enter("").client.post(f"{fee}/card")
    assert answer.status_code == 503
    assert "Nu s-a încasat nimic" in answer.text


def test_looking_at_a_note_changes_nothing(hall: Hall, enter: Enter, fee: str) -> None:
    for address in (fee, f"{fee}/inapoi", f"{fee}/nota.pdf"):
        enter("").get(address)
    assert note_at(fee).payments == []  # type: ignore[attr-defined]


def test_who_guesses_addresses_is_stopped(hall: Hall, enter: Enter, fee: str) -> None:
    hall.app.config["RATE_LIMITS"] = True
    stranger = enter("")
    answers = [stranger.get(f"/plata/{'x' * 20}{number:02d}").status_code for number in range(25)]
    assert answers == [404] * 20 + [429] * 5
    hall.now += timedelta(hours=2)
    assert stranger.get(fee).status_code == 200


def test_the_cashier_finds_the_note_and_takes_the_money(hall: Hall, enter: Enter) -> None:
    case = waiting(hall)
    note = note_of(case)
    olga = enter("Olga")
    assert note.reference in olga.get("/casierie").text
    assert "Casierie" in olga.text("//nav[@aria-label='Principal']")
    for asked in (
        note.reference,
        note.reference[-8:].lower(),
        str(case.entry.number),
        case.entry.legal_number,
    ):
        assert note.reference in olga.get(f"/casierie?q={asked}").text, asked
    assert "Nu am găsit nicio notă" in olga.get("/casierie?q=PS6-2026-999999").text
    page = olga.get(f"/casierie/note/{note.id}").text
    assert "Ioana Cetățean" in page
    assert (
        "Scrieți numărul chitanței"
        in olga.post(f"/casierie/note/{note.id}/incasare", receipt_number=" ").text
    )
    assert olga.errors
    paid = olga.post(f"/casierie/note/{note.id}/incasare", receipt_number="SX 0042")
    assert "Plata de 14,50 lei este înregistrată, chitanța SX 0042." in paid.text
    assert note_of(case).state == "paid"
    again = olga.post(f"/casierie/note/{note.id}/incasare", receipt_number="SX 0043")
    assert "nu mai este nimic de plătit" in again.text
    hall.works()
    assert "SX 0042" in enter(IOANA).get(f"/cereri/{case.id}").text


def test_only_cashiers_pass(hall: Hall, enter: Enter) -> None:
    note = note_of(waiting(hall))
    for who in ("Elena", "Ana", "Paul", IOANA):
        visitor = enter(who)
        visitor.get("/")
        assert "Casierie" not in visitor.text("//nav")
        assert visitor.get("/casierie").status_code == 403
        assert visitor.get(f"/casierie/note/{note.id}").status_code == 403
        assert visitor.post(f"/casierie/note/{note.id}/incasare", receipt_number="x").status_code == 403
    assert queries.of_case(note.case_id)[0].due


def test_cash_that_must_go_back_is_paid_out_at_the_desk(hall: Hall, enter: Enter) -> None:
    case = case_of(hall, ask(), PAY, LOOK, REFUSE)
    hall.pays(case, "counter", "SX 7")
    hall.does("Elena", case, "handover", **HANDED)
    olga = enter("Olga")
    assert "De restituit la ghișeu" in olga.get("/casierie").text
    [owed] = queries.to_give_back(hall.actor("Olga"))
    assert olga.post(f"/casierie/plati/{owed.id}/restituire", document="").status_code == 422
    assert (
        "Restituirea este înregistrată"
        in olga.post(f"/casierie/plati/{owed.id}/restituire", document="DP 9").text
    )
    assert "De restituit la ghișeu" not in olga.get("/casierie").text


def test_what_the_provider_knows_stands_beside_our_books(hall: Hall, enter: Enter, fee: str) -> None:
    card(enter(IOANA), fee)
    untold = hall.till.event(hall.now)
    olga = enter("Olga")
    address = f"/casierie/note/{note_at(fee).id}?procesator=1"  # type: ignore[attr-defined]
    assert "Altfel decât la noi" in olga.get(address).text
    hall.hears(untold)
    assert "La fel ca la noi" in olga.get(address).text


def test_colleagues_read_the_payment_in_the_file(hall: Hall, enter: Enter) -> None:
    case = waiting(hall)
    elena = enter("Elena")
    page = elena.get(f"/birou/dosare/{case.id}").text
    assert "Notă de plată de 14,50 lei" in page
    assert "Încasează la casierie" not in page
    hall.pays(case)
    page = elena.get(f"/birou/dosare/{case.id}").text
    assert re.search(r"S-a plătit 14,50 lei, cu cardul, chitanța tr-\d", page)
    assert "Plata taxei" in elena.get(f"/ghiseu/dosare/{case.id}").text


def test_the_address_to_pay_at_is_in_the_message_on_the_case_page(hall: Hall, enter: Enter) -> None:
    case = waiting(hall)
    code = rules.pay_code(hall.house.secret, note_of(case).id)
    messages = enter(IOANA)
    messages.get(f"/cereri/{case.id}")
    assert f"/plata/{code}" in messages.text("//div[@class='message']")
    assert "$" not in messages.text("//div[@class='message']")
