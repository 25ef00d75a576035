"""A cabinet in the street: the real controller's process, the hands before it, and what it tells the hall."""

import time
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import requests

from app.adapters.locker_banks import HttpLockerBank
from app.outside import OutsideError
from app.outside.lockers import Door
from simulators import process
from simulators.process import Simulator
from tests import patience
from tests.simulators.hook import Hook

KEY = "a-test-key-of-enough-length"
SITE = "cabinet-1"
# What stands for "the door was asked and said no".
Said = str | int


class Street:
    """One cabinet and everybody before it; its clock and ours are moved together."""

    def __init__(self, simulator: Simulator, hook: Hook) -> None:
        self.simulator = simulator
        self.hook = hook
        self.bank = HttpLockerBank(simulator.url, KEY)
        self.ahead = 0
        self._read = 0
        self._heard: set[int] = set()
        self._new: list[dict[str, Any]] = []

    @property
    def now(self) -> datetime:
        """What the cabinet's clock says."""
        return datetime.now(UTC) + timedelta(seconds=self.ahead)

    def as_new(self) -> None:
        """All doors closed and free, no fault, the clock right, all that was told forgotten."""
        self.ahead = 0
        self.hands("/sim/faults", json=dict.fromkeys(FAULTS, 0))
        self.hands("/sim/reset")
        self.told()

    def passes(self, seconds: int) -> None:
        """Time goes by, for all."""
        self.ahead += seconds
        self.misbehaves(clock_ahead_s=self.ahead)

    def misbehaves(self, **faults: int) -> None:
        """Faults, as docs/locker-api.md names them."""
        self.hands("/sim/faults", json=faults)

    def hand(self, number: int, action: str, **form: str) -> Mapping[str, Any]:
        """Somebody's hand at a door."""
        return self.hands(f"/sim/doors/{number}/{action}", data=form)

    def hands(self, path: str, **parts: Any) -> Mapping[str, Any]:
        """What only people before the cabinet can do."""
        answer = requests.post(
            self.simulator.url + path, headers={"Accept": "application/json"}, timeout=10, **parts
        )
        said: Mapping[str, Any] = answer.json()
        return said

    def doors(self) -> dict[int, Door]:
        return {door.number: door for door in self.bank.compartments()}

    def told(self) -> list[dict[str, Any]]:
        """The events that came since the last look, after waiting for all that were written."""
        last = self.bank.status().last_seq
        deadline = time.monotonic() + patience.SECONDS
        while len(self._heard) < last:
            assert time.monotonic() < deadline, f"{last} events were written, {len(self._heard)} came"
            self._listen()
        self._listen()
        new, self._new = self._new, []
        return new

    def _listen(self) -> None:
        came = self.hook.received[self._read :]
        self._read += len(came)
        for event in (one for received in came for one in received.json["events"]):
            self._heard.add(event["seq"])
            self._new.append(event)
        if not came:
            time.sleep(0.002)

    def loses_power(self) -> None:
        """The controller dies in the middle of whatever it does, and stands again; doors stay as they are."""
        self.simulator.kill()
        self.simulator.start()
        self.misbehaves(clock_ahead_s=self.ahead)


FAULTS = (
    *("fail_next", "fail_percent", "lose_response", "lose_percent", "slow_ms"),
    *("duplicate_percent", "backwards", "clock_ahead_s", "duplicate_events", "offline"),
)


def asked(do: Any, *args: Any, **named: Any) -> Any:
    """What the controller answers; a refusal is its code, and a lost answer is asked for again."""
    named.setdefault("key", uuid.uuid4().hex)
    for _ in range(5):
        try:
            return do(*args, **named)
        except OutsideError as error:
            if error.code not in {"unreachable", "timeout", "unavailable"}:
                return error.code
    raise AssertionError("the controller does not answer")


@contextmanager
def standing(folder: Path, doors: int = 6) -> Iterator[Street]:
    """A running cabinet of its own process, ended at the end."""
    hook = Hook()
    simulator = process.locker(folder / "locker.sqlite", key=KEY, hook_url=hook.url, doors=doors).start()
    try:
        yield Street(simulator, hook)
    finally:
        simulator.stop()
        hook.close()
