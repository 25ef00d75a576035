"""The points themselves: they kill whoever comes by first, once, and only where nobody is at home."""

import os
import re
import signal
from collections.abc import Mapping
from pathlib import Path

import pytest

from app import faults, settings
from app.settings import SettingsError
from tests.faults.killer import POINTS
from tests.faults.post_points import POST_POINTS, REGISTRY_POINTS

ROOT = Path(faults.__file__).parent
SECRETS = ("SECRET_KEY", "SMS_API_KEY", "SMS_CALLBACK_KEY", "PAYMENT_KEY")


def end_of_a_child(folder: Path | None, name: str) -> int:
    """How a process ends that comes by the point."""
    child = os.fork()
    if not child:
        faults.arm(folder)
        faults.point(name)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def told(**more: str) -> Mapping[str, str]:
    return {**dict.fromkeys(SECRETS, "only for the tests"), **more}


def test_one_file_is_one_death(tmp_path: Path) -> None:
    assert end_of_a_child(tmp_path, "step.before_commit") == 0
    (tmp_path / "step.before_commit").touch()
    assert end_of_a_child(tmp_path, "step.after_commit") == 0
    assert end_of_a_child(tmp_path, "step.before_commit") == -signal.SIGKILL
    assert end_of_a_child(tmp_path, "step.before_commit") == 0


def test_a_hall_that_was_not_asked_to_never_dies(tmp_path: Path) -> None:
    (tmp_path / "step.before_commit").touch()
    assert end_of_a_child(None, "step.before_commit") == 0


def test_only_a_demonstration_lets_itself_be_killed(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="CRASH_POINTS"):
        settings.from_environment(told(CRASH_POINTS=str(tmp_path), INSTANCE=str(tmp_path)))
    demo = settings.from_environment(told(CRASH_POINTS=str(tmp_path), INSTANCE=str(tmp_path), DEMO="1"))
    assert demo.crash_points == tmp_path
    assert settings.from_environment(told(INSTANCE=str(tmp_path))).crash_points is None


def test_every_point_that_the_code_names_is_killed_at() -> None:
    named = {
        name
        for path in ROOT.rglob("*.py")
        for name in re.findall(r'faults\.point\("([a-z_.]+)"\)', path.read_text())
    }
    assert named == {*POINTS, *POST_POINTS, *REGISTRY_POINTS}
