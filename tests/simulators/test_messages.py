"""The message sandbox behaves as a gateway does: takes once, reports until heard, forgets nothing."""

import json
import smtplib
import sqlite3
from contextlib import closing
from email.message import EmailMessage

import pytest
import requests

from simulators.callbacks import sign
from simulators.process import Simulator
from tests.simulators.hands import CALLBACK_KEY, SMS_KEY, Gateway
from tests.simulators.hook import Hook


def test_the_same_key_is_sent_once(gateway: Gateway) -> None:
    first, again = (gateway.send(to="+40721000001", key="once") for _ in range(2))
    assert (first.status_code, again.status_code) == (202, 200)
    assert first.json()["id"] == again.json()["id"]
    assert len(gateway.sms("+40721000001")) == 1


@pytest.mark.parametrize("number", ["0721000001", "+40", "abc", "", "+40721000001\n"])
def test_a_number_that_cannot_be_is_refused_for_good(gateway: Gateway, number: str) -> None:
    answer = gateway.send(to=number)
    assert (answer.status_code, answer.json()["error"]) == (422, {"code": "bad_number", "permanent": True})


def test_without_the_key_nothing_is_taken(gateway: Gateway) -> None:
    assert Gateway(gateway.url, "wrong").send(to="+40721000002").status_code == 401
    assert gateway.sms("+40721000002") == []


def test_a_caller_that_crashed_can_ask(gateway: Gateway) -> None:
    sent = gateway.send(to="+40721000003", key="asked").json()
    assert [m["id"] for m in gateway.get("/v1/messages?reference=ref-asked").json()] == [sent["id"]]
    assert gateway.get("/v1/messages?reference=ref-never").json() == []


@pytest.mark.parametrize(("to", "state"), [("+40721000004", "delivered"), ("+40721100000", "failed")])
def test_a_signed_report_follows(gateway: Gateway, hook: Hook, to: str, state: str) -> None:
    sent = gateway.send(to=to, key=f"report-{state}", callback_url=hook.url).json()
    hook.until(lambda h: bool(h.received))
    received = hook.received[0]
    assert received.signature == sign(CALLBACK_KEY, received.timestamp, received.body)
    report = received.json
    assert (report["id"], report["reference"], report["state"]) == (sent["id"], f"ref-report-{state}", state)
    assert report.keys() == {"event_id", "id", "reference", "state", "at"}


def test_a_report_is_repeated_until_heard_and_duplicates_are_the_same(gateway: Gateway, hook: Hook) -> None:
    hook.open = False
    gateway.faults(duplicate_reports=1)
    gateway.send(to="+40721000005", callback_url=hook.url)
    hook.until(lambda h: h.refused >= 1)
    hook.open = True
    hook.until(lambda h: len(h.received) >= 2)
    assert len({received.body for received in hook.received}) == 1


def test_a_gateway_that_fails_has_taken_nothing(gateway: Gateway) -> None:
    gateway.faults(fail_next=1)
    assert gateway.send(to="+40721000006", key="later").status_code == 503
    assert gateway.sms("+40721000006") == []
    assert gateway.send(to="+40721000006", key="later").status_code == 202


def test_a_lost_answer_was_taken_nevertheless(gateway: Gateway) -> None:
    gateway.faults(lose_response=1)
    with pytest.raises(requests.ConnectionError):
        gateway.send(to="+40721000007", key="lost")
    assert gateway.send(to="+40721000007", key="lost").status_code == 200
    assert len(gateway.sms("+40721000007")) == 1


def test_a_share_of_all_answers_is_lost(gateway: Gateway) -> None:
    gateway.faults(lose_percent=100)
    with pytest.raises(requests.ConnectionError):
        gateway.send(to="+40721000008", key="often lost")
    gateway.calm()
    assert gateway.send(to="+40721000008", key="often lost").status_code == 200


def test_reports_can_arrive_backwards(gateway: Gateway, hook: Hook) -> None:
    gateway.faults(backwards=1)
    for key in ("first", "second"):
        gateway.send(to="+40721000009", key=key, callback_url=hook.url)
    hook.until(lambda h: len(h.received) == 2)
    assert [received.json["reference"] for received in hook.received] == ["ref-second", "ref-first"]


def test_faults_that_do_not_exist_are_refused(gateway: Gateway) -> None:
    assert gateway.change("POST", "/api/faults", {"explode": 1}).status_code == 400
    assert gateway.change("POST", "/api/faults", {"fail_next": "many"}).status_code == 400


@pytest.mark.kills
def test_kill_9_loses_neither_messages_nor_reports(own_messages: Simulator, hook: Hook) -> None:
    gateway = Gateway(own_messages.url, SMS_KEY)
    hook.open = False
    sent = gateway.send(to="+40721000008", key="kept", callback_url=hook.url).json()
    _post_letter(own_messages, "ana@example.ro", "Înainte de cădere")
    hook.until(lambda h: h.refused >= 1)
    own_messages.kill()
    _exhaust_tries(own_messages)
    hook.open = True
    own_messages.start()
    hook.until(lambda h: [received.json["id"] for received in h.received] == [sent["id"]])
    assert gateway.send(to="+40721000008", key="kept").json()["id"] == sent["id"]
    assert [letter["subject"] for letter in gateway.mail("ana@example.ro")] == ["Înainte de cădere"]
    assert own_messages.stop() == 0


def _exhaust_tries(messages: Simulator) -> None:
    """As if the hall had been away for a day: only a new start tries again."""
    database = messages.arguments[list(messages.arguments).index("--database") + 1]
    with closing(sqlite3.connect(database)) as db, db:
        db.execute("UPDATE report SET tries = 10, due = due + 9999")


def _post_letter(messages: Simulator, to: str, subject: str) -> None:
    letter = EmailMessage()
    letter["From"], letter["To"], letter["Subject"] = "primaria@example.ro", to, subject
    letter.set_content("Vedeți <b>http://127.0.0.1/c/abc</b>")
    port = int(messages.arguments[list(messages.arguments).index("--smtp-port") + 1])
    with smtplib.SMTP("127.0.0.1", port, timeout=10) as server:
        server.send_message(letter)


def test_the_page_shows_messages_with_links_and_runs_nothing(gateway: Gateway) -> None:
    gateway.send(to="+40721000009", text="<script>x</script> http://127.0.0.1:8000/r/abc")
    page = requests.get(gateway.url, params={"to": "+40721000009"}, timeout=10).text
    assert '<a href="http://127.0.0.1:8000/r/abc"' in page
    assert "<script" not in page
    assert "Niciun e-mail pentru +40721000009." in page
    assert 'http-equiv="refresh" content="5"' in page
    assert "http-equiv" not in requests.get(f"{gateway.url}/?still=1", timeout=10).text


def test_json_for_tests_has_what_was_promised(gateway: Gateway) -> None:
    gateway.send(to="+40721000010", key="shape", text="Bună")
    (message,) = gateway.sms("+40721000010")
    assert {"id", "to", "text", "idempotency_key", "at"} <= message.keys()
    assert json.loads(json.dumps(message))["idempotency_key"] == "shape"
