"""Technical names out of titles that people write."""

import re
import unicodedata
from collections.abc import Collection

from app.refusal import Refusal

# Names that pages use themselves, and what the engine keeps for itself.
RESERVED = frozenset({"csrf_token", "version", "action", "next", "typename"})
_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")


def slug(title: str, taken: Collection[str], otherwise: str = "camp") -> str:
    """„Strada și numărul” → `strada_si_numarul`; a number follows where the name is taken."""
    plain = unicodedata.normalize("NFKD", title.lower()).encode("ascii", "ignore").decode()
    words = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:36].strip("_")
    name = words if _NAME.fullmatch(words) else f"{otherwise}_{words}".strip("_")[:36]
    number = 2
    found = name
    while found in taken or found in RESERVED:
        found, number = f"{name}_{number}", number + 1
    return found


def check(name: str, taken: Collection[str]) -> str:
    """A name that somebody wrote. Raises Refusal `form_edit.bad_name`, `form_edit.name_taken`."""
    if not _NAME.fullmatch(name) or name in RESERVED:
        raise Refusal("form_edit.bad_name", name=name[:60])
    if name in taken:
        raise Refusal("form_edit.name_taken", name=name)
    return name
