"""The mail server: every letter ends in the sandbox's file."""

import email
import email.policy
import imaplib
import json
import secrets
import time
from email.message import EmailMessage

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from simulators.messages.store import Sandbox
from simulators.post.delivery import Letterbox

LARGEST = 40 * 1024 * 1024


def open_mailbox(sandbox: Sandbox, port: int) -> Controller:
    """Listen for SMTP in a thread of its own."""
    controller = Controller(Mailbox(sandbox), hostname="127.0.0.1", port=port, data_size_limit=LARGEST)
    controller.start()
    return controller


class Mailbox:
    """Answers 250 only once the letter is written."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox

    async def handle_RCPT(  # noqa: N802 (aiosmtpd's name)
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        """A mailbox named `nobody@…` does not exist, as happens."""
        if address.startswith("nobody@"):
            return "550 5.1.1 No such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802 (aiosmtpd's name)
        self, _server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        """Keep the letter, one row a recipient."""
        if self._sandbox.faults.strikes("mail_fail_next"):
            return "451 4.3.0 Try again later"
        content = envelope.content or b""
        raw = content if isinstance(content, bytes) else content.encode()
        if not _delivered(self._sandbox.registry, raw, envelope):
            return "451 4.3.0 The registry's mailbox does not answer"
        letter = email.message_from_bytes(raw, policy=email.policy.default)
        _keep(self._sandbox, letter, envelope)
        return "250 2.0.0 Kept"


def _delivered(registry: Letterbox | None, raw: bytes, envelope: Envelope) -> bool:
    """What is addressed to the registry is laid into its mailbox too."""
    if registry is None or not any(registry.takes(one) for one in envelope.rcpt_tos):
        return True
    try:
        registry.deliver(raw, envelope.mail_from or "")
    except (OSError, imaplib.IMAP4.error):
        return False
    return True


def _keep(sandbox: Sandbox, letter: EmailMessage, envelope: Envelope) -> None:
    body = letter.get_body(("plain", "html"))
    text = str(body.get_content()) if body else ""
    attachments = json.dumps([_named(part) for part in letter.iter_attachments()])
    facts = (letter.get("Message-ID", ""), envelope.mail_from or "")
    with sandbox.ledger.change() as db:
        db.executemany(
            "INSERT INTO mail (message_id, sender, recipient, subject, text, attachments, at, id)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            [
                (*facts, to.lower(), letter.get("Subject", ""), text, attachments, time.time(), _new_id())
                for to in envelope.rcpt_tos
            ],
        )


def _new_id() -> str:
    return f"l-{secrets.token_hex(8)}"


def _named(part: EmailMessage) -> dict[str, object]:
    content = part.get_payload(decode=True)
    return {
        "name": part.get_filename() or "",
        "media_type": part.get_content_type(),
        "size": len(content) if isinstance(content, bytes) else 0,
    }
