"""ClamAV's daemon by its socket: the bytes are streamed to it, and it answers one line (INSTREAM).

What it could not look through is `not_scanned`, and what is too large for it is `refused`: neither is clean.
"""

import contextlib
import socket
import struct
from urllib.parse import urlsplit

from app.outside import Scan
from app.settings import SettingsError

CHUNK = 128 * 1024
TIMEOUT = 30.0
LONGEST_ANSWER = 4096
CUT_OFF = "size limit exceeded"
LENGTH = struct.Struct("!I")


class Clamd:
    """The daemon at `unix:/path/to/socket` or `tcp://host:port`."""

    def __init__(self, address: str, timeout: float = TIMEOUT) -> None:
        self._address = _place(address)
        self._timeout = timeout

    def scan(self, content: bytes) -> Scan:
        """Look through the bytes. Never raises."""
        try:
            with self._connected() as line:
                return _verdict(_asked(line, content))
        except TimeoutError:
            return Scan("not_scanned", "timeout")
        except OSError:
            return Scan("not_scanned", "unreachable")

    def _connected(self) -> socket.socket:
        if isinstance(self._address, tuple):
            return socket.create_connection(self._address, timeout=self._timeout)
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        line.settimeout(self._timeout)
        try:
            line.connect(self._address)
        except OSError:
            line.close()
            raise
        return line


def _place(address: str) -> str | tuple[str, int]:
    parts = urlsplit(address)
    if parts.scheme == "unix" and parts.path:
        return parts.path
    if parts.scheme == "tcp" and parts.hostname:
        return parts.hostname, parts.port or 3310
    raise SettingsError("CLAMD must be unix:/path/to/socket or tcp://host:port")


def _asked(line: socket.socket, content: bytes) -> str:
    """What the daemon says. It hangs up on what is too large for it, mostly after it has said so."""
    line.sendall(b"zINSTREAM\0")
    try:
        for start in range(0, len(content), CHUNK):
            part = content[start : start + CHUNK]
            line.sendall(LENGTH.pack(len(part)) + part)
        line.sendall(LENGTH.pack(0))
    except (BrokenPipeError, ConnectionResetError):
        return _heard(line) or CUT_OFF
    return _heard(line)


def _heard(line: socket.socket) -> str:
    said = b""
    with contextlib.suppress(ConnectionResetError):
        while b"\0" not in said and len(said) < LONGEST_ANSWER and (more := line.recv(LONGEST_ANSWER)):
            said += more
    return said.partition(b"\0")[0].decode("utf-8", "replace").strip()


def _verdict(said: str) -> Scan:
    words = said.removeprefix("stream: ")
    if words == "OK":
        return Scan("clean")
    if words.endswith(" FOUND"):
        return Scan("infected", words.removesuffix(" FOUND"))
    if CUT_OFF in words:
        return Scan("refused", "too_large")
    return Scan("not_scanned", words[:200] or "no_answer")
