"""Where a hall lives: its ports, its folder, its secrets, and the environment its processes get."""

import json
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tools.trouble import Trouble

ROOT = Path(__file__).resolve().parent.parent
SECRETS = (
    *(
        "secret_key",
        "sms_api_key",
        "sms_callback_key",
        "locker_key_cabinet_1",
        "locker_key_cabinet_2",
        "metrics_key",
    ),
    *("payment_key", "imap_password"),
)
PORTS = 7
# Each cabinet answers at a port of its own, so far from the hall's.
CABINETS = {"cabinet-1": 1, "cabinet-2": 6}
REGISTRY = "registratura@ps6.example"


@dataclass(frozen=True)
class Place:
    """One hall on this machine; every port follows from the first."""

    port: int
    instance: Path

    @property
    def ports(self) -> dict[str, int]:
        names = (
            *("the hall", "the locker", "the message sandbox", "the sandbox's mail server"),
            *("the payment page", "the registry's mailbox", "the second locker"),
        )
        return {name: self.port + offset for offset, name in enumerate(names)}

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def locker_url(self) -> str:
        """The first cabinet's controller."""
        return self.lockers["cabinet-1"]

    @property
    def lockers(self) -> dict[str, str]:
        """Where the controller of each cabinet answers."""
        return {code: f"http://127.0.0.1:{self.port + offset}" for code, offset in CABINETS.items()}

    @property
    def sandbox_url(self) -> str:
        return f"http://127.0.0.1:{self.port + 2}"

    @property
    def smtp_port(self) -> int:
        return self.port + 3

    @property
    def payment_url(self) -> str:
        return f"http://127.0.0.1:{self.port + 4}"

    @property
    def imap_port(self) -> int:
        return self.port + 5

    @property
    def logs(self) -> Path:
        return self.instance / "logs"

    @property
    def pids(self) -> Path:
        return self.instance / "pids"


def from_environment(environment: Mapping[str, str]) -> Place:
    """The place that PORT and INSTANCE name."""
    port = environment.get("PORT") or "8000"
    if not port.isdecimal() or not 1 <= int(port) <= 65535 - PORTS:
        raise Trouble(f"PORT must be a number between 1 and {65535 - PORTS}, not “{port}”.")
    return Place(int(port), Path(environment.get("INSTANCE") or "instance").resolve())


def make(place: Place) -> None:
    """Make the folders; people's papers lie here, so nobody else on this machine looks in."""
    try:
        place.instance.mkdir(parents=True, exist_ok=True, mode=0o700)
        place.logs.mkdir(exist_ok=True)
        place.pids.mkdir(exist_ok=True)
    except OSError as error:
        raise Trouble(f"The data folder {place.instance} cannot be made: {error.strerror}.") from error


def keys(place: Place) -> dict[str, str]:
    """The hall's secrets, made on the first run, readable by its owner only."""
    path = place.instance / "keys.json"
    known: dict[str, str] = json.loads(path.read_text()) if path.exists() else {}
    missing = {name: secrets.token_urlsafe(32) for name in SECRETS if name not in known}
    if missing:
        known |= missing
        _write_private(path, json.dumps(known, indent=2) + "\n")
    return known


def _write_private(path: Path, text: str) -> None:
    fresh = path.with_suffix(".new")
    fresh.unlink(missing_ok=True)
    with os.fdopen(os.open(fresh, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)


def environment(place: Place, keys: Mapping[str, str]) -> dict[str, str]:
    """What the hall itself is told; the names are those of docs/operate.md."""
    return {
        "INSTANCE": str(place.instance),
        "PORT": str(place.port),
        "HALL_URL": place.url,
        "DATABASE_URL": os.environ.get("DATABASE_URL") or f"sqlite:///{place.instance / 'hall.sqlite'}",
        "SMS_URL": place.sandbox_url,
        "SMTP_HOST": "127.0.0.1",
        "SMTP_PORT": str(place.smtp_port),
        "LOCKERS": " ".join(f"{code}={url}" for code, url in place.lockers.items()),
        "PAYMENT_URL": place.payment_url,
        "IMAP_HOST": "127.0.0.1",
        "IMAP_PORT": str(place.imap_port),
        "IMAP_USER": REGISTRY,
        "IMAP_SECURITY": "none",
        "IMAP_SECONDS": "3",
        "DEMO": "1",
        **{name.upper(): keys[name] for name in SECRETS},
    }
