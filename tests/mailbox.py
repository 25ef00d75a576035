"""A real IMAP server in a process of its own, and a mailbox in it that a test fills and looks into."""

import io
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest
from imapclient import IMAPClient
from PIL import Image

from app.adapters.post_box import ImapPostBox, MailboxSettings
from simulators import process
from tests.hall import Hall

USER, PASSWORD, TRUSTED = "registratura@ps6.example", "parola-cutiei-postale", "mx.ps6.example"


@dataclass
class RealMailbox:
    """The registry's mailbox, spoken to over IMAP as a mail server and a person would."""

    server: process.Mailbox

    @property
    def settings(self) -> MailboxSettings:
        return MailboxSettings(
            host="127.0.0.1",
            user=USER,
            password=PASSWORD,
            port=self.server.port,
            security="none",
            authserv_id=TRUSTED,
            pause=timedelta(0),
        )

    def box(self, **changes: object) -> ImapPostBox:
        """What the hall reads it through."""
        return ImapPostBox(replace(self.settings, **changes))  # type: ignore[arg-type]

    def arrives(self, *raws: bytes, at: datetime | None = None) -> None:
        """Messages are delivered."""
        with self._open() as server:
            for raw in raws:
                server.append("INBOX", raw, msg_time=at)

    def lies_in(self, folder: str = "INBOX") -> int:
        """How many messages lie in that folder."""
        with self._open() as server:
            return int(server.select_folder(folder)[b"EXISTS"]) if server.folder_exists(folder) else 0

    def empty(self) -> None:
        """As new, and with another validity."""
        with self._open() as server:
            for _flags, _mark, name in server.list_folders():
                if name == "INBOX":
                    server.select_folder(name)
                    server.delete_messages(server.search())
                    server.expunge()
                else:
                    server.delete_folder(name)

    def _open(self) -> IMAPClient:
        server = IMAPClient("127.0.0.1", self.server.port, ssl=False)
        server.login(USER, PASSWORD)
        return server


@pytest.fixture(scope="session")
def _imap(tmp_path_factory: pytest.TempPathFactory) -> Iterator[process.Mailbox]:
    folder = Path(tmp_path_factory.mktemp("imap"))
    server = process.post(folder, password=PASSWORD, user=USER)
    server.start()
    yield server
    server.stop()


@pytest.fixture
def mailbox(_imap: process.Mailbox) -> Iterator[RealMailbox]:
    """An empty mailbox on a real server, one server for all tests of a worker."""
    found = RealMailbox(_imap)
    yield found
    found.empty()


def reads(hall: Hall, mailbox: RealMailbox, **changes: object) -> Hall:
    """The hall has this mailbox, and perhaps another scanner or file store."""
    house = hall.app.extensions["house"]
    outside = replace(house.outside, post={"PS6": mailbox.box()}, **changes)
    hall.app.extensions["house"] = replace(house, outside=outside)
    return hall


def letter(number: int = 1, *, text: str = "Vă rog să verificați becul.", **files: bytes) -> bytes:
    """An e-mail of Ioana's, the same for the same number."""
    made = EmailMessage()
    made["From"] = "Ioana Cetățean <Ioana@exemplu.ro>"
    made["To"] = "registratura@ps6.example"
    made["Subject"] = f"Cererea {number}"
    made["Date"] = "Mon, 23 Nov 2026 09:15:00 +0200"
    made["Message-ID"] = f"<{number}@exemplu.ro>"
    made.set_content(text)
    for name, content in files.items():
        kind = {"maintype": "application", "subtype": "octet-stream"}
        made.add_attachment(content, **kind, filename=name.replace("__", "."))
    return made.as_bytes()


def png() -> bytes:
    """A small picture, as good as any."""
    made = io.BytesIO()
    Image.new("RGB", (20, 20), "red").save(made, "PNG")
    return made.getvalue()
