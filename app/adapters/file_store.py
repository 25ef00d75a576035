"""Documents on disk, each under the hash of its bytes: twice the same is one file, a change shows."""

import hashlib
import os
import re
import secrets
from pathlib import Path

from app.outside import OutsideError

READ_ONLY = 0o440
SHA256 = re.compile(r"[0-9a-f]{64}")


class DiskFileStore:
    """The folder `root`; files lie at `ab/cd/abcd…`."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._arriving = root / "arriving"

    def put(self, content: bytes) -> str:
        """Keep the bytes; when this returns they survive a power cut. Their hex SHA-256."""
        sha256 = hashlib.sha256(content).hexdigest()
        place = self.path(sha256)
        try:
            if not _holds(place, sha256):
                self._write(content, place)
        except OSError:
            raise OutsideError("file_not_kept") from None
        return sha256

    def get(self, sha256: str) -> bytes:
        """The bytes, verified. OutsideError `file_missing` or `file_damaged`."""
        try:
            content = self.path(sha256).read_bytes()
        except OSError:
            raise OutsideError("file_missing", permanent=True) from None
        if hashlib.sha256(content).hexdigest() != sha256:
            raise OutsideError("file_damaged", permanent=True)
        return content

    def remove(self, sha256: str) -> None:
        """Take the bytes away for ever, if they are there. OutsideError `file_not_removed`."""
        place = self.path(sha256)
        try:
            place.unlink(missing_ok=True)
            if place.parent.is_dir():
                _sync_folder(place.parent)
        except OSError:
            raise OutsideError("file_not_removed") from None

    def check(self) -> None:
        """Can bytes be kept now? Tried with a few, which are taken away again."""
        aside = self._arriving / f"check-{secrets.token_hex(8)}"
        try:
            _make(self._arriving)
            aside.write_bytes(b"ready")
            aside.unlink()
        except OSError:
            raise OutsideError("file_not_kept") from None

    def path(self, sha256: str) -> Path:
        """Where the file with this hash lies, or would lie."""
        if not SHA256.fullmatch(sha256):
            raise OutsideError("file_missing", permanent=True)
        return self._root / sha256[:2] / sha256[2:4] / sha256

    def _write(self, content: bytes, place: Path) -> None:
        """Written aside and moved when whole, so that a name never stands for half a file."""
        for folder in (self._arriving, place.parent):
            _make(folder)
        aside = self._arriving / secrets.token_hex(16)
        try:
            _write_through(content, aside)
            aside.replace(place)
        finally:
            aside.unlink(missing_ok=True)
        _sync_folder(place.parent)


def _holds(place: Path, sha256: str) -> bool:
    """A damaged file does not count: it is written again."""
    return place.exists() and hashlib.sha256(place.read_bytes()).hexdigest() == sha256


def _write_through(content: bytes, aside: Path) -> None:
    with aside.open("xb") as file:
        os.fchmod(file.fileno(), READ_ONLY)
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _make(folder: Path) -> None:
    """A folder and its parents, each known to its own parent on disk."""
    if folder.is_dir():
        return
    _make(folder.parent)
    folder.mkdir(exist_ok=True)
    _sync_folder(folder.parent)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
