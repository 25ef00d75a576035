"""The bench on which a controller stands while it is tested: the hall's calls, hands, its call-backs."""

import hashlib
import secrets
import uuid
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import requests

from tests.conformance import document
from tests.conformance.people import Hands
from tests.simulators.hands import Cabinet
from tests.simulators.hook import Hook

Told = dict[str, Any]


def requirement(number: str, sentence: str) -> pytest.MarkDecorator:
    """What a check holds a controller to, as docs/locker.md lists it."""
    return pytest.mark.requirement(number, sentence)


class Controller(Cabinet):
    """Speaks as the hall does; every question and every answer is held beside the OpenAPI document."""

    def get(self, path: str) -> requests.Response:
        answer = super().get(path)
        document.answered_rightly("GET", path, answer)
        return answer

    def change(self, method: str, path: str, body: object, key: str | None = None) -> requests.Response:
        answer = super().change(method, path, body, key)
        if path.startswith("/v1/"):
            document.answered_rightly(method, path, answer)
            if answer.ok:
                document.asked_rightly(method, path, body)
        return answer


@dataclass
class Kept:
    """A compartment kept for a parcel of the tests, and what may be shown to open it."""

    reservation: str
    door: int
    ref: str
    token: str = field(default_factory=lambda: "FH1:" + secrets.token_hex(20))
    pin: str = field(default_factory=lambda: f"{secrets.randbelow(10**8):08d}")
    version: int = 0


class Bench:
    """One controller under test. What a check kept there is taken back and given back at its end."""

    def __init__(self, controller: Controller, hands: Hands, hook: Hook | None, *, sensors: bool) -> None:
        self.controller, self.hands, self._hook, self._sensors = controller, hands, hook, sensors
        self.site = str(controller.get("/v1/site").json()["site"])
        self._kept: list[Kept] = []

    @property
    def hook(self) -> Hook:
        """Where its events come in; the check is left out where nobody said where that is."""
        if self._hook is None:
            pytest.skip("LOCKER_HOOK_LISTEN is not set: call-backs are not checked")
        return self._hook

    def needs_sensors(self) -> None:
        """The check is left out for a cabinet that does not know what lies inside."""
        if not self._sensors:
            pytest.skip("LOCKER_SENSORS is not set: a cabinet without sensors need not do this")

    def keep(self, size: str = "S") -> Kept:
        ref = uuid.uuid4().hex
        answer = self.controller.reserve(size, ref=ref)
        assert answer.status_code == 201, said(answer)
        made = Kept(answer.json()["reservation"], answer.json()["compartment"], ref)
        self._kept.append(made)
        return made

    def laid_in(self) -> Kept:
        """A parcel that an operator laid in."""
        kept = self.keep()
        answer = self.controller.open(kept.reservation)
        assert answer.ok, said(answer)
        assert answer.json() == {"compartment": kept.door, "door": "open"}
        self.hands.lay_in(kept.door)
        return kept

    def grant(
        self, kept: Kept, *, purpose: str = "collect", factor: str = "", starts: float = -0.1, ends: float = 1
    ) -> Told:
        """A grant as the hall tells it; `starts` and `ends` in hours from now."""
        now, grant_id = datetime.now(UTC), uuid.uuid4().hex
        return {
            "id": grant_id,
            "purpose": purpose,
            "token_sha256": _hash(kept.token),
            "pin_sha256": _hash(f"{kept.pin}:{self.site}"),
            "factor_sha256": _hash(f"{factor}:{grant_id}:{self.site}") if factor else "",
            "not_before": (now + timedelta(hours=starts)).isoformat(),
            "not_after": (now + timedelta(hours=ends)).isoformat(),
            "max_uses": 1,
        }

    def tell(self, kept: Kept, *grants: Told) -> None:
        """Replace all grants of the parcel; none revokes."""
        kept.version += 1
        answer = self.controller.give(kept.reservation, *grants, version=kept.version)
        assert answer.ok, said(answer)

    def told(self, **how: Any) -> Kept:
        """A parcel that lies there, with a grant to collect it."""
        kept = self.laid_in()
        self.tell(kept, self.grant(kept, **how))
        return kept

    def show(self, kept: Kept, *, factor: str = "") -> requests.Response:
        """Its QR is shown at the screen."""
        return self.controller.present(kept.token, factor=factor)

    def compartment(self, number: int) -> Told:
        doors = {one["number"]: one for one in self.controller.get("/v1/compartments").json()}
        return dict(doors[number])

    def state(self, kept: Kept) -> str:
        return str(self.compartment(kept.door)["state"])

    def held(self) -> dict[str, Told]:
        """The list of grants that it may open for by itself."""
        return {one["id"]: one for one in self.controller.get("/v1/grants").json()}

    def last_seq(self) -> int:
        return int(self.controller.get("/v1/site").json()["last_seq"])

    def events(self, after: int) -> list[Told]:
        return list(self.controller.get(f"/v1/events?after={after}").json()["events"])

    def clear(self) -> None:
        """Leave all doors closed and free, however the check ended."""
        for kept in self._kept:
            if self.compartment(kept.door)["door"] == "open":
                self.hands.take_out(kept.door)
            if self.controller.cancel(kept.reservation).status_code != requests.codes.conflict:
                continue
            if self.controller.open(kept.reservation, "take_back").ok:
                self.hands.take_out(kept.door)
        self._kept.clear()


def said(answer: requests.Response) -> tuple[int, str]:
    """Status and code of a refusal, or what it answered instead."""
    body = answer.json()
    error = body.get("error") if isinstance(body, dict) else None
    return answer.status_code, str(error["code"] if isinstance(error, dict) else body)


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
