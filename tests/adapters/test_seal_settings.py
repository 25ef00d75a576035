"""Who holds the keys is a setting, and a wrong one is told at the start."""

from pathlib import Path

import pytest

from app import settings
from app.adapters.antivirus import Clamd
from app.adapters.object_store import ObjectFileStore
from app.assembly import real_outside
from app.settings import SettingsError

KEY = "a-key-of-enough-length"
SECRETS = ("SECRET_KEY", "SMS_API_KEY", "SMS_CALLBACK_KEY", "PAYMENT_KEY")


def told(folder: Path, **more: str) -> settings.Settings:
    """The settings of a hall with this environment."""
    return settings.from_environment({"INSTANCE": str(folder), **dict.fromkeys(SECRETS, KEY), **more})


@pytest.mark.parametrize(
    ("given", "kind", "signs"),
    [
        ({}, "", False),
        ({"DEMO": "1"}, "demo", True),
        ({"DEMO": "1", "SEALS": "none"}, "", False),
        ({"SEALS": "remote", "SIGNING_URL": "https://sign.example", "SIGNING_KEY": KEY}, "real", True),
        ({"SEALS": "pkcs11", "PKCS11_MODULE": "/lib/x.so", "PKCS11_TOKEN": "primaria"}, "real", True),
        (
            {"SEALS": "pkcs11", "PKCS11_MODULE": "x", "PKCS11_TOKEN": "y", "SIGN_PEOPLE": "0"},
            "real",
            False,
        ),
    ],
)
def test_the_setting_chooses_who_seals(tmp_path: Path, given: dict[str, str], kind: str, signs: bool) -> None:
    seals = real_outside(told(tmp_path, **given)).seals
    assert (seals.kind, seals.signs) == (kind, signs)


@pytest.mark.parametrize(
    "given",
    [
        {"SEALS": "demo"},
        {"SEALS": "wax"},
        {"SEALS": "remote", "SIGNING_URL": "https://sign.example", "SIGNING_KEY": "short"},
        {"SEALS": "remote", "SIGNING_KEY": KEY},
        {"SEALS": "pkcs11", "PKCS11_MODULE": "/lib/x.so"},
    ],
)
def test_half_a_setting_does_not_start(tmp_path: Path, given: dict[str, str]) -> None:
    with pytest.raises(SettingsError):
        told(tmp_path, **given)


def test_a_pin_may_come_from_a_file(tmp_path: Path) -> None:
    (tmp_path / "pin").write_text("1234\n")
    given = {
        "SEALS": "pkcs11",
        "PKCS11_MODULE": "x",
        "PKCS11_TOKEN": "y",
        "PKCS11_PIN_FILE": str(tmp_path / "pin"),
    }
    assert told(tmp_path, **given).pkcs11_pin == "1234"


def test_a_scanner_and_a_bucket_are_used_where_they_are_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_REGION", "eu-central-1")
    outside = real_outside(told(tmp_path, CLAMD="unix:/run/clamd.ctl", FILES_URL="s3://hall/files"))
    assert isinstance(outside.antivirus, Clamd)
    assert isinstance(outside.files, ObjectFileStore)
