"""Words that hint at what a document is and who works on it: a dated file of data beside this module."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from app.cityhall.arrivals.words import fold

FILE = Path(__file__).with_name("hints.toml")


@dataclass(frozen=True)
class Hint:
    """What some words hint at: a kind of document, or a department (with a petition's category)."""

    name: str
    words: tuple[str, ...]
    pattern: re.Pattern[str]
    strength: int = 1
    becomes: str = ""
    department: str = ""


@dataclass(frozen=True)
class Hints:
    """All hints in force, and how much a word counts in each place of a letter."""

    valid_from: date
    act: str
    file_code: str
    weights: Mapping[str, int]
    documents: tuple[Hint, ...]
    departments: tuple[Hint, ...]

    def document(self, kind: str) -> Hint | None:
        """The kind of document with that name."""
        return next((one for one in self.documents if one.name == kind), None)


@dataclass(frozen=True)
class Scored:
    """How much speaks for a hint, and which words did."""

    hint: Hint
    score: int
    words: tuple[str, ...]


@cache
def in_force() -> Hints:
    """The hints of this release."""
    return read(FILE.read_text(encoding="utf-8"))


def read(text: str) -> Hints:
    """Hints from a file's text."""
    data = tomllib.loads(text)
    return Hints(
        data["valid_from"],
        data["act"],
        data["file_code"],
        data["weights"],
        tuple(_hint(row, row["kind"]) for row in data["document"]),
        tuple(_hint(row, row["category"], department=row["code"]) for row in data["department"]),
    )


def _hint(row: Mapping[str, Any], name: str, department: str = "") -> Hint:
    words = tuple(fold(one) for one in row["words"])
    # The longest first, so that a phrase is found as itself and not by its first word.
    stems = (r"\w*\W+".join(map(re.escape, one.split())) for one in sorted(words, key=len, reverse=True))
    pattern = re.compile(rf"\b(?:{'|'.join(stems)})")
    becomes, fixed = row.get("becomes", ""), row.get("department", department)
    return Hint(name, words, pattern, row.get("strength", 1), becomes, fixed)


def scored(hints: Iterable[Hint], places: Mapping[str, str], weights: Mapping[str, int]) -> list[Scored]:
    """The hints that something in the letter speaks for, the strongest first; `places` are folded texts."""
    found = [one for hint in hints if (one := _scored(hint, places, weights)).score]
    return sorted(found, key=lambda one: -one.score)


def _scored(hint: Hint, places: Mapping[str, str], weights: Mapping[str, int]) -> Scored:
    score = 0
    seen: dict[str, None] = {}
    for place, text in places.items():
        hits = [" ".join(hit.split()) for hit in hint.pattern.findall(text)]
        phrases = sum(2 if " " in hit else 1 for hit in dict.fromkeys(hits))
        score += min(phrases, weights["most"]) * weights[place] * hint.strength
        seen |= dict.fromkeys(hits)
    return Scored(hint, score, tuple(seen)[:4])
