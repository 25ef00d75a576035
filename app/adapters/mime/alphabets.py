"""Bytes to text, whatever their sender claims about them."""

import re
from email.errors import MessageError
from email.header import decode_header
from email.message import Message

LONGEST_HEADER = 8_000
# What a Romanian program most often means when it says one of these, or nothing.
REALLY = {"iso-8859-1": "cp1252", "latin-1": "cp1252", "us-ascii": "cp1250", "ascii": "cp1250", "": "cp1250"}
UNPRINTABLE = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u2028\u2029\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]"
)


def decoded(content: bytes, charset: str | None) -> tuple[str, bool]:
    """The text, and whether the alphabet had to be guessed because the declared one was wrong."""
    said = (charset or "").strip().lower().replace("_", "-")
    try:
        return content.decode("utf-8-sig"), bool(said) and not content.isascii() and not _means_utf8(said)
    except UnicodeDecodeError:
        pass
    if not _means_utf8(said):
        try:
            return content.decode(REALLY.get(said, said)), said in REALLY
        except (LookupError, UnicodeError, ValueError):
            pass
    return _guessed(content), True


def _means_utf8(said: str) -> bool:
    return said in {"utf-8", "utf8", "utf-8-sig"}


def _guessed(content: bytes) -> str:
    """A text that was cut in the middle of a letter is still UTF-8; else it is Windows's Romanian."""
    as_utf8 = content.decode("utf-8", "replace")
    good = sum(1 for sign in as_utf8 if sign > "\x7f" and sign != "\ufffd")
    return as_utf8 if as_utf8.count("\ufffd") < good else content.decode("cp1250", "replace")


def header(message: Message, name: str) -> str:
    """The first header of that name as a person reads it, in one line; empty without one."""
    return next(iter(headers(message, name)), "")


def headers(message: Message, name: str) -> list[str]:
    """All headers of that name, the topmost first."""
    return [readable(one) for one in raw_headers(message, name)]


def raw_headers(message: Message, name: str) -> list[str]:
    """As they were written; signs that are not ASCII stand as surrogates."""
    found = (value for key, value in message.raw_items() if key.lower() == name.lower())
    return [str(value)[:LONGEST_HEADER] for value in found]


def readable(written: str) -> str:
    """A header's words: encoded ones decoded, unencoded ones guessed, without control signs."""
    plain, _ = decoded(written.encode("utf-8", "surrogateescape"), "utf-8")
    try:
        words = "".join(_word(content, charset) for content, charset in decode_header(plain))
    except (MessageError, ValueError, LookupError):
        words = plain
    return " ".join(clean(words).split())


def _word(content: bytes | str, charset: str | None) -> str:
    if isinstance(content, str):
        return content
    # `decode_header` gives what stood between encoded words as bytes of its own making.
    return (
        content.decode("raw-unicode-escape", "replace") if charset is None else decoded(content, charset)[0]
    )


def clean(text: str) -> str:
    """Without signs that nobody sees, or that turn the direction of writing (a trick with file names)."""
    return UNPRINTABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
