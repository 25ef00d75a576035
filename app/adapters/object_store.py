"""Documents in an object store (S3, or memory for trials), each under the hash of its bytes."""

import hashlib
import secrets
from typing import TYPE_CHECKING

from app.adapters.file_store import SHA256
from app.outside import OutsideError

if TYPE_CHECKING:
    from obstore.store import ObjectStore


class ObjectFileStore:
    """The bucket behind `store` (implements `outside.FileStore`); objects lie at `ab/cd/abcd…`."""

    def __init__(self, store: "ObjectStore") -> None:
        self._store = store

    def put(self, content: bytes) -> str:
        """Keep the bytes; when this returns the store has them whole. Their hex SHA-256."""
        from obstore.exceptions import BaseError

        sha256 = hashlib.sha256(content).hexdigest()
        try:
            if not self._holds(sha256):
                self._store.put(path(sha256), content)
        except (BaseError, OSError):
            raise OutsideError("file_not_kept") from None
        return sha256

    def get(self, sha256: str) -> bytes:
        """The bytes, verified. OutsideError `file_missing`, `file_damaged`, or `unreachable` (ask again)."""
        from obstore.exceptions import BaseError

        try:
            content = bytes(self._store.get(path(sha256)).bytes())
        except FileNotFoundError:
            raise OutsideError("file_missing", permanent=True) from None
        except (BaseError, OSError):
            raise OutsideError("unreachable") from None
        if hashlib.sha256(content).hexdigest() != sha256:
            raise OutsideError("file_damaged", permanent=True)
        return content

    def remove(self, sha256: str) -> None:
        """Take the bytes away for ever, if they are there. OutsideError `file_not_removed`."""
        from obstore.exceptions import BaseError

        try:
            self._store.delete(path(sha256))
        except FileNotFoundError:
            return
        except (BaseError, OSError):
            raise OutsideError("file_not_removed") from None

    def check(self) -> None:
        """Can bytes be kept now? Tried with a few, which are taken away again."""
        from obstore.exceptions import BaseError

        aside = f"arriving/check-{secrets.token_hex(8)}"
        try:
            self._store.put(aside, b"ready")
            self._store.delete(aside)
        except (BaseError, OSError):
            raise OutsideError("file_not_kept") from None

    def _holds(self, sha256: str) -> bool:
        """A damaged object does not count: it is written again."""
        try:
            self.get(sha256)
        except OutsideError as error:
            if error.code not in {"file_missing", "file_damaged"}:
                raise OutsideError("file_not_kept") from None
            return False
        return True


def opened(url: str) -> ObjectFileStore:
    """The store that FILES_URL names (`s3://bucket/prefix`); the rest comes from the usual AWS_ settings."""
    from obstore.store import from_url

    return ObjectFileStore(from_url(url))


def path(sha256: str) -> str:
    """Where the object with this hash lies, or would lie. OutsideError `file_missing` for what is no hash."""
    if not SHA256.fullmatch(sha256):
        raise OutsideError("file_missing", permanent=True)
    return f"{sha256[:2]}/{sha256[2:4]}/{sha256}"
