"""Who may extend a term, and by how much: a procedure's `[term.extension]`; pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.refusal import Refusal


@dataclass(frozen=True)
class Policy:
    """At most so many days of the term's own unit, by the act, decided by one of these roles."""

    most: int
    act: str
    who: tuple[str, ...]

    def check(self, days: int) -> None:
        """Raises Refusal `term.extension_length`."""
        if not 1 <= days <= self.most:
            raise Refusal("term.extension_length", most=self.most)


def policy(config: Mapping[str, Any]) -> Policy | None:
    """What a procedure's `[term]` says of extending; None when it may not be."""
    given = config.get("extension")
    return Policy(given["days"], given["act"], tuple(given["who"])) if given else None
