"""A text as somebody remembers it: its words without diacritics, in small letters."""

import re
import unicodedata

# The index takes no longer words; what is longer is found by its beginning.
LONGEST_WORD, LONGEST_JOINED = 40, 100
_SIGNS_ABOVE = re.compile("[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]+")
_WORD = re.compile(r"[^\W_]+")


def words(text: str) -> list[str]:
    """The words and numbers of a text in order: „Șoseaua Plevnei nr. 5” gives soseaua, plevnei, nr, 5."""
    if text.isascii():
        return [word[:LONGEST_WORD] for word in _WORD.findall(text.lower())]
    plain = unicodedata.normalize("NFKD", text.casefold())
    return [word[:LONGEST_WORD] for word in _WORD.findall(_SIGNS_ABOVE.sub("", plain))]


def joined(text: str) -> str:
    """All of it as one word: „SC-120/B” gives sc120b."""
    return "".join(words(text))[:LONGEST_JOINED]
