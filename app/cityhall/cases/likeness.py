"""How alike two requests are, by their words. Only a proposal: a clerk decides whether they are twins."""

import re
import unicodedata

SHORTEST_WORD = 3
_WORD = re.compile(r"[a-z0-9]+")


def likeness(one: str, other: str) -> int:
    """How many of the words that either text uses both use, in percent; accents and case do not count."""
    mine, theirs = words(one), words(other)
    either = mine | theirs
    return round(100 * len(mine & theirs) / len(either)) if either else 0


def words(text: str) -> set[str]:
    """The words of a text that say something, without accents, in small letters."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    letters = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return {word for word in _WORD.findall(letters) if len(word) >= SHORTEST_WORD}


def names(number: str, legal_number: str) -> bool:
    """Does a number that somebody typed (12, 12/2026, 12/23.11.2026) name this entry?"""
    typed, real = number.replace(" ", ""), legal_number
    first, _, rest = typed.partition("/")
    plain, _, day = real.partition("/")
    return bool(first) and first == plain and (not rest or day.endswith(rest))
