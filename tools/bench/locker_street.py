"""Cabinets in this process: the real controller's API and doors, by the clock of the story that is told."""

import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from flask.testing import FlaskClient

from app.adapters.locker_banks import HttpLockerBank
from app.outside import OutsideError
from app.outside.lockers import Door
from simulators.ledger import Ledger
from simulators.locker import doors
from simulators.locker.__main__ import create_app
from simulators.locker.cabinet import TABLES, Cabinet, boot

KEY = "the-key-of-a-cabinet-in-a-bench"


@dataclass
class Clock:
    """What time it is in the story."""

    now: datetime


class Controller(Cabinet):
    """A cabinet whose time is the story's."""

    clock: Clock

    def now(self) -> float:
        return self.clock.now.timestamp()


class Line:
    """What `app.adapters.http.Provider` is, without a network between."""

    def __init__(self, client: FlaskClient) -> None:
        self._client = client
        self._bearer = {"Authorization": f"Bearer {KEY}"}

    def get(self, path: str, **query: str) -> Any:
        return self._answer(self._client.get(path, query_string=query or None, headers=self._bearer))

    def change(
        self, method: str, path: str, body: Mapping[str, object], *, key: str, **_patience: float
    ) -> Any:
        headers = {**self._bearer, "Idempotency-Key": key}
        return self._answer(self._client.open(path, method=method, json=body, headers=headers))

    def _answer(self, response: Any) -> Any:
        if 200 <= response.status_code < 300:
            return response.get_json()
        raise OutsideError(response.get_json()["error"]["code"], permanent=response.status_code < 429)


class Street:
    """One cabinet and the hands before it."""

    def __init__(self, folder: Path, site: str, many: int, clock: Clock) -> None:
        self.site = site
        ledger = Ledger(folder / f"{site}.sqlite", TABLES)
        ledger.rows("PRAGMA synchronous = OFF")
        self.cabinet = Controller(ledger=ledger, site=site, key=KEY, hook_url="")
        self.cabinet.clock = clock
        with ledger.change() as db:
            boot(db, site, many)
        self._built: dict[int, Door] = {}
        self._app = create_app(self.cabinet)
        self.bank = self.another_line()
        self._told = 0

    def another_line(self) -> HttpLockerBank:
        """The hall's side of it; each thread needs a line of its own."""
        bank = HttpLockerBank("http://cabinet.example", KEY)
        bank._controller = Line(self._app.test_client())  # type: ignore[assignment] # noqa: SLF001
        return bank

    def built(self, number: int) -> Door:
        """A door's size and place, which never change."""
        self._built = self._built or {one.number: one for one in self.bank.compartments()}
        return self._built[number]

    def doors(self) -> int:
        """How many there are."""
        return int(self.cabinet.ledger.rows("SELECT count(*) FROM compartment")[0][0])

    def closes(self, number: int) -> None:
        """Whoever opened the door closes it."""
        with self.cabinet.ledger.change() as db:
            doors.close(db, self.cabinet.now(), number)

    def shows(self, token: str) -> int | str:
        """Somebody shows a QR: the door that opened, or why not."""
        try:
            return self.bank.present(key=uuid.uuid4().hex, credential=token).compartment
        except OutsideError as error:
            return error.code

    def told(self) -> list[dict[str, Any]]:
        """What it has to tell since the last time."""
        rows = self.cabinet.ledger.rows("SELECT seq, body FROM event WHERE seq > ? ORDER BY seq", self._told)
        self._told = max((row["seq"] for row in rows), default=self._told)
        return [json.loads(row["body"]) for row in rows]

    def taken(self) -> int:
        """How many compartments are not free."""
        return int(self.cabinet.ledger.rows("SELECT count(*) FROM compartment WHERE state != 'free'")[0][0])


def beginning() -> Clock:
    """The first morning of the month that is told: a Monday."""
    return Clock(datetime(2026, 11, 2, 6, 0, tzinfo=UTC))
