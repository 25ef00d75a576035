"""Text messages leave once, whatever happens to the answer."""

import pytest

from app.adapters.sms import HttpSms
from app.outside import OutsideError
from simulators.process import free_port
from tests.simulators.hands import Gateway

ANA = "+40722000001"


def test_a_message_arrives_with_its_diacritics(sms: HttpSms, gateway: Gateway) -> None:
    sent = sms.send(key="k-1", to=ANA, text="Vă așteptăm în piață", reference="n-1")
    assert [(m["id"], m["text"]) for m in gateway.sms(ANA)] == [(sent.reference, "Vă așteptăm în piață")]
    assert sms.find("n-1") == sent
    assert sms.find("n-unknown") is None


def test_after_a_lost_answer_the_same_key_sends_nothing_twice(sms: HttpSms, gateway: Gateway) -> None:
    gateway.faults(lose_response=1)
    with pytest.raises(OutsideError) as lost:
        sms.send(key="k-2", to="+40722000002", text="x", reference="n-2")
    assert (lost.value.code, lost.value.permanent) == ("unreachable", False)
    assert sms.send(key="k-2", to="+40722000002", text="x", reference="n-2") == sms.find("n-2")
    assert len(gateway.sms("+40722000002")) == 1


def test_a_number_that_cannot_be_is_refused_for_good(sms: HttpSms) -> None:
    with pytest.raises(OutsideError) as refused:
        sms.send(key="k-3", to="0722", text="x", reference="n-3")
    assert (refused.value.code, refused.value.permanent) == ("bad_number", True)


def test_a_gateway_in_trouble_may_be_asked_again(sms: HttpSms, gateway: Gateway) -> None:
    gateway.faults(fail_next=1)
    with pytest.raises(OutsideError) as failed:
        sms.send(key="k-4", to=ANA, text="x", reference="n-4")
    assert (failed.value.code, failed.value.permanent) == ("unavailable", False)
    with pytest.raises(OutsideError) as absent:
        HttpSms(f"http://127.0.0.1:{free_port()}", "k", "").send(key="k", to=ANA, text="x", reference="n")
    assert (absent.value.code, absent.value.permanent) == ("unreachable", False)


def test_a_wrong_key_is_told_and_never_shown(gateway: Gateway) -> None:
    stranger = HttpSms(gateway.url, "a-secret-key", "")
    with pytest.raises(OutsideError) as refused:
        stranger.send(key="k-5", to=ANA, text="x", reference="n-5")
    assert (refused.value.code, refused.value.permanent) == ("unauthorized", False)
    assert "a-secret-key" not in repr(refused.value)


def test_the_environment_does_not_redirect_our_calls(sms: HttpSms, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", f"http://127.0.0.1:{free_port()}")
    assert sms.send(key="k-6", to="+40722000006", text="x", reference="n-6").reference


def test_an_address_where_no_gateway_lives_is_told_from_an_acceptance(gateway: Gateway) -> None:
    with pytest.raises(OutsideError) as refused:
        HttpSms(f"{gateway.url}/elsewhere", "k", "").send(key="k-7", to=ANA, text="x", reference="n-7")
    assert (refused.value.code, refused.value.permanent) == ("http_404", True)
