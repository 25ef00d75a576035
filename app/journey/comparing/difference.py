"""One thing in which two editions of a procedure differ."""

import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from app.refusal import Refusal

# What reading a file may raise that nobody has checked yet.
UNREADABLE = (
    Refusal,
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    RuntimeError,  # too deep to follow, or a zip with a password
    EOFError,
    OSError,
    zipfile.BadZipFile,
    zlib.error,
)
LONGEST = 400  # of a text that is shown beside another


@dataclass(frozen=True, slots=True)
class Difference:
    """`key` names the sentence that tells it and `facts` what stands in it.

    `part`: diagram, table, form, letter, term, notice, papers, scenario or other; `kind`: added, removed,
    changed or moved; `element`: an id of the diagram, a decision, a field, "" for the file as a whole.
    """

    part: str
    path: str
    element: str
    kind: str
    key: str
    facts: Mapping[str, str] = field(default_factory=dict)

    def plain(self) -> dict[str, Any]:
        """As it is kept in the journal."""
        return {**asdict(self), "facts": dict(self.facts)}


def read(kept: Mapping[str, Any]) -> Difference:
    """As it was kept."""
    return Difference(**kept)


def short(value: object) -> str:
    """A value as text that fits in a sentence."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list | tuple):
        return short(", ".join(short(one) for one in value))
    text = str(value).strip()
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def unequal(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[tuple[str, Any, Any]]:
    """The names under which two mappings hold other values, in the order of the later one, with both."""
    names = dict.fromkeys([*after, *before])
    return [
        (name, before.get(name), after.get(name)) for name in names if before.get(name) != after.get(name)
    ]
