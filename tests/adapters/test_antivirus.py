"""Looking for viruses: the daemon's line protocol, and a real clamd with a signature file of our own."""

import shutil
import socket
import subprocess
import threading
import zipfile
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

import pytest

from app.adapters.antivirus import Clamd
from app.outside import Scan
from app.settings import SettingsError
from tests.patience import until

# The harmless file that every such program takes for a virus, in two halves so that none takes this one.
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
CLAMD = shutil.which("clamd") or shutil.which("clamd", path="/usr/sbin:/usr/local/sbin")
MOST = 2 * 1024 * 1024


class Daemon:
    """A few lines that speak INSTREAM over a real socket, and answer what the test tells them."""

    def __init__(self, answer: bytes, *, reads: int | None = None) -> None:
        self._answer, self._reads = answer, reads
        self.received = b""
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.address = f"tcp://127.0.0.1:{self._listening.getsockname()[1]}"
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        line, _ = self._listening.accept()
        with line, line.makefile("rb") as said:
            assert said.read(10) == b"zINSTREAM\0"
            while size := int.from_bytes(said.read(4), "big"):
                self.received += said.read(size)
                if self._reads is not None and len(self.received) >= self._reads:
                    break
            line.sendall(self._answer)

    def close(self) -> None:
        self._listening.close()


@pytest.fixture
def daemon() -> Iterator[Callable[..., Daemon]]:
    made: list[Daemon] = []

    def start(answer: bytes, **given: int) -> Daemon:
        made.append(Daemon(answer, **given))
        return made[-1]

    yield start
    for one in made:
        one.close()


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (b"stream: OK\0", Scan("clean")),
        (b"stream: Win.Test.EICAR_HDB-1 FOUND\0", Scan("infected", "Win.Test.EICAR_HDB-1")),
        (b"INSTREAM size limit exceeded. ERROR\0", Scan("refused", "too_large")),
        (b"COMMAND READ TIMED OUT\0", Scan("not_scanned", "COMMAND READ TIMED OUT")),
        (b"", Scan("not_scanned", "no_answer")),
        (b"stream: OK but no\0", Scan("not_scanned", "OK but no")),
    ],
)
def test_only_ok_is_clean(daemon: Callable[..., Daemon], answer: bytes, told: Scan) -> None:
    speaking = daemon(answer)
    assert Clamd(speaking.address).scan(b"x" * 300_000) == told
    assert speaking.received == b"x" * 300_000


def test_a_daemon_that_hangs_up_in_the_middle_never_calls_it_clean(daemon: Callable[..., Daemon]) -> None:
    hasty = daemon(b"INSTREAM size limit exceeded. ERROR\0", reads=100_000)
    assert Clamd(hasty.address).scan(b"x" * 8_000_000).verdict == "refused"


def test_where_nobody_answers_nothing_was_scanned(tmp_path: Path) -> None:
    assert Clamd(f"unix:{tmp_path / 'nobody'}").scan(b"x") == Scan("not_scanned", "unreachable")
    assert Clamd("tcp://127.0.0.1:1").scan(b"x").verdict == "not_scanned"
    with socket.create_server(("127.0.0.1", 0)) as silent:
        slow = Clamd(f"tcp://127.0.0.1:{silent.getsockname()[1]}", timeout=0.1)
        assert slow.scan(b"x") == Scan("not_scanned", "timeout")


@pytest.mark.parametrize("address", ["clamd", "http://x", "unix:", "tcp://"])
def test_an_address_without_sense_is_a_wrong_setting(address: str) -> None:
    with pytest.raises(SettingsError):
        Clamd(address)


@pytest.fixture(scope="module")
def clamd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Clamd]:
    if CLAMD is None:
        pytest.skip("clamd is not installed (package clamav-daemon)")
    folder = tmp_path_factory.mktemp("clamd")
    (folder / "signatures").mkdir()
    (folder / "signatures" / "own.ndb").write_text(f"Own.Test.EICAR:0:*:{EICAR.hex()}\n")
    (folder / "clamd.conf").write_text(
        f"LocalSocket {folder / 'socket'}\nDatabaseDirectory {folder / 'signatures'}\n"
        f"Foreground yes\nStreamMaxLength {MOST}\nTemporaryDirectory {folder}\nLogFile {folder / 'log'}\n"
    )
    running = subprocess.Popen(
        [CLAMD, "-c", folder / "clamd.conf"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    until(lambda: (folder / "socket").exists() or running.poll() is not None)
    yield Clamd(f"unix:{folder / 'socket'}")
    running.terminate()
    running.wait(10)


def test_a_real_daemon_finds_it_bare_and_in_a_zip(clamd: Clamd) -> None:
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("factura.txt", EICAR)
    assert clamd.scan(b"%PDF-1.7 nothing") == Scan("clean")
    for content in (EICAR, packed.getvalue()):
        assert clamd.scan(content).verdict == "infected"
        assert "Own.Test.EICAR" in clamd.scan(content).words


def test_what_is_too_large_for_a_real_daemon_is_refused_never_clean(clamd: Clamd) -> None:
    assert clamd.scan(b"x" * (MOST - 10)).verdict == "clean"
    assert clamd.scan(b"x" * (MOST * 3)) == Scan("refused", "too_large")
