"""The hall's adapters before real simulator processes."""

from collections.abc import Iterator

import pytest

from app.adapters.locker_banks import HttpLockerBank
from app.adapters.mail import SmtpMail
from app.adapters.payments import HttpPayments
from app.adapters.sms import HttpSms
from simulators import process
from tests.simulators import hands


@pytest.fixture(scope="session")
def _locker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[process.Simulator]:
    simulator = process.locker(tmp_path_factory.mktemp("locker") / "l.sqlite", key=hands.LOCKER_KEY).start()
    yield simulator
    simulator.stop()


@pytest.fixture(scope="session")
def _smtp_port() -> int:
    return process.free_port()


@pytest.fixture(scope="session")
def _messages(tmp_path_factory: pytest.TempPathFactory, _smtp_port: int) -> Iterator[process.Simulator]:
    database = tmp_path_factory.mktemp("messages") / "m.sqlite"
    simulator = process.messages(
        database, smtp_port=_smtp_port, key=hands.SMS_KEY, callback_key=hands.CALLBACK_KEY
    )
    yield simulator.start()
    simulator.stop()


@pytest.fixture
def cabinet(_locker: process.Simulator) -> hands.Cabinet:
    """The cabinet behind `bank`, empty, for what people do at its doors."""
    cabinet = hands.Cabinet(_locker.url, hands.LOCKER_KEY)
    cabinet.reset()
    return cabinet


@pytest.fixture
def bank(cabinet: hands.Cabinet) -> HttpLockerBank:
    return HttpLockerBank(cabinet.url, hands.LOCKER_KEY)


@pytest.fixture
def gateway(_messages: process.Simulator) -> hands.Gateway:
    """What the sandbox behind `sms` and `mail` received."""
    gateway = hands.Gateway(_messages.url, hands.SMS_KEY)
    gateway.calm()
    return gateway


@pytest.fixture
def sms(gateway: hands.Gateway) -> HttpSms:
    return HttpSms(gateway.url, hands.SMS_KEY, callback_url="")


@pytest.fixture(scope="session")
def _payments(tmp_path_factory: pytest.TempPathFactory) -> Iterator[process.Simulator]:
    simulator = process.payments(tmp_path_factory.mktemp("payments") / "p.sqlite", key=hands.PAYMENT_KEY)
    yield simulator.start()
    simulator.stop()


@pytest.fixture
def till(_payments: process.Simulator) -> hands.Till:
    """The provider behind `payments`, and its page."""
    till = hands.Till(_payments.url, hands.PAYMENT_KEY)
    till.calm()
    return till


@pytest.fixture
def payments(till: hands.Till) -> HttpPayments:
    return HttpPayments(till.url, hands.PAYMENT_KEY, "http://127.0.0.1:1/hooks/payments")


@pytest.fixture
def mail(gateway: hands.Gateway, _smtp_port: int) -> SmtpMail:
    return SmtpMail("127.0.0.1", _smtp_port, "Primăria Exemplu <noreply@primaria.example.ro>")
