"""Opening an account, proving its addresses, signing in and out."""

import re

import pytest

from app.cityhall.people import accounts
from app.demo import PASSWORD
from tests.hall import Hall
from tests.web.citizen.people import Citizen, Enter

ANA = {
    "full_name": "Ana Ionescu",
    "email": "ana@exemplu.ro",
    "phone": "0722 333 444",
    "password": "trei pisici mari",
}


def codes(hall: Hall) -> dict[str, str]:
    hall.works()
    mail, sms = hall.mail.to("ana@exemplu.ro")[-1], hall.sms.to("+40722333444")[-1]
    return {"email_code": re.findall(r"\d{6}", mail)[0], "sms_code": re.findall(r"\d{6}", sms)[0]}


def test_an_account_works_after_both_codes(hall: Hall, enter: Enter) -> None:
    ana = enter("")
    ana.post("/cont/nou", **ANA)
    assert "Confirmați" in ana.text("//h1")
    assert "Confirmați" in ana.get("/cereri").text
    right = codes(hall)
    assert ana.post("/cont/confirmare", email_code=right["email_code"], sms_code="000000").status_code == 422
    assert ana.post("/cont/confirmare", sms_code=right["sms_code"]).request.path == "/cereri"


def test_everything_wrong_is_told_at_once_and_kept(enter: Enter) -> None:
    ana = enter("")
    sent = ana.post(
        "/cont/nou", full_name="Ana Ionescu", email="ana@", phone="021 300 4000", password="scurt"
    )
    assert sent.status_code == 422
    assert [said in ana.errors for said in ("e-mail", "mobil", "Parola")] == [True] * 3
    assert ana.page.xpath("//input[@name='full_name']/@value") == ["Ana Ionescu"]
    assert "scurt" not in sent.text


def test_a_new_code_ends_the_old_one_and_codes_are_tried_a_few_times(hall: Hall, enter: Enter) -> None:
    ana = enter("")
    ana.post("/cont/nou", **ANA)
    old = codes(hall)
    ana.post("/cont/confirmare", resend="sms")
    new = codes(hall)
    assert ana.post("/cont/confirmare", **old).status_code in {200, 422}
    wrong = {"sms_code": "000000"}
    for _ in range(accounts.CODE_TRIES):
        ana.post("/cont/confirmare", **wrong)
    ana.post("/cont/confirmare", sms_code=new["sms_code"])
    assert "nu mai este valabil" in ana.errors


@pytest.mark.parametrize(
    ("who", "where"), [("ioana@exemplu.ro", "/cereri"), ("ghiseu@ps6.example", "/birou")]
)
def test_people_land_where_their_work_is(enter: Enter, who: str, where: str) -> None:
    someone = enter("")
    sent = someone.post("/intrare", email=who, password=PASSWORD)
    assert sent.request.path.startswith(where)
    someone.post("/iesire")
    assert "Intrați în cont" in someone.get("/cereri").text


@pytest.mark.parametrize(
    "away", ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:1"]
)
def test_nobody_is_sent_away(enter: Enter, away: str) -> None:
    sent = enter("").post("/intrare", email="ioana@exemplu.ro", password=PASSWORD, next=away)
    assert sent.request.path == "/cereri"


def test_guessing_a_password_is_slowed_down(hall: Hall, enter: Enter) -> None:
    hall.app.config["RATE_LIMITS"] = True
    guesser: Citizen = enter("")
    for _ in range(10):
        assert guesser.post("/intrare", email="ioana@exemplu.ro", password="ghicesc").status_code == 422
    assert guesser.post("/intrare", email="ioana@exemplu.ro", password=PASSWORD).status_code == 429
