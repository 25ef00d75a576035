"""Behind the link of the SMS: the code, who else may collect, a new code, an hour at the counter."""

import io
import uuid

import pytest
from PIL import Image

from app.cityhall import institutions
from app.cityhall.lockers import rules
from app.cityhall.procedures import actions, folders
from app.database import transaction
from app.journey import secrets
from tests.hall import ROOT, Hall
from tests.web.citizen.people import Citizen, Enter
from tests.web.public.pickups import BORN, bears_identity, deposited, left_lying, link, link_to, parcel, told

MARIA = {"name": "Maria Vecina", "phone": "0722 333 444"}
MARIAS = "+40722333444"
BIRTH = {"birth__day": "7", "birth__month": "11", "birth__year": "1990"}
PROOF = {"proof__day": "5", "proof__month": "3", "proof__year": "1981"}


def pin(hall: Hall, anybody: Citizen) -> str:
    return anybody.text("//p[@class='collect-pin']/span").replace(" ", "")


def test_the_link_says_all_that_is_needed_at_the_cabinet(hall: Hall, enter: Enter) -> None:
    case, anybody = deposited(hall), enter("")
    shown = anybody.get(link(hall, case))
    lying = parcel(case)
    assert pin(hall, anybody) == secrets.grant_pin(hall.house, hall.grant(lying))
    assert anybody.text("//span[@class='collect-door']") == str(lying.compartment)
    for words in (lying.cabinet.name, lying.cabinet.place, "Până la 26.11.2026"):
        assert words in anybody.text("//main")
    assert shown.headers["Cache-Control"] == "no-store"
    assert shown.headers["X-Pickup"].startswith("ready:")


@pytest.mark.nightly
def test_the_code_is_kept_as_a_picture(hall: Hall, enter: Enter) -> None:
    case, anybody = deposited(hall), enter("")
    answer = anybody.get(f"{link(hall, case)}/cod.png")
    picture = Image.open(io.BytesIO(answer.data))
    assert answer.mimetype == "image/png"
    assert picture.width == 1080
    assert picture.convert("L").getextrema() == (0, 255)
    hall.door("closed", "collect")
    assert anybody.get(f"{link(hall, case)}/cod.png").status_code == 409


def test_somebody_else_collects_with_a_code_of_their_own(hall: Hall, enter: Enter) -> None:
    case, ioana, maria = deposited(hall), enter(""), enter("")
    ioana.get(link(hall, case))
    ioana.post(f"{link(hall, case)}/altcineva", **MARIA)
    assert len(told(hall, case)) == 2
    assert "Maria Vecina" in ioana.text("//main")
    assert "Maria Vecina poate ridica" in hall.sms.to("+40721000101")[-1]
    maria.get(link_to(hall, MARIAS))
    assert "îl ridicați pentru Ioana Cetățean" in maria.text("//main")
    assert pin(hall, maria) != pin(hall, ioana)
    assert "Nu puteți veni" not in maria.text("//main")
    assert maria.post(f"{link_to(hall, MARIAS)}/altcineva", **MARIA).status_code == 403


def test_the_right_is_taken_back_and_the_code_is_dead(hall: Hall, enter: Enter) -> None:
    case, ioana, maria = deposited(hall), enter(""), enter("")
    ioana.post(f"{link(hall, case)}/altcineva", **MARIA)
    withdraw = ioana.page.xpath("//form[contains(@action, '/retragere')]/@action")[0]
    ioana.post(withdraw)
    assert [one.id.split(":")[0] for one in told(hall, case)] == [str(hall.grant(parcel(case)).id)]
    first, *_, last = hall.sms.to(MARIAS)
    assert "Codul primit nu mai este bun" in last
    maria.get(first[first.index("/ridicare/") :].strip())
    assert "a retras acest drept" in maria.text("//main")
    assert maria.page.xpath("//*[contains(@class, 'collect-qr')]") == []


def test_who_else_collects_must_be_reachable(hall: Hall, enter: Enter) -> None:
    case, ioana = deposited(hall), enter("")
    for typed, said in (
        ({"name": "Maria"}, "numele și prenumele"),
        ({"phone": "021 529 8400"}, "de mobil"),
        ({"phone": ""}, "de mobil"),
    ):
        answer = ioana.post(f"{link(hall, case)}/altcineva", **{**MARIA, **typed})
        assert answer.status_code == 422
        assert said in ioana.errors
    assert len(told(hall, case)) == 1


@pytest.mark.nightly
def test_at_most_three_others_and_each_phone_once(hall: Hall, enter: Enter) -> None:
    case, ioana = deposited(hall), enter("")
    page = f"{link(hall, case)}/altcineva"
    for digit in "123":
        ioana.post(page, name="Maria Vecina", phone=f"072233344{digit}")
    assert len(told(hall, case)) == 4
    assert "cel mult 3 persoane" in ioana.post(page, name="Dan Vecin", phone="0722333449").text


def test_the_link_alone_gives_nobody_a_paper_that_bears_identity(hall: Hall, enter: Enter) -> None:
    """Else a forwarded SMS would be enough to send the code to another phone, under another birth date."""
    case, ioana = deposited(hall), enter("")
    bears_identity(hall, case)
    page = f"{link(hall, case)}/altcineva"
    assert "data dumneavoastră de naștere" in ioana.get(link(hall, case)).text
    assert ioana.post(page, **MARIA, **BIRTH).status_code == 422
    assert ioana.post(page, **MARIA, **BIRTH, **{**PROOF, "proof__year": "1982"}).status_code == 422
    assert ioana.post(page, **MARIA, **PROOF).status_code == 422
    assert len(told(hall, case)) == 1
    ioana.post(page, **MARIA, **BIRTH, **PROOF)
    mine, marias = sorted(told(hall, case), key=lambda one: one.id != f"{hall.grant(parcel(case)).id}:1")
    grant_id, _, serial = marias.id.partition(":")
    site = parcel(case).cabinet.code
    assert marias.factor_sha256 == rules.factor_sha256("07111990", uuid.UUID(grant_id), int(serial), site)
    assert mine.factor_sha256 != marias.factor_sha256


@pytest.mark.nightly
def test_guessing_the_second_factor_ends_after_five_tries(hall: Hall, enter: Enter) -> None:
    case, thief = deposited(hall), enter("")
    bears_identity(hall, case)
    hall.app.config["RATE_LIMITS"] = True
    page = f"{link(hall, case)}/altcineva"
    for year in range(1970, 1975):
        thief.post(page, **MARIA, **BIRTH, **{**PROOF, "proof__year": str(year)})
    answer = thief.post(page, **MARIA, **BIRTH, **PROOF)
    assert answer.status_code == 429
    assert len(told(hall, case)) == 1


def test_a_new_code_kills_the_old_one(hall: Hall, enter: Enter) -> None:
    case, ioana = deposited(hall), enter("")
    bears_identity(hall, case)
    ioana.get(link(hall, case))
    before, grant_id = pin(hall, ioana), hall.grant(parcel(case)).id
    ioana.post(f"{link(hall, case)}/cod-nou", **PROOF)
    assert pin(hall, ioana) not in {before, ""}
    (only,) = told(hall, case)
    assert only.id == f"{grant_id}:2"
    assert only.factor_sha256 == rules.factor_sha256(BORN, grant_id, 2, parcel(case).cabinet.code)


def test_when_the_time_is_over_an_hour_at_the_counter_is_offered(hall: Hall, enter: Enter) -> None:
    case, ioana = left_lying(hall), enter("")
    ioana.get(link(hall, case))
    assert "vă așteaptă la ghișeu" in ioana.text("//h1")
    ioana.get(f"{link(hall, case)}/programare")
    hours = ioana.page.xpath("//button[@name='hour']/@value")
    ioana.post(f"{link(hall, case)}/programare", hour=hours[0])
    assert "Sunteți programat" in ioana.text("//main")
    assert "Va asteptam la ghiseu" in (hall.works() and hall.sms.to("+40721000101")[-1])
    elena = enter("Elena")
    elena.get("/ghiseu")
    assert case.applicant.full_name in elena.text("//*[@id='programari']/following-sibling::*[1]")


def test_the_time_is_extended_once_for_all_who_may_collect(hall: Hall, enter: Enter) -> None:
    case, ioana, maria = deposited(hall), enter(""), enter("")
    ioana.post(f"{link(hall, case)}/altcineva", **MARIA)
    hall.works()
    marias = link_to(hall, MARIAS)
    assert maria.post(f"{marias}/prelungire").status_code == 403
    ioana.post(f"{link(hall, case)}/prelungire")
    assert "rămâne în casetă până la 28.11.2026" in ioana.text("//main")
    assert ioana.page.xpath("//form[contains(@action, '/prelungire')]") == []
    assert "Până la 28.11.2026" in maria.get(marias).text
    assert {one.not_after.day for one in told(hall, case)} == {28}
    ioana.post(f"{link(hall, case)}/prelungire")
    assert "28.11.2026" in ioana.text("//main")
    hall.passes(days=4)
    assert "Documentul vă așteaptă" in ioana.get(link(hall, case)).text
    hall.passes(days=2)
    assert "Ducem documentul la ghișeu" in ioana.get(link(hall, case)).text


def test_the_link_says_where_the_paper_is_after_its_time(hall: Hall, enter: Enter) -> None:
    case, ioana, maria = deposited(hall), enter(""), enter("")
    ioana.post(f"{link(hall, case)}/altcineva", **MARIA)
    hall.works()
    marias = link_to(hall, MARIAS)
    hall.passes(days=4)
    assert "Ducem documentul la ghișeu" in ioana.get(link(hall, case)).text
    assert ioana.get(f"{link(hall, case)}/cod.png").status_code == 409
    assert (
        ioana.post(f"{link(hall, case)}/altcineva", name="Dan Vecin", phone="0722333445").status_code == 409
    )
    assert ioana.post(f"{link(hall, case)}/programare", hour="2026-11-30T08:00:00+00:00").status_code == 409
    assert maria.get(f"{marias}/programare").status_code == 403
    assert "collect-qr" not in maria.get(marias).text
    assert told(hall, case) == []


@pytest.mark.nightly
def test_a_case_older_than_the_words_borrows_todays(hall: Hall, enter: Enter) -> None:
    """Versions never change: one published before this message existed does not have it."""
    found, files = institutions.by_code("PS6"), folders.read_folder(ROOT, "petition")
    assert found is not None
    words = files["notices.toml"].partition(b"[locker_delegate]")[0]
    with transaction():
        actions.publish(found, "petition", {**files, "notices.toml": words}, hall.now)
    case = deposited(hall)
    with transaction():
        actions.publish(found, "petition", files, hall.now)
    enter("").post(f"{link(hall, case)}/altcineva", **MARIA)
    hall.works()
    assert "/ridicare/" in hall.sms.to(MARIAS)[-1]


def test_a_jammed_door_says_that_the_paper_is_safe(hall: Hall, enter: Enter) -> None:
    case, ioana = deposited(hall), enter("")
    hall.door("jammed", "collect")
    ioana.get(link(hall, case))
    assert "s-a blocat" in ioana.text("//main")
    assert "în siguranță" in ioana.text("//main")
    hall.door("opened", "collect")
    assert "este deschisă. Luați documentul" in ioana.get(link(hall, case)).text
    hall.door("closed", "collect")
    assert "a fost ridicat" in ioana.get(link(hall, case)).text


@pytest.mark.usefixtures("hall")
def test_a_link_that_was_never_made_says_so(enter: Enter) -> None:
    for address in ("/ridicare/altceva", "/ridicare/altceva/cod.png", "/ridicare/altceva/altcineva"):
        assert enter("").get(address).status_code == 404
    for address in ("/ridicare/altceva/prelungire", "/ridicare/altceva/cod-nou"):
        assert enter("").post(address).status_code == 404
