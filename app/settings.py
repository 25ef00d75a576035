"""Settings, read once from the environment at start; secrets come from there or from files."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

SEALS = ("none", "demo", "pkcs11", "remote")


@dataclass(frozen=True)
class Locker:
    """The controller of one cabinet: where it answers, and the key that both sides know."""

    code: str
    url: str
    key: str


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
    payment_url: str
    payment_key: str
    lockers: tuple[Locker, ...] = ()
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
    files_url: str = ""
    seals: str = ""
    sign_people: bool = True
    pkcs11_module: str = ""
    pkcs11_token: str = ""
    pkcs11_pin: str = ""
    signing_url: str = ""
    signing_key: str = ""
    tsa_url: str = ""
    trusted_roots: Path | None = None
    clamd: str = ""
    scan_folder: Path | None = None
    ocr_program: str = ""
    ocr_languages: str = "ron+eng"
    imap_host: str = ""
    imap_port: int = 0
    imap_user: str = ""
    imap_password: str = ""
    imap_security: str = "tls"
    imap_folder: str = "INBOX"
    imap_done_folder: str = "Preluate"
    imap_ca_file: str = ""
    imap_authserv_id: str = ""
    imap_seconds: int = 30
    root: Path = field(default_factory=lambda: Path(__file__).resolve().parent.parent)

    def locker(self, code: str) -> Locker | None:
        """The controller of that cabinet, if one is connected."""
        return next((one for one in self.lockers if one.code == code), None)


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
        payment_url=environment.get("PAYMENT_URL", f"http://127.0.0.1:{port + 4}"),
        payment_key=_secret(environment, "PAYMENT_KEY"),
        lockers=_lockers(environment),
        institution=environment.get("INSTITUTION", "PS6"),
        demo=environment.get("DEMO", "") == "1",
        crash_points=_crash_points(environment),
        metrics_key=_secret(environment, "METRICS_KEY") if _has(environment, "METRICS_KEY") else "",
        secure_cookies=url.startswith("https://"),
        rate_limits=environment.get("RATE_LIMITS", "1") != "0",
        map_tiles=environment.get("MAP_TILES", ""),
        map_attribution=environment.get("MAP_ATTRIBUTION", ""),
        files_url=environment.get("FILES_URL", ""),
        clamd=environment.get("CLAMD", ""),
        scan_folder=Path(folder) if (folder := environment.get("SCAN_FOLDER")) else None,
        ocr_program=environment.get("OCR_PROGRAM", ""),
        ocr_languages=environment.get("OCR_LANGUAGES") or "ron+eng",
        trusted_roots=Path(roots) if (roots := environment.get("TRUSTED_ROOTS")) else None,
        **_seals(environment),
        **_mailbox(environment),
    )


def _lockers(environment: Mapping[str, str]) -> tuple[Locker, ...]:
    """LOCKERS is `code=url` for each cabinet, with spaces between; LOCKER_KEY_<CODE> is its key."""
    told = [one.partition("=") for one in environment.get("LOCKERS", "").split()]
    if any(not code or not url for code, _equals, url in told):
        raise SettingsError("LOCKERS is code=url for each cabinet, with spaces between")
    return tuple(Locker(code, url, _secret(environment, locker_key(code))) for code, _equals, url in told)


def locker_key(code: str) -> str:
    """The variable that holds a cabinet's key: LOCKER_KEY_CABINET_1 for cabinet-1."""
    return "LOCKER_KEY_" + "".join(sign if sign.isalnum() else "_" for sign in code).upper()


def _seals(environment: Mapping[str, str]) -> dict[str, Any]:
    """Who holds the keys of the seal and of the signatures, and what that one needs."""
    by = environment.get("SEALS") or ("demo" if environment.get("DEMO") == "1" else "none")
    if by not in SEALS:
        raise SettingsError(f"SEALS must be one of {', '.join(SEALS)}")
    if by == "demo" and environment.get("DEMO") != "1":
        raise SettingsError("SEALS=demo seals papers with keys that prove nothing: only with DEMO=1")
    found: dict[str, Any] = {
        "seals": by,
        "sign_people": environment.get("SIGN_PEOPLE", "1") != "0",
        "tsa_url": environment.get("TSA_URL", ""),
    }
    if by == "pkcs11":
        found |= {name.lower(): _needed(environment, name) for name in ("PKCS11_MODULE", "PKCS11_TOKEN")}
        found["pkcs11_pin"] = _given(environment, "PKCS11_PIN")
    if by == "remote":
        found |= {
            "signing_url": _needed(environment, "SIGNING_URL"),
            "signing_key": _secret(environment, "SIGNING_KEY"),
        }
    return found


def _mailbox(environment: Mapping[str, str]) -> dict[str, Any]:
    """The registry's mailbox, if there is one; a password crosses a network only through TLS."""
    if not (host := environment.get("IMAP_HOST", "")):
        return {}
    security = environment.get("IMAP_SECURITY", "tls")
    if security not in {"tls", "starttls", "none"}:
        raise SettingsError("IMAP_SECURITY must be tls, starttls or none")
    if security == "none" and host not in {"127.0.0.1", "::1", "localhost"}:
        raise SettingsError("IMAP_SECURITY=none is only for a mail server on this machine")
    return {
        "imap_host": host,
        "imap_port": int(environment.get("IMAP_PORT") or 0),
        "imap_user": _needed(environment, "IMAP_USER"),
        "imap_password": _given(environment, "IMAP_PASSWORD"),
        "imap_security": security,
        "imap_folder": environment.get("IMAP_FOLDER") or "INBOX",
        "imap_done_folder": environment.get("IMAP_DONE_FOLDER", "Preluate"),
        "imap_ca_file": environment.get("IMAP_CA_FILE", ""),
        "imap_authserv_id": environment.get("IMAP_AUTHSERV_ID", ""),
        "imap_seconds": max(1, int(environment.get("IMAP_SECONDS") or 30)),
    }


def _needed(environment: Mapping[str, str], name: str) -> str:
    if not environment.get(name):
        raise SettingsError(f"{name} is missing")
    return environment[name]


def _crash_points(environment: Mapping[str, str]) -> Path | None:
    folder = environment.get("CRASH_POINTS")
    if folder and environment.get("DEMO") != "1":
        raise SettingsError("CRASH_POINTS lets anybody who can write there kill the hall: only with DEMO=1")
    return Path(folder) if folder else None


def _has(environment: Mapping[str, str], name: str) -> bool:
    return bool(environment.get(name) or environment.get(f"{name}_FILE"))


def _given(environment: Mapping[str, str], name: str) -> str:
    """A secret's own value, or what stands in the file that `<name>_FILE` names."""
    value = environment.get(name, "")
    if not value and f"{name}_FILE" in environment:
        value = Path(environment[f"{name}_FILE"]).read_text(encoding="utf-8").strip()
    return value


def _secret(environment: Mapping[str, str], name: str) -> str:
    value = _given(environment, name)
    if len(value) < 16:
        raise SettingsError(f"{name} must be set to at least 16 characters (or {name}_FILE to a file)")
    return value
