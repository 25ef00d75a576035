"""Laying a letter into the registry's mailbox, as a mail server would."""

import imaplib
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import formatdate

TIMEOUT = 10.0


@dataclass(frozen=True)
class Letterbox:
    """The mailbox at this port of this machine; letters to `user` belong there."""

    port: int
    user: str
    password: str

    def takes(self, address: str) -> bool:
        """Is it addressed to this mailbox?"""
        return address.strip("<> ").lower() == self.user.lower()

    def deliver(self, raw: bytes, sender: str) -> None:
        """Lay it in, with the headers that a mail server adds. Raises OSError, imaplib.IMAP4.error."""
        trace = f"Return-Path: <{sender}>\r\nReceived: by mx.ps6.example; {formatdate()}\r\n"
        with imaplib.IMAP4("127.0.0.1", self.port, timeout=TIMEOUT) as server:
            server.login(self.user, self.password)
            moment = imaplib.Time2Internaldate(datetime.now(UTC))
            said, _ = server.append("INBOX", "", moment, trace.encode() + _lines(raw))
            if said != "OK":
                raise OSError(said)


def _lines(raw: bytes) -> bytes:
    return raw.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
