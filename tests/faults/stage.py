"""The stage of the play: a whole hall in real processes, with an outside that misbehaves."""

import contextlib
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import requests
from flask import Flask
from sqlalchemy.exc import OperationalError

from app.cityhall import institutions, submissions
from app.cityhall.people import accounts
from app.cityhall.procedures import actions as procedure_actions
from app.cityhall.procedures import folders
from app.cityhall.procedures import queries as procedures
from app.database import db, session, transaction
from tests.hall import PETITION, ROOT, build, furnish
from tests.postgres import Cluster, own_cluster
from tools import place, scenes
from tools.place import Place
from tools.scenes import Town
from tools.started import started_hall

# A completion whose timers the play can wait for; the diagrams are those of every petition.
QUICK = {"completion_reminder": "PT1S", "completion_term": "PT3S"}
BAD_LUCK = {
    "fail_percent": 10,
    "lose_percent": 5,
    "slow_ms": 20,
    "duplicate_percent": 25,
    "backwards": 1,
}


@dataclass(frozen=True)
class Stage:
    """The hall that plays, and our own eye on its database: `app` looks, but serves nobody."""

    here: Place
    app: Flask
    crash_points: Path
    cluster: Cluster | None

    @property
    def town(self) -> Town:
        return scenes.town(self.here.url)

    @property
    def secret(self) -> str:
        """What the hall derives its codes from."""
        return place.keys(self.here)["secret_key"]

    def bad_luck(self, share: Mapping[str, int]) -> None:
        """How the cabinet and the gateway misbehave from now on."""
        for url in (f"{self.town.sandbox}/api/faults", f"{self.town.locker}/sim/faults"):
            requests.post(url, json=share, timeout=10).raise_for_status()

    def calm(self) -> None:
        """From now on all goes well outside."""
        self.bad_luck(dict.fromkeys(BAD_LUCK, 0))

    def citizen(self, number: int) -> tuple[str, str]:
        """E-mail and telephone of a new person with a verified account."""
        email, phone = f"om{number}@exemplu.ro", f"+40721{500_001 + number}"
        with self.app.app_context(), transaction():
            account = accounts.open_account(f"Om {number}", email, phone, scenes.PASSWORD, _now())
            account.email_verified_at = account.phone_verified_at = _now()
        return email, phone

    def draft(self, email: str, **answers: object) -> str:
        """A petition filled up to the last button; its address."""
        while True:
            with contextlib.suppress(OperationalError):  # the database lies on the floor
                return self._draft(email, answers)
            time.sleep(0.1)

    def _draft(self, email: str, answers: Mapping[str, object]) -> str:
        with self.app.app_context(), transaction():
            account = accounts.by_email(email)
            assert account is not None
            current = procedures.current("petition")
            draft = submissions.begin(
                account.person_id, current, "portal", {**PETITION, "email": email, **answers}, _now()
            )
            draft.page = "papers"
            return f"/cereri/ciorna/{draft.id}/verificare"


@contextmanager
def staged(database: str, folder: Path) -> Iterator[Stage]:
    """A hall on SQLite, or on a PostgreSQL of its own (a killed backend takes the whole cluster down)."""
    if database == "sqlite":
        with _staged(folder, None, f"sqlite:///{folder / 'hall' / 'hall.sqlite'}") as stage:
            yield stage
        return
    with own_cluster() as cluster, _staged(folder, cluster, cluster.url(cluster.create())) as stage:
        yield stage


@contextmanager
def _staged(folder: Path, cluster: Cluster | None, url: str) -> Iterator[Stage]:
    points, instance = folder / "points", folder / "hall"
    points.mkdir()
    instance.mkdir()
    app = build(instance, url)
    furnish(app, _now())
    told = {"RATE_LIMITS": "0", "CRASH_POINTS": str(points), "DATABASE_URL": url}
    with started_hall(instance, told) as here:
        stage = Stage(here, app, points, cluster)
        _publish_quick(app)
        stage.bad_luck(BAD_LUCK)
        yield stage
    with app.app_context():
        db.engine.dispose()


def _publish_quick(app: Flask) -> None:
    files = folders.read_folder(ROOT, "petition")
    told = files["procedure.toml"].decode()
    for name, short in QUICK.items():
        before, _, rest = told.partition(f'{name} = "')
        told = f'{before}{name} = "{short}"{rest.partition(chr(34))[2]}'
    with app.app_context():
        with transaction():
            hall = institutions.by_code("PS6")
            assert hall is not None
            new = {**files, "procedure.toml": told.encode()}
            version = procedure_actions.publish(hall, "petition", new, _now())
            assert version.config["settings"].items() >= QUICK.items()
        session().close()


def _now() -> datetime:
    return datetime.now(UTC)
