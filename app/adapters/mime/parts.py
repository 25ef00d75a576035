"""What is found in a message, and how much of it is taken at most."""

from dataclasses import dataclass, field
from typing import NamedTuple

MEGABYTE = 1024 * 1024


class Problem(NamedTuple):
    """Something a registrar must know of how a message came: a key, and its facts."""

    key: str
    facts: dict[str, str | int]


class File(NamedTuple):
    """An attachment. `refused`: why it is not taken out of the message (empty: it is)."""

    filename: str
    media_type: str
    content: bytes
    refused: str = ""


@dataclass(frozen=True)
class Limits:
    """Against bombs. `depth`: of messages inside messages; `nesting`: of any parts."""

    parts: int = 300
    files: int = 60
    depth: int = 4
    nesting: int = 30
    boundaries: int = 60
    unpacked: int = 100 * MEGABYTE
    # A text of 1 MB of blanks packs a thousandfold; no document or picture comes near.
    ratio: int = 150
    text: int = 200_000


@dataclass
class Finding:
    """What was found so far in one message."""

    limits: Limits
    files: list[File] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    parts: int = 0
    unpacked: int = 0

    def problem(self, key: str, **facts: str | int) -> None:
        """Note it once."""
        said = Problem(key, facts)
        if said not in self.problems:
            self.problems.append(said)

    def add(self, file: File) -> None:
        """One more file, unless there are too many already."""
        if len(self.files) >= self.limits.files:
            self.problem("too_many_files", most=self.limits.files)
        else:
            self.files.append(file)

    def one_more(self) -> bool:
        """May another part be looked at?"""
        self.parts += 1
        if self.parts > self.limits.parts:
            self.problem("too_many_parts", most=self.limits.parts)
        return self.parts <= self.limits.parts
