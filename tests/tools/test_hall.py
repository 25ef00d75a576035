"""The process manager, with tiny fake processes instead of a hall."""

import json
import os
import signal
import socket
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from tests.patience import until
from tools import hall, pages, place, processes
from tools.place import Place
from tools.processes import Command, Stop
from tools.trouble import Trouble


class FakeHall:
    """A running `tests.tools.fake_hall`, seen from outside."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        words = [sys.executable, "-m", "tests.tools.fake_hall", str(folder)]
        # Tests run under nohup, too; the keeper of a hall in a terminal does not.
        self.keeper = subprocess.Popen(
            words,
            cwd=place.ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            preexec_fn=lambda: signal.signal(signal.SIGHUP, signal.SIG_DFL),  # noqa: PLW1509 - no threads
        )
        assert self.keeper.stdout is not None
        assert self.keeper.stdout.readline() == b"kept\n"
        until(lambda: "child" in self.log("parent") and "up" in self.log("deaf"))

    def log(self, name: str) -> str:
        path = self.folder / f"{name}.log"
        return path.read_text() if path.exists() else ""

    def pid(self, name: str) -> int:
        return int((self.folder / f"{name}.pid").read_text())

    @property
    def child(self) -> int:
        return int(self.log("parent").split()[-1])

    @property
    def everyone(self) -> list[int]:
        return [self.pid("sleeper"), self.pid("deaf"), self.pid("parent"), self.child]


def alive(pid: int) -> bool:
    return psutil.pid_exists(pid) and psutil.Process(pid).status() != psutil.STATUS_ZOMBIE


@pytest.fixture
def fake_hall(tmp_path: Path) -> Iterator[FakeHall]:
    running = FakeHall(tmp_path)
    yield running
    running.keeper.kill()
    running.keeper.wait()


def test_a_killed_process_is_started_again(fake_hall: FakeHall) -> None:
    first = fake_hall.pid("sleeper")
    os.kill(first, signal.SIGKILL)
    until(lambda: fake_hall.pid("sleeper") != first)
    assert alive(fake_hall.pid("sleeper"))
    assert not alive(first)


def test_children_of_a_killed_process_do_not_keep_its_port(fake_hall: FakeHall) -> None:
    parent, orphan = fake_hall.pid("parent"), fake_hall.child
    os.kill(parent, signal.SIGKILL)
    until(lambda: fake_hall.pid("parent") != parent)
    until(lambda: not alive(orphan))


@pytest.mark.parametrize("asked", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_asked_to_stop_it_ends_everyone_even_the_deaf(fake_hall: FakeHall, asked: signal.Signals) -> None:
    everyone = fake_hall.everyone
    fake_hall.keeper.send_signal(asked)
    assert fake_hall.keeper.wait(timeout=15) == 0
    assert not any(alive(pid) for pid in everyone)
    assert not list(fake_hall.folder.glob("*.pid"))


def test_nobody_survives_a_keeper_that_is_killed(fake_hall: FakeHall) -> None:
    tied = [fake_hall.pid(name) for name in ("sleeper", "deaf", "parent")]
    fake_hall.keeper.kill()
    fake_hall.keeper.wait()
    until(lambda: not any(alive(pid) for pid in tied))
    os.kill(fake_hall.child, signal.SIGKILL)


def test_who_keeps_falling_waits_longer_each_time() -> None:
    pauses = [processes.pause(falls) for falls in range(9)]
    assert pauses[0] == 0
    assert pauses == sorted(pauses)
    assert pauses[-1] == processes.LONGEST_PAUSE


def test_a_process_that_cannot_start_is_named_with_its_last_words(tmp_path: Path) -> None:
    broken = Command("worker", (sys.executable, "-c", "raise SystemExit('no such table: job')"))
    crew = [processes.start(broken, logs=tmp_path, cwd=tmp_path)]
    until(lambda: processes.mend(crew, cwd=tmp_path, now=time.monotonic()) and crew[0].falls == 3)
    crew[0].process.wait()
    with pytest.raises(Trouble, match=r"(?s)“worker” ends as soon as it starts.*no such table: job"):
        processes.refuse_broken(crew)
    processes.end(crew)


def test_a_step_that_fails_is_told_from_one_that_was_stopped(tmp_path: Path) -> None:
    failing = processes.start(
        Command("prepare", (sys.executable, "-c", "raise SystemExit(3)")), logs=tmp_path, cwd=tmp_path
    )
    assert processes.finish(failing, Stop()) == 3
    assert processes.finish(failing, Stop(asked=True)) is None


def test_a_taken_port_is_named_and_another_offered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "PATIENCE_SECONDS", 0)
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(Trouble, match=rf"Port {port}, needed for the locker, .*make run PORT=\d+"):
            pages.refuse_taken({"the locker": port})


def test_a_second_hall_in_the_same_folder_is_refused(tmp_path: Path) -> None:
    with hall.alone_in(tmp_path), pytest.raises(Trouble, match="already running"), hall.alone_in(tmp_path):
        pass


@pytest.mark.parametrize("port", ["eight", "0", "65533", "-1", "80.5"])
def test_a_port_that_is_none_is_refused(port: str) -> None:
    with pytest.raises(Trouble, match="PORT must be a number"):
        place.from_environment({"PORT": port})


def test_all_ports_follow_from_the_first(tmp_path: Path) -> None:
    here = place.from_environment({"PORT": "8100", "INSTANCE": str(tmp_path)})
    assert list(here.ports.values()) == [8100, 8101, 8102, 8103, 8104, 8105, 8106]
    assert (here.locker_url, here.sandbox_url) == ("http://127.0.0.1:8101", "http://127.0.0.1:8102")
    assert here.payment_url == "http://127.0.0.1:8104"


def test_secrets_are_made_once_and_are_private(tmp_path: Path) -> None:
    here = Place(8000, tmp_path / "hall")
    place.make(here)
    first = place.keys(here)
    assert place.keys(here) == first
    assert len(set(first.values())) == len(place.SECRETS)
    assert all(len(secret) >= 32 for secret in first.values())
    assert stat.S_IMODE((here.instance / "keys.json").stat().st_mode) == 0o600


def test_a_secret_that_came_later_joins_the_old_ones(tmp_path: Path) -> None:
    (tmp_path / "keys.json").write_text(json.dumps({"secret_key": "kept as it was"}))
    keys = place.keys(Place(8000, tmp_path))
    assert keys["secret_key"] == "kept as it was"
    assert set(keys) == set(place.SECRETS)


def test_each_of_the_world_outside_learns_no_secret_but_its_own(tmp_path: Path) -> None:
    here = Place(8000, tmp_path)
    locker, second, messages, post, payments = hall.simulators(
        here, place.environment(here, place.keys(here))
    )
    assert set(locker.told) == set(second.told) == {"LOCKER_KEY"}
    assert locker.told != second.told
    assert set(messages.told) == {"SMS_API_KEY", "SMS_CALLBACK_KEY", "IMAP_PASSWORD"}
    assert set(post.told) == {"IMAP_PASSWORD"}
    assert set(payments.told) == {"PAYMENT_KEY"}


def test_a_given_database_is_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    here = Place(8000, tmp_path)
    monkeypatch.setenv("DATABASE_URL", "postgresql+psycopg://hall@db/hall")
    assert place.environment(here, place.keys(here))["DATABASE_URL"] == "postgresql+psycopg://hall@db/hall"
    monkeypatch.setenv("DATABASE_URL", "")
    assert place.environment(here, place.keys(here))["DATABASE_URL"] == f"sqlite:///{tmp_path}/hall.sqlite"


def test_the_welcome_begins_with_the_line_scripts_wait_for(tmp_path: Path) -> None:
    people = [
        {"who": "Cetățean", "email": "ana@exemplu.ro", "password": "parola", "where": "/contul-meu"},
        {"who": "Registratură", "email": "ion@primarie.ro", "password": "parola2", "where": "/ghiseu"},
    ]
    (tmp_path / "demo.json").write_text(json.dumps(people), encoding="utf-8")
    lines = hall.welcome(Place(8000, tmp_path)).splitlines()
    assert lines[0] == "ready http://127.0.0.1:8000"
    assert "  Cetățean      ana@exemplu.ro   parola   /contul-meu" in lines
    assert "  Registratură  ion@primarie.ro  parola2  /ghiseu" in lines
