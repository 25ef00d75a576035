"""The log: one line a request and a job, each knows its request, its case, its actor; and nobody's data."""

import json
import logging
import uuid

import pytest
from sqlalchemy.exc import IntegrityError

from app.cityhall.lockers import queries as lockers
from app.cityhall.people import accounts
from app.cityhall.people.models import Account
from app.database import session, transaction
from app.journey import secrets
from app.logs import log, said
from tests.hall import PETITION, Hall
from tests.web.citizen.people import Enter
from tests.web.citizen.test_filing import IOANA, begin, fill

Captured = pytest.CaptureFixture[str]
CNP = "2900101221145"


def lines(captured: Captured) -> list[dict[str, object]]:
    return [json.loads(line) for line in captured.readouterr().err.splitlines()]


def test_a_request_has_an_id_that_its_line_and_its_answer_carry(enter: Enter, capsys: Captured) -> None:
    given = uuid.uuid4().hex
    anybody = enter("").client
    answer = anybody.get("/servicii", headers={"X-Request-ID": given})
    assert answer.headers["X-Request-ID"] == given
    (line,) = lines(capsys)
    assert (line["event"], line["request"], line["method"]) == ("request", given, "GET")
    assert (line["endpoint"], line["status"]) == ("public.services", 200)
    assert line["statements"]
    assert isinstance(line["ms"], float)


@pytest.mark.parametrize("planted", ["", "2900101221145", "Ioana Cetățean", "x" * 500, '"}\n{"event": "fake'])
def test_an_id_that_could_say_something_is_replaced(enter: Enter, planted: str) -> None:
    client = enter("").client
    headers = (
        {} if "\n" in planted else {"X-Request-ID": planted.encode("latin-1", "ignore").decode("latin-1")}
    )
    assert uuid.UUID(client.get("/healthz", headers=headers).headers["X-Request-ID"])


def test_lines_know_the_actor_and_the_case_and_forget_them(
    hall: Hall, enter: Enter, capsys: Captured
) -> None:
    case = hall.petition()
    ana = enter("Ion")
    capsys.readouterr()
    ana.client.get(f"/birou/dosare/{case.id}")
    enter("").client.get("/healthz")
    of_ana, of_nobody = lines(capsys)
    account = accounts.by_email("relatii@ps6.example")
    assert account is not None
    assert (of_ana["case"], of_ana["actor"]) == (str(case.id), str(account.id))
    assert not {"case", "actor"} & of_nobody.keys()


def test_a_job_tells_its_case_its_outcome_and_how_long(hall: Hall, capsys: Captured) -> None:
    case = hall.petition()
    done = [line for line in lines(capsys) if line["event"] == "job"]
    assert {line["outcome"] for line in done} == {"done"}
    assert str(case.id) in {line.get("case") for line in done}
    assert {"service", "send_notice"} <= {line["kind"] for line in done}
    assert all(line["job"] and line["statements"] for line in done)
    log.info("afterwards")
    assert not {"case", "job"} & lines(capsys)[0].keys()


def _open_again(hall: Hall) -> None:
    known = accounts.by_email(IOANA)
    assert known is not None
    facts = {"email": IOANA, "password_hash": "-", "created_at": hall.now}
    with transaction():
        session().add(Account(person_id=known.person_id, **facts))


def test_an_error_is_told_by_its_kind_and_place_never_by_its_words(hall: Hall, capsys: Captured) -> None:
    with pytest.raises(IntegrityError) as twice:
        _open_again(hall)
    log.error("it.broke", exc_info=twice.value)
    logging.getLogger("somebody").warning("%s writes to %s", "Ioana", IOANA)
    logging.getLogger("somebody").error(f"Ioana writes to {IOANA}")  # noqa: G004 - as libraries do
    broke, warned, spoke = lines(capsys)
    assert str(broke["exception"]).startswith("['IntegrityError")
    assert "database.py" in str(broke["exception"])
    assert (warned["text"], spoke["text"]) == ("%s writes to %s", "")
    assert IOANA not in json.dumps([broke, warned, spoke])
    assert said(KeyError("Ioana")) == "KeyError"


def test_no_line_of_a_whole_journey_holds_anybodys_data(hall: Hall, enter: Enter, capsys: Captured) -> None:
    ioana = enter(IOANA)
    fill(ioana, begin(ioana, "petition"))
    ioana.get(f"/cereri?cnp={CNP}")
    ioana.client.get(f"/nu-exista/{CNP}")
    ioana.client.post("/intrare", data={"email": IOANA, "password": "parola-mea-secreta"})
    ioana.client.open(f"/{CNP}", method="IOANA")
    case = hall.petition(description=f"Am CNP {CNP} și gunoiul nu s-a ridicat.")
    hall.answered(case)
    hall.door("closed", "deposit")
    hall.does("Elena", case, "deposit", confirmed=True)
    parcel = lockers.latest(case.id)
    assert parcel is not None
    pin, token = (
        secrets.grant_pin(hall.house, hall.grant(parcel)),
        secrets.grant_token(hall.house, hall.grant(parcel)),
    )
    address = secrets.grant_address(hall.house, hall.grant(parcel)).removeprefix(hall.house.url)
    enter("").client.get(address)
    enter("").client.get(f"/verifica/{case.entry.verify_token}")
    hall.sms.failures = 3
    hall.petition()
    said_in_all = capsys.readouterr().err
    assert said_in_all.count('"event": "request"') > 10
    assert said_in_all.count('"event": "job.failed"') >= 1
    personal = [IOANA, CNP, pin, token, address.rsplit("/", 1)[1], case.entry.verify_token, "parola-mea"]
    personal += ["Ioana", "IOANA", "Cetățean", "0721 000", "0721000101", "Dezrobirii", PETITION["subject"]]
    assert [one for one in personal if str(one) in said_in_all] == []
    assert all(json.loads(line)["event"] for line in said_in_all.splitlines())
