"""Real simulator processes on free ports, one of each for all tests, as new for each of them."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from simulators import process
from tests.simulators import hands
from tests.simulators.hook import Hook


@pytest.fixture(scope="session")
def _listening() -> Iterator[Hook]:
    hook = Hook()
    yield hook
    hook.close()


@pytest.fixture
def hook(_listening: Hook) -> Hook:
    """The hall's end of the call-backs."""
    _listening.open, _listening.refused = True, 0
    _listening.received.clear()
    _listening.turned_away.clear()
    return _listening


@pytest.fixture(scope="session")
def _locker(tmp_path_factory: pytest.TempPathFactory, _listening: Hook) -> Iterator[process.Simulator]:
    database = tmp_path_factory.mktemp("locker") / "locker.sqlite"
    simulator = process.locker(database, key=hands.LOCKER_KEY, hook_url=_listening.url).start()
    yield simulator
    simulator.stop()


@pytest.fixture(scope="session")
def _messages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[process.Simulator]:
    simulator = _new_messages(tmp_path_factory.mktemp("messages")).start()
    yield simulator
    simulator.stop()


def _new_messages(folder: Path) -> process.Simulator:
    return process.messages(
        folder / "messages.sqlite",
        smtp_port=process.free_port(),
        key=hands.SMS_KEY,
        callback_key=hands.CALLBACK_KEY,
    )


@pytest.fixture
def cabinet(_locker: process.Simulator, hook: Hook) -> hands.Cabinet:
    """An empty cabinet of 24 doors that has told everything it had to tell."""
    cabinet = hands.Cabinet(_locker.url, hands.LOCKER_KEY)
    cabinet.reset()
    hook.until(lambda _: cabinet.get("/v1/site").json()["unacknowledged"] == 0)
    hook.received.clear()
    return cabinet


@pytest.fixture
def gateway(_messages: process.Simulator) -> hands.Gateway:
    """A gateway without faults; its messages of earlier tests stay."""
    gateway = hands.Gateway(_messages.url, hands.SMS_KEY)
    gateway.calm()
    return gateway


@pytest.fixture(scope="session")
def _payments(tmp_path_factory: pytest.TempPathFactory) -> Iterator[process.Simulator]:
    database = tmp_path_factory.mktemp("payments") / "payments.sqlite"
    simulator = process.payments(database, key=hands.PAYMENT_KEY)
    yield simulator.start()
    simulator.stop()


@pytest.fixture
def till(_payments: process.Simulator) -> hands.Till:
    """A provider of card payments without faults; its books of earlier tests stay."""
    till = hands.Till(_payments.url, hands.PAYMENT_KEY)
    till.calm()
    return till


@pytest.fixture
def own_payments(tmp_path: Path) -> Iterator[process.Simulator]:
    """A provider's process of this test alone, running, to be killed and started again."""
    simulator = process.payments(tmp_path / "payments.sqlite", key=hands.PAYMENT_KEY)
    yield simulator.start()
    simulator.stop()


@pytest.fixture
def own_locker(tmp_path: Path, hook: Hook) -> Iterator[process.Simulator]:
    """A cabinet process of this test alone, running, to be killed and started again."""
    simulator = process.locker(tmp_path / "locker.sqlite", key=hands.LOCKER_KEY, hook_url=hook.url, doors=6)
    yield simulator.start()
    simulator.stop()


@pytest.fixture
def own_messages(tmp_path: Path) -> Iterator[process.Simulator]:
    """A message sandbox of this test alone, running, to be killed and started again."""
    simulator = _new_messages(tmp_path)
    yield simulator.start()
    simulator.stop()
