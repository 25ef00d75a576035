"""When two messages are the same one: what its sender wrote is the same, whoever carried it."""

import hashlib
import re

from app.outside import Received

# Servers on the way add and change other headers; a copy to two of our addresses comes by two ways.
WRITTEN = ("from", "date", "message-id", "subject", "to", "cc")
FOLD = re.compile(rb"\n[ \t]+")


def key(message: Received) -> str:
    """64 signs. A message without a Message-ID and a date is only the same as its very bytes."""
    plain = message.raw.replace(b"\r\n", b"\n")
    head, _, body = plain.partition(b"\n\n")
    lines = [line.partition(b":") for line in FOLD.sub(b" ", head).split(b"\n")]
    headers = {name.strip().lower().decode("ascii", "replace"): value.strip() for name, _, value in lines}
    if not headers.keys() & {"message-id", "date"}:
        return hashlib.sha256(plain).hexdigest()
    sha = hashlib.sha256(b"%d\n" % (0 if message.whole else message.size))
    for name in WRITTEN:
        sha.update(b"%s\n" % headers.get(name, b""))
    # Some servers add or drop the last line's end.
    sha.update(body.rstrip(b"\n"))
    return sha.hexdigest()
