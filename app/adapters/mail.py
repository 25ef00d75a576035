"""Outgoing e-mail over SMTP."""

import hashlib
import re
import smtplib
from collections.abc import Sequence
from email.errors import MessageError
from email.header import Header
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP, EmailPolicy
from email.utils import formataddr, formatdate, parseaddr
from typing import Self

from app.outside import Attachment, OutsideError, Sent

TIMEOUT = 10.0
# Line ends and other control characters would begin a header of the sender's choice.
THREADED = re.compile(r"<[!-;=?-~]{1,200}>")
MOST_THREADED = 10
CONTROL = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]+")


class _Encoded(str):
    """A header that is already encoded and folded.

    `EmailMessage` would do it, but Python 3.11 loses the space between two words with diacritics where it
    folds between them („străziiÎnfrățirii”).
    """

    __slots__ = ("name",)
    name: str

    def __new__(cls, name: str, encoded: str) -> Self:
        header = super().__new__(cls, encoded)
        header.name = name
        return header

    def fold(self, *, policy: EmailPolicy) -> str:
        """As the policies of `email` ask every header to write itself."""
        return f"{self.name}: {self}{policy.linesep}"


class SmtpMail:
    """The mail server at `host`:`port`; letters come from `sender` (`Primăria … <noreply@…>` or bare)."""

    def __init__(
        self, host: str, port: int, sender: str, *, username: str = "", password: str = "", tls: bool = False
    ) -> None:
        self._server = (host, port)
        self._sender = sender
        self._login = (username, password)
        self._tls = tls

    def send(
        self,
        *,
        key: str,
        to: str,
        subject: str,
        text: str,
        attachments: Sequence[Attachment] = (),
        thread: Sequence[str] = (),
    ) -> Sent:
        """Hand over one e-mail. The same key gives the same Message-ID, by which readers drop doubles."""
        letter = _letter(self._sender, _address(to), subject, text)
        letter["Message-ID"] = _message_id(key, self._sender)
        _join(letter, thread)
        for attachment in attachments:
            _attach(letter, attachment)
        try:
            self._hand_over(letter)
        except (OSError, smtplib.SMTPException) as error:
            raise _outside(error) from None
        return Sent(letter["Message-ID"])

    def _hand_over(self, letter: EmailMessage) -> None:
        host, port = self._server
        with smtplib.SMTP(host, port, timeout=TIMEOUT) as server:
            if self._tls:
                server.starttls()
            if self._login[0]:
                server.login(*self._login)
            server.send_message(letter)


def _letter(sender: str, to: Address, subject: str, text: str) -> EmailMessage:
    letter = EmailMessage(policy=SMTP)
    letter["From"] = _Encoded("From", formataddr(parseaddr(sender)))
    letter["To"] = to
    letter["Subject"] = _Encoded("Subject", _folded("Subject", _one_line(subject)))
    letter["Date"] = formatdate(localtime=False)
    # RFC 3834: no holiday replies to a machine.
    letter["Auto-Submitted"] = "auto-generated"
    letter.set_content(text, cte="quoted-printable")
    return letter


def _join(letter: EmailMessage, thread: Sequence[str]) -> None:
    """Say which letters it answers (RFC 5322 §3.6.4); what is not an identifier is left out."""
    known = [one for one in thread if THREADED.fullmatch(one)][-MOST_THREADED:]
    if known:
        letter["In-Reply-To"] = known[-1]
        letter["References"] = " ".join(known)


def _folded(name: str, text: str) -> str:
    charset = "us-ascii" if text.isascii() else "utf-8"
    return Header(text, charset, header_name=name).encode(linesep="\r\n")


def _address(to: str) -> Address:
    try:
        if CONTROL.search(to):
            raise ValueError
        return Address(addr_spec=to)
    except (ValueError, IndexError, MessageError):
        raise OutsideError("bad_address", permanent=True) from None


def _message_id(key: str, sender: str) -> str:
    domain = sender.rpartition("@")[2].strip("> ") or "localhost"
    return f"<{hashlib.sha256(key.encode()).hexdigest()[:40]}@{domain}>"


def _attach(letter: EmailMessage, attachment: Attachment) -> None:
    kind, _, subtype = attachment.media_type.partition("/")
    name = _one_line(attachment.filename)
    letter.add_attachment(attachment.content, maintype=kind, subtype=subtype, filename=name)


def _one_line(text: str) -> str:
    return CONTROL.sub(" ", text).strip()


def _outside(error: Exception) -> OutsideError:
    """A mailbox that does not exist stays so; a busy or silent server does not."""
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return OutsideError("unauthorized")
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        status = max(code for code, _ in error.recipients.values())
        return OutsideError("bad_address", permanent=True) if status >= 500 else OutsideError("try_later")
    if isinstance(error, smtplib.SMTPResponseException):
        refused = error.smtp_code >= 500
        return OutsideError("refused" if refused else "try_later", permanent=refused)
    if isinstance(error, smtplib.SMTPNotSupportedError):
        return OutsideError("not_supported", permanent=True)
    return OutsideError("timeout" if isinstance(error, TimeoutError) else "unreachable")
