"""Something that stands against publishing a diagram."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Problem:
    """`key` names the rule; `facts` are what the analyst needs to see beside the element."""

    element: str
    key: str
    facts: Mapping[str, object] = field(default_factory=dict)
