"""Did the sender's own servers send it? Only what our own mail server found is believed (RFC 8601)."""

import re
from email.message import Message
from email.utils import getaddresses

from app.adapters.mime.alphabets import headers, raw_headers

METHODS = ("spf", "dkim", "dmarc")
VERDICTS = {"pass": "pass", "fail": "fail", "softfail": "fail", "permerror": "fail", "policy": "fail"}
COMMENT = re.compile(r"\([^()]*\)")
ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")


def judged(message: Message, authserv_id: str, own_domains: frozenset[str]) -> dict[str, object]:
    """{spf, dkim, dmarc: pass | fail | none, forged, reasons, automatic}."""
    found = _found(message, authserv_id)
    senders = [address for _, address in getaddresses(raw_headers(message, "From")) if "@" in address]
    reasons = [*_doubts(message, senders, found)]
    claims_us = any(_domain(one) in own_domains for one in senders) and not _proved(found)
    if claims_us:
        reasons.append("claims_own_domain")
    forged = found["dmarc"] == "fail" or claims_us or "several_senders" in reasons
    return {**found, "forged": forged, "reasons": reasons, "automatic": is_automatic(message)}


def _found(message: Message, authserv_id: str) -> dict[str, str]:
    """From the topmost header alone: whoever sends can write such headers too, but only further down."""
    said = dict.fromkeys(METHODS, "none")
    top = next(iter(headers(message, "Authentication-Results")), "")
    server, _, results = COMMENT.sub(" ", top).partition(";")
    if not authserv_id or server.split()[:1] != [authserv_id]:
        return said
    for result in results.split(";"):
        method, _, verdict = result.strip().lower().partition("=")
        name = method.partition("/")[0].strip()
        word = verdict.split()[0] if verdict.split() else ""
        if name in said and said[name] != "pass":
            said[name] = VERDICTS.get(word, "none")
    return said


def _doubts(message: Message, senders: list[str], found: dict[str, str]) -> list[str]:
    reasons = [f"{method}_failed" for method in METHODS if found[method] == "fail"]
    if not senders:
        return [*reasons, "no_sender"]
    if len({one.lower() for one in senders}) > 1:
        reasons.append("several_senders")
    if _says_another(message, senders[0]):
        reasons.append("name_says_another")
    if not _proved(found):
        back = [address for _, address in getaddresses(raw_headers(message, "Return-Path")[:1]) if address]
        answers = [address for _, address in getaddresses(raw_headers(message, "Reply-To")) if address]
        if any(_other(one, senders[0]) for one in back):
            reasons.append("return_path_differs")
        if any(_other(one, senders[0]) for one in answers):
            reasons.append("reply_to_differs")
    return reasons


def _proved(found: dict[str, str]) -> bool:
    """SPF alone proves the envelope, which nobody reads."""
    return found["dmarc"] == "pass"


def _says_another(message: Message, sender: str) -> bool:
    """„primar@ps6.example” <somebody@else.example>: the name is meant to be read as the address."""
    shown = " ".join(headers(message, "From")[:1])
    return any(_other(one, sender) for one in ADDRESS.findall(shown.partition("<")[0]))


def _other(one: str, than: str) -> bool:
    return _owner(one) != _owner(than)


def _owner(address: str) -> str:
    """The last two labels of its domain: bounces.example.ro and example.ro are one's own."""
    return ".".join(_domain(address).split(".")[-2:])


def _domain(address: str) -> str:
    return address.rpartition("@")[2].lower().strip("<> .")


def is_automatic(message: Message) -> bool:
    """A machine wrote it (RFC 3834): it must not be answered by another."""
    submitted = " ".join(headers(message, "Auto-Submitted")).lower()
    if submitted and not submitted.startswith("no"):
        return True
    precedence = " ".join(headers(message, "Precedence")).lower()
    empty_path = any(one.strip() == "<>" for one in raw_headers(message, "Return-Path"))
    listed = any(headers(message, name) for name in ("List-Id", "X-Autoreply", "X-Auto-Response-Suppress"))
    return precedence in {"bulk", "junk", "list", "auto_reply"} or empty_path or listed
