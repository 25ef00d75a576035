"""Walking through a message: its words, and its files."""

from email.message import Message

from app.adapters.mime import alphabets, html, packed
from app.adapters.mime.parts import File, Finding

SHORTEST_TEXT = 20
# An image beside the words that is smaller than this is a logo in a signature.
LOGO_BYTES = 20_000
SIGNATURES = frozenset(
    {"application/pkcs7-signature", "application/x-pkcs7-signature", "application/pgp-signature"}
)
LOCKED = frozenset({"application/pkcs7-mime", "application/x-pkcs7-mime", "application/pgp-encrypted"})
TNEF = frozenset({"application/ms-tnef", "application/vnd.ms-tnef"})
UNDELIVERED = frozenset(
    {"message/delivery-status", "message/disposition-notification", "text/rfc822-headers"}
)


def text_of(part: Message, found: Finding, depth: int = 0, nesting: int = 0) -> str:
    """The words of a part and of what is in it; its files are added to what was found."""
    if nesting > found.limits.nesting:
        found.problem("too_deep")
        return ""
    if not found.one_more():
        return ""
    kind = part.get_content_type()
    if kind == "message/rfc822":
        return _nested(part, found, depth, nesting)
    if kind in UNDELIVERED:
        return ""
    if part.is_multipart():
        inside = [text_of(one, found, depth, nesting + 1) for one in _children(part)]
        return _chosen(inside) if kind == "multipart/alternative" else _joined(inside)
    return _leaf(part, kind, found)


def _children(part: Message) -> list[Message]:
    inside = part.get_payload()
    return [one for one in inside if isinstance(one, Message)] if isinstance(inside, list) else []


def _chosen(inside: list[str]) -> str:
    """The first way of saying it that says something; „open this in another program” does not."""
    longest = max(inside, key=len, default="")
    first = next((one for one in inside if one.strip()), "")
    return longest if len(first) < SHORTEST_TEXT <= len(longest) else first


def _joined(inside: list[str]) -> str:
    return "\n\n".join(one for one in inside if one.strip())


def _nested(part: Message, found: Finding, depth: int, nesting: int) -> str:
    """A message that is attached to this one: its words are quoted, its files are files."""
    if depth >= found.limits.depth:
        found.problem("too_deep")
        return ""
    said = []
    for one in _children(part):
        about = [alphabets.header(one, name) for name in ("From", "Date", "Subject")]
        body = text_of(one, found, depth + 1, nesting + 1)
        quoted = "\n".join(f"> {line}".rstrip() for line in body.split("\n"))
        said.append("> " + " · ".join(word for word in about if word) + f"\n>\n{quoted}")
    return "\n\n".join(said)


def _leaf(part: Message, kind: str, found: Finding) -> str:
    name = _name(part)
    content = _content(part, found, name or kind)
    attached = part.get_content_disposition() == "attachment" or bool(name)
    if kind in {"text/plain", "text/html"} and not attached:
        return _words(content, part, kind, found)
    if kind == "text/plain":
        found.add(File(name or "text.txt", kind, content, "shown_as_text"))
        return f"— {name} —\n{_words(content, part, kind, found)}" if name else ""
    if content or attached:
        _file(File(name or _unnamed(kind), kind, content), part, found)
    return ""


def _words(content: bytes, part: Message, kind: str, found: Finding) -> str:
    words, guessed = alphabets.decoded(content, _charset(part))
    if guessed:
        found.problem("alphabet_guessed")
    return alphabets.clean(html.to_text(words) if kind == "text/html" else words).strip()


def _charset(part: Message) -> str | None:
    try:
        return part.get_content_charset()
    except (LookupError, UnicodeError, ValueError):
        return None


def _content(part: Message, found: Finding, name: str) -> bytes:
    """The bytes of a part; those of a broken encoding as far as they go."""
    payload = part.get_payload(decode=True)
    content = payload if isinstance(payload, bytes) else b""
    if any(defect.__class__.__name__.startswith("InvalidBase64") for defect in part.defects):
        found.problem("attachment_damaged", name=name)
    return content


def _name(part: Message) -> str:
    """An attachment's name, also where its program wrote it against the rules."""
    try:
        name = part.get_filename() or ""
    except (LookupError, UnicodeError, ValueError, TypeError, IndexError):
        name = ""
    return alphabets.readable(name)[:200]


def _unnamed(kind: str) -> str:
    endings = {"application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png"}
    return f"document.{endings.get(kind, 'bin')}"


def _file(file: File, part: Message, found: Finding) -> None:
    why = _refused(file, part)
    if why in {"tnef", "encrypted"}:
        found.problem(why, name=file.filename)
    if why:
        found.add(file._replace(refused=why))
    elif packed.is_zip(file.filename, file.media_type, file.content):
        packed.unpack(file.filename, file.content, found)
    else:
        found.add(file)


def _refused(file: File, part: Message) -> str:
    kind = file.media_type
    if kind in SIGNATURES:
        return "signature"
    if kind in LOCKED:
        return "encrypted"
    if kind in TNEF or file.filename.lower() == "winmail.dat":
        return "tnef"
    beside = part.get_content_disposition() != "attachment" and part.get("Content-ID") is not None
    if kind.startswith("image/") and beside and len(file.content) < LOGO_BYTES:
        return "logo"
    return "archive" if file.filename.lower().endswith(packed.ARCHIVES[1:]) else ""
