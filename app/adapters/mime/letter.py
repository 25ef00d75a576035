"""One message read: who, when, what about, its words, its files, and what is wrong with it."""

import email
import email.policy
import re
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.message import Message
from email.utils import getaddresses, parsedate_to_datetime

from app.adapters.mime import body, trust
from app.adapters.mime.alphabets import clean, header, raw_headers, readable
from app.adapters.mime.parts import File, Finding, Limits, Problem

IDS = re.compile(r"<[^<>\s]{1,248}>")
BOUNDARY = re.compile(rb"boundary\s*=", re.IGNORECASE)
NOT_CLEAN = {"spf": "none", "dkim": "none", "dmarc": "none"}
STANDARD = Limits()


@dataclass(frozen=True)
class Letter:
    """A message as a registrar reads it."""

    sender_name: str = ""
    sender_address: str = ""
    sent_at: datetime | None = None
    subject: str = ""
    text: str = ""
    message_id: str = ""
    references: tuple[str, ...] = ()
    trust: dict[str, object] = field(default_factory=dict)
    files: tuple[File, ...] = ()
    problems: tuple[Problem, ...] = ()


def read(
    raw: bytes, *, authserv_id: str = "", own_domains: Collection[str] = (), limits: Limits = STANDARD
) -> Letter:
    """Read a message. Never raises: one that cannot be read at all has the problem `unreadable`.

    `authserv_id`: the name under which our own mail server writes what it found about the sender.
    """
    try:
        return _read(raw, authserv_id, frozenset(one.lower() for one in own_domains), limits)
    except Exception:  # noqa: BLE001 - whatever a stranger sends, it is kept and shown as it is
        return Letter(
            trust={**NOT_CLEAN, "forged": False, "reasons": ["no_sender"], "automatic": True},
            problems=(Problem("unreadable", {}),),
        )


def _read(raw: bytes, authserv_id: str, own_domains: frozenset[str], limits: Limits) -> Letter:
    found = Finding(limits)
    message = _parsed(raw, found)
    text = body.text_of(message, found)
    if len(text) > limits.text:
        found.problem("text_cut", most=limits.text)
    name, address = _sender(message)
    return Letter(
        sender_name=name,
        sender_address=address,
        sent_at=_sent_at(message),
        subject=header(message, "Subject"),
        text=text[: limits.text],
        message_id=next(iter(IDS.findall(header(message, "Message-ID"))), ""),
        references=_references(message),
        trust=trust.judged(message, authserv_id, own_domains),
        files=tuple(found.files),
        problems=tuple(found.problems),
    )


def _parsed(raw: bytes, found: Finding) -> Message:
    """A message nested a thousandfold would keep the parser busy for hours: of such one only the headers."""
    if len(BOUNDARY.findall(raw)) > found.limits.boundaries:
        found.problem("too_deep")
        raw = re.split(rb"\r?\n\r?\n", raw, maxsplit=1)[0] + b"\n\n"
    return email.message_from_bytes(raw, policy=email.policy.compat32)


def _sender(message: Message) -> tuple[str, str]:
    """Name and address of whoever it is from; the first address that looks like one."""
    for kind in ("From", "Sender", "Reply-To", "Return-Path"):
        for name, address in getaddresses(raw_headers(message, kind)):
            if "@" in address:
                return readable(name), clean(address).strip().lower()
    return header(message, "From"), ""


def _sent_at(message: Message) -> datetime | None:
    try:
        said = parsedate_to_datetime(header(message, "Date"))
        return said.astimezone(UTC) if said.tzinfo else said.replace(tzinfo=UTC)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None


def _references(message: Message) -> tuple[str, ...]:
    """The messages that this one answers, the nearest last."""
    found = IDS.findall(header(message, "References")) + IDS.findall(header(message, "In-Reply-To"))
    return tuple(dict.fromkeys(found))[-20:]
