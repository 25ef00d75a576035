"""Hands before the cabinet under test: a rig that has them, or whoever runs the tests.

Eight things are asked of them; docs/locker.md says how a rig answers and what a person reads.
"""

import time
from collections.abc import Callable
from typing import Protocol

import pytest
import requests

A_MOMENT = 10


class Hands(Protocol):
    """What only somebody who stands there can do."""

    def lay_in(self, door: int) -> None:
        """Lay an envelope into the open door and close it."""

    def take_out(self, door: int) -> None:
        """Take out whatever lies behind the open door and close it."""

    def close_empty(self, door: int) -> None:
        """Close the open door with nothing inside."""

    def leave_inside(self, door: int) -> None:
        """Close the open door; what lies inside stays there."""

    def cut_power(self) -> None:
        """Take the power away without warning, give it back, wait until the controller answers."""

    def cut_network(self) -> None:
        """From now on the controller reaches nobody and nobody reaches it."""

    def mend_network(self) -> None:
        """It is connected again."""

    def show(self, credential: str) -> int | None:
        """Show a token at the cabinet's own panel; the number of the door that opened, or None."""

    def wait(self, seconds: int) -> None:
        """Let so much time go by on the controller's clock."""


class Rig:
    """Hands that answer HTTP under `/sim`, as the simulator's do."""

    def __init__(self, url: str, restart: Callable[[], None] | None = None) -> None:
        self.url = url
        self._restart = restart
        self._ahead = 0

    def lay_in(self, door: int) -> None:
        self._do(f"doors/{door}/close")

    def take_out(self, door: int) -> None:
        self._do(f"doors/{door}/close")

    def close_empty(self, door: int) -> None:
        self._do(f"doors/{door}/close", empty="1")

    def leave_inside(self, door: int) -> None:
        self._do(f"doors/{door}/close", still_inside="1")

    def cut_power(self) -> None:
        if self._restart is not None:
            self._restart()
            self._clock(self._ahead)
            return
        self._do("power")

    def cut_network(self) -> None:
        self._faults(offline=1)

    def mend_network(self) -> None:
        self._faults(offline=0)

    def show(self, credential: str) -> int | None:
        answer = self._post("present", data={"credential": credential})
        return int(answer.json()["compartment"]) if answer.ok else None

    def wait(self, seconds: int) -> None:
        self._clock(self._ahead + seconds)

    def as_new(self) -> None:
        """Only of a simulator that these tests started."""
        self._clock(0)
        self.mend_network()
        self._do("reset")

    def on_time(self) -> None:
        """The clock goes right again, for the next check and the next run."""
        if self._ahead:
            self._clock(0)

    def _clock(self, ahead: int) -> None:
        self._ahead = ahead
        self._faults(clock_ahead_s=ahead)

    def _faults(self, **numbers: int) -> None:
        _done("faults", self._post("faults", json=numbers))

    def _do(self, what: str, **form: str) -> None:
        _done(what, self._post(what, data=form))

    def _post(self, what: str, **parts: object) -> requests.Response:
        headers = {"Accept": "application/json"}
        return requests.post(f"{self.url}/sim/{what}", headers=headers, timeout=30, **parts)  # type: ignore[arg-type]


def _done(what: str, answer: requests.Response) -> None:
    if answer.status_code == requests.codes.not_found:
        pytest.skip(f"the rig has no /sim/{what}")
    assert answer.ok, f"/sim/{what}: {answer.status_code} {answer.text}"


class Asked:
    """Whoever runs the tests reads what to do, does it, and presses Enter (`s`: it cannot be done here)."""

    def lay_in(self, door: int) -> None:
        self._please(f"Lay an envelope into door {door} and close it")

    def take_out(self, door: int) -> None:
        self._please(f"Take out what lies in door {door} and close it")

    def close_empty(self, door: int) -> None:
        self._please(f"Close door {door} with nothing inside")

    def leave_inside(self, door: int) -> None:
        self._please(f"Leave the envelope in door {door} and close it")

    def cut_power(self) -> None:
        self._please("Cut the controller's power now, give it back, wait until it answers")

    def cut_network(self) -> None:
        self._please("Disconnect the controller from the network")

    def mend_network(self) -> None:
        self._please("Connect the controller to the network again")

    def show(self, credential: str) -> int | None:
        said = self._please(f"Show a QR that says {credential} at the panel; which door opened (or nothing)?")
        return int(said) if said.isdecimal() else None

    def wait(self, seconds: int) -> None:
        print(f"\n  waiting {seconds} s, as the requirement says", flush=True)
        time.sleep(seconds + A_MOMENT)

    def _please(self, what: str) -> str:
        said = input(f"\n  {what}. Enter when done, s to leave this requirement out: ").strip()
        if said == "s":
            pytest.skip(f"not done by the tester: {what}")
        return said
