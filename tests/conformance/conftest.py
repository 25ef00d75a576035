"""The controller under test: the one that LOCKER_URL names, else our simulator started for these tests.

LOCKER_KEY is its key. Whose hands are before it, where its call-backs come in and whether it has sensors
is said by LOCKER_HANDS, LOCKER_HOOK_LISTEN and LOCKER_SENSORS (docs/locker.md).
"""

import os
from collections.abc import Generator, Iterator
from dataclasses import dataclass

import pytest

from simulators import process
from tests.conformance.bench import Bench, Controller
from tests.conformance.people import Asked, Hands, Rig
from tests.simulators.hands import LOCKER_KEY
from tests.simulators.hook import Hook


@dataclass
class Place:
    """What stands for the whole run."""

    controller: Controller
    hands: Hands
    hook: Hook | None
    sensors: bool


@pytest.fixture(scope="session")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    if url := os.environ.get("LOCKER_URL"):
        yield foreign(url.rstrip("/"))
        return
    hook = Hook()
    database = tmp_path_factory.mktemp("conformance") / "locker.sqlite"
    simulator = process.locker(database, key=LOCKER_KEY, hook_url=hook.url).start()

    def restart() -> None:
        simulator.kill()
        simulator.start()

    rig = Rig(simulator.url, restart)
    yield Place(Controller(simulator.url, LOCKER_KEY), rig, hook, sensors=True)
    simulator.stop()
    hook.close()


def foreign(url: str) -> Place:
    """Somebody else's controller, as the environment describes it."""
    who = os.environ.get("LOCKER_HANDS", url)
    listen = os.environ.get("LOCKER_HOOK_LISTEN")
    hook = Hook(*_address(listen)) if listen else None
    hands: Hands = Asked() if who == "ask" else Rig(who.rstrip("/"))
    controller = Controller(url, os.environ["LOCKER_KEY"])
    return Place(controller, hands, hook, bool(os.environ.get("LOCKER_SENSORS")))


def _address(listen: str) -> tuple[str, int]:
    host, _, port = listen.rpartition(":")
    return host or "0.0.0.0", int(port)


@pytest.fixture
def bench(place: Place) -> Iterator[Bench]:
    """The controller, ready for one check."""
    if "LOCKER_URL" not in os.environ and isinstance(place.hands, Rig):
        place.hands.as_new()
    made = Bench(place.controller, place.hands, place.hook, sensors=place.sensors)
    yield made
    made.clear()
    if isinstance(place.hands, Rig):
        place.hands.on_time()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    held = item.get_closest_marker("requirement")
    if held is not None:
        number, sentence = held.args
        report.user_properties.append(("requirement", f"{number}  {sentence}"))
        if report.failed:
            report.sections.append(("requirement not met", f"{number}  {sentence}"))
    return report


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Which requirements are not met, and which were not looked at."""
    for outcome, words in (("failed", "NOT MET"), ("error", "NOT MET"), ("skipped", "NOT CHECKED")):
        reports = terminalreporter.stats.get(outcome, [])
        for sentence in dict.fromkeys(one for report in reports for one in _held(report)):
            terminalreporter.write_line(f"{words}: {sentence}")


def _held(report: pytest.TestReport) -> list[str]:
    return [str(said) for name, said in getattr(report, "user_properties", ()) if name == "requirement"]
