"""Settings, read once from the environment at start; secrets come from there or from files."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class Settings:
    """How this hall is installed. Times are in seconds, sizes in bytes."""

    instance: Path
    url: str
    database_url: str
    secret_key: str
    sms_url: str
    sms_api_key: str
    sms_callback_key: str
    smtp_host: str
    smtp_port: int
    mail_from: str
    locker_url: str
    locker_key: str
    kiosk_key: str
    payment_url: str
    payment_key: str
    cabinet: str = "cabinet-1"
    institution: str = "PS6"
    max_upload: int = 25 * 1024 * 1024
    max_request: int = 60 * 1024 * 1024
    demo: bool = False
    crash_points: Path | None = None
    metrics_key: str = ""
    secure_cookies: bool = False
    rate_limits: bool = True
    map_tiles: str = ""
    map_attribution: str = ""
    root: Path = field(default_factory=lambda: Path(__file__).resolve().parent.parent)


class SettingsError(Exception):
    """A setting is missing or too weak to start with."""


def from_environment(environment: Mapping[str, str] = os.environ) -> Settings:
    """Settings from environment variables; names as in docs/operate.md. Raises SettingsError."""
    instance = Path(environment.get("INSTANCE", "instance")).resolve()
    port = int(environment.get("PORT", "8000"))
    url = environment.get("HALL_URL", f"http://127.0.0.1:{port}")
    return Settings(
        instance=instance,
        url=url,
        database_url=environment.get("DATABASE_URL") or f"sqlite:///{instance / 'hall.sqlite'}",
        secret_key=_secret(environment, "SECRET_KEY"),
        sms_url=environment.get("SMS_URL", f"http://127.0.0.1:{port + 2}"),
        sms_api_key=_secret(environment, "SMS_API_KEY"),
        sms_callback_key=_secret(environment, "SMS_CALLBACK_KEY"),
        smtp_host=environment.get("SMTP_HOST", "127.0.0.1"),
        smtp_port=int(environment.get("SMTP_PORT", str(port + 3))),
        mail_from=environment.get("MAIL_FROM", "nu-raspundeti@farahartie.example"),
        locker_url=environment.get("LOCKER_URL", f"http://127.0.0.1:{port + 1}"),
        locker_key=_secret(environment, "LOCKER_KEY"),
        kiosk_key=_secret(environment, "KIOSK_KEY"),
        payment_url=environment.get("PAYMENT_URL", f"http://127.0.0.1:{port + 4}"),
        payment_key=_secret(environment, "PAYMENT_KEY"),
        cabinet=environment.get("CABINET", "cabinet-1"),
        institution=environment.get("INSTITUTION", "PS6"),
        demo=environment.get("DEMO", "") == "1",
        crash_points=_crash_points(environment),
        metrics_key=_secret(environment, "METRICS_KEY") if _has(environment, "METRICS_KEY") else "",
        secure_cookies=url.startswith("https://"),
        rate_limits=environment.get("RATE_LIMITS", "1") != "0",
        map_tiles=environment.get("MAP_TILES", ""),
        map_attribution=environment.get("MAP_ATTRIBUTION", ""),
    )


def _crash_points(environment: Mapping[str, str]) -> Path | None:
    folder = environment.get("CRASH_POINTS")
    if folder and environment.get("DEMO") != "1":
        raise SettingsError("CRASH_POINTS lets anybody who can write there kill the hall: only with DEMO=1")
    return Path(folder) if folder else None


def _has(environment: Mapping[str, str], name: str) -> bool:
    return bool(environment.get(name) or environment.get(f"{name}_FILE"))


def _secret(environment: Mapping[str, str], name: str) -> str:
    value = environment.get(name, "")
    if not value and f"{name}_FILE" in environment:
        value = Path(environment[f"{name}_FILE"]).read_text(encoding="utf-8").strip()
    if len(value) < 16:
        raise SettingsError(f"{name} must be set to at least 16 characters (or {name}_FILE to a file)")
    return value
