"""A mailbox read over IMAP: the oldest first, nothing marked as read, nothing moved until it is asked for."""

import ssl
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from imapclient import IMAPClient
from imapclient.exceptions import IMAPClientError, LoginError

from app.outside import OutsideError, Received

# A worker that waits for a silent server does nothing else meanwhile.
TIMEOUT = 10.0
PORTS = {"tls": 993, "starttls": 143, "none": 143}


@dataclass(frozen=True)
class MailboxSettings:
    """Where the mailbox is. `security`: tls, starttls or none (only on this machine).

    `done`: the folder that stored messages are moved to; empty: they stay where they are. `most_bytes`: a
    larger message is not taken in, only its headers. `authserv_id`, `pause`: as `app.outside.PostBox` says.
    """

    host: str
    user: str
    password: str
    port: int = 0
    security: str = "tls"
    folder: str = "INBOX"
    done: str = "Preluate"
    ca_file: str | None = None
    most_bytes: int = 60 * 1024 * 1024
    authserv_id: str = ""
    pause: timedelta = timedelta(seconds=30)


class ImapPostBox:
    """One folder of one mailbox. A connection lasts for one question."""

    def __init__(self, settings: MailboxSettings) -> None:
        self._settings = settings
        self.authserv_id, self.pause = settings.authserv_id, settings.pause

    def after(self, validity: int, uid: int, most: int) -> Iterable[Received]:
        """The oldest messages that may be new, each fetched when it is asked for. Raises OutsideError."""
        with _translated(), self._open(readonly=True) as (server, now):
            # Whatever lies here was not put away: it may have been stored (a crash), so it is offered again.
            first = 1 if self._settings.done or now != validity else uid + 1
            found = server.search(["UID", f"{first}:*", "UNDELETED"])
            for one in sorted(number for number in found if number >= first)[:most]:
                message = self._fetch(server, now, one)
                if message is not None:
                    yield message

    def put_away(self, validity: int, uids: Sequence[int]) -> None:
        """Move them to the folder of what is stored. Raises OutsideError."""
        if not self._settings.done or not uids:
            return
        with _translated(), self._open(readonly=False) as (server, now):
            if now == validity:
                _make_folder(server, self._settings.done)
                _move(server, uids, self._settings.done)

    def _fetch(self, server: IMAPClient, validity: int, uid: int) -> Received | None:
        """None: somebody has taken it away meanwhile. Then a server may also answer that it is empty.

        So says RFC 2180, 4.1.3; a worker that took it for a message would store an empty one.
        """
        about = server.fetch([uid], ["RFC822.SIZE", "INTERNALDATE"]).get(uid)
        if about is None:
            return None
        size = int(about[b"RFC822.SIZE"])
        part = b"BODY[]" if size <= self._settings.most_bytes else b"BODY[HEADER]"
        raw = server.fetch([uid], [part.replace(b"BODY", b"BODY.PEEK")]).get(uid, {}).get(part)
        if not raw or not raw.strip():
            return None
        # A server may count line ends differently: only a message cut here is not whole.
        told = max(size, len(raw) + 1) if part == b"BODY[HEADER]" else len(raw)
        return Received(validity, uid, raw, _moment(about[b"INTERNALDATE"]), told)

    @contextmanager
    def _open(self, *, readonly: bool) -> Iterator[tuple[IMAPClient, int]]:
        told = self._settings
        with self._connected() as server:
            server.login(told.user, told.password)
            facts = server.select_folder(told.folder, readonly=readonly)
            yield server, int(facts[b"UIDVALIDITY"])

    def _connected(self) -> IMAPClient:
        told = self._settings
        context = ssl.create_default_context(cafile=told.ca_file) if told.security != "none" else None
        server = IMAPClient(
            told.host,
            told.port or PORTS[told.security],
            ssl=told.security == "tls",
            ssl_context=context if told.security == "tls" else None,
            timeout=TIMEOUT,
        )
        server.normalise_times = False
        if told.security == "starttls":
            server.starttls(ssl_context=context)
        return server


def _moment(told: datetime) -> datetime:
    """When the mail server received it."""
    return told.astimezone(UTC) if told.tzinfo else told.replace(tzinfo=UTC)


def _make_folder(server: IMAPClient, name: str) -> None:
    if not server.folder_exists(name):
        server.create_folder(name)
        server.subscribe_folder(name)


def _move(server: IMAPClient, uids: Sequence[int], folder: str) -> None:
    """In one step where the server can; else copied first, then taken out of sight."""
    if server.has_capability("MOVE"):
        server.move(uids, folder)
        return
    server.copy(uids, folder)
    server.delete_messages(uids, silent=True)
    if server.has_capability("UIDPLUS"):
        # Without it, expunging would also remove what somebody else has marked.
        server.uid_expunge(uids)


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except LoginError:
        raise OutsideError("unauthorized") from None
    except ssl.SSLError:
        raise OutsideError("not_secure") from None
    except TimeoutError:
        raise OutsideError("timeout") from None
    except IMAPClientError:
        raise OutsideError("refused") from None
    except OSError:
        raise OutsideError("unreachable") from None
