"""Start a simulator as a process of its own, kill it, start it again: for tests and demonstrations."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import requests

ROOT = Path(__file__).resolve().parent.parent


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Simulator:
    """One simulator: its module, its arguments, and the process while it runs."""

    module: str
    port: int
    arguments: Sequence[str]
    secrets: Mapping[str, str]
    _process: subprocess.Popen[bytes] | None = field(default=None, init=False)

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> "Simulator":
        """Start and wait until its page answers."""
        command = [sys.executable, "-m", self.module, "--port", str(self.port), *self.arguments]
        self._process = subprocess.Popen(
            command, cwd=ROOT, env=os.environ | self.secrets, stdout=subprocess.DEVNULL
        )
        self._wait(time.monotonic() + 30)
        return self

    def kill(self) -> None:
        """`kill -9`."""
        self._end(signal.SIGKILL)

    def stop(self) -> int:
        """SIGTERM; the exit code."""
        return self._end(signal.SIGTERM)

    def _wait(self, until: float) -> None:
        while time.monotonic() < until:
            try:
                requests.get(self.url, timeout=5)
            except requests.ConnectionError:
                if self._process is None or self._process.poll() is not None:
                    break
                time.sleep(0.05)
            else:
                return
        raise RuntimeError(f"{self.module} does not answer on {self.url}")

    def _end(self, sign: signal.Signals) -> int:
        if self._process is None:
            return 0
        self._process.send_signal(sign)
        code = self._process.wait(10)
        self._process = None
        return code


def locker(database: Path, *, key: str, hook_url: str = "", doors: int = 24) -> Simulator:
    """A cabinet of lockers, not started yet."""
    arguments = ["--database", str(database), "--hook-url", hook_url, "--doors", str(doors)]
    return Simulator("simulators.locker", free_port(), arguments, {"LOCKER_KEY": key})


def messages(database: Path, *, smtp_port: int, key: str, callback_key: str) -> Simulator:
    """An SMS gateway and mail server, not started yet."""
    arguments = ["--database", str(database), "--smtp-port", str(smtp_port)]
    secrets = {"SMS_API_KEY": key, "SMS_CALLBACK_KEY": callback_key}
    return Simulator("simulators.messages", free_port(), arguments, secrets)


def payments(database: Path, *, key: str) -> Simulator:
    """A provider of card payments, not started yet."""
    return Simulator("simulators.payments", free_port(), ["--database", str(database)], {"PAYMENT_KEY": key})


def signing(credentials: Sequence[str], *, key: str) -> Simulator:
    """A service that signs hashes for those credentials, not started yet."""
    arguments = [word for one in credentials for word in ("--credential", one)]
    return Simulator("simulators.signing", free_port(), arguments, {"SIGNING_KEY": key})


class Mailbox(Simulator):
    """An IMAP server, which greets instead of showing a page."""

    def _wait(self, until: float) -> None:
        while time.monotonic() < until:
            try:
                with socket.create_connection(("127.0.0.1", self.port), timeout=5) as line:
                    line.recv(64)
            except OSError:
                if self._process is None or self._process.poll() is not None:
                    break
                time.sleep(0.05)
            else:
                return
        raise RuntimeError(f"{self.module} does not answer on {self.port}")


def post(folder: Path, *, password: str, user: str, certificate: tuple[Path, Path] | None = None) -> Mailbox:
    """An IMAP mailbox, not started yet; with STARTTLS when it has a certificate and its key."""
    cert = ["--cert", str(certificate[0]), "--key", str(certificate[1])] if certificate else []
    arguments = ["--folder", str(folder), "--user", user, *cert]
    return Mailbox("simulators.post", free_port(), arguments, {"IMAP_PASSWORD": password})
