"""Something that stands against publishing a diagram."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from string import Formatter

from app.engine.checking.sentences import SENTENCES, WARNINGS


@dataclass(frozen=True, slots=True)
class Problem:
    """`key` names the rule; `facts` are what the analyst needs to see beside the element.

    `file` is where it is mended, "" while that is not known.
    """

    element: str
    key: str
    facts: Mapping[str, object] = field(default_factory=dict)
    file: str = ""

    @property
    def severity(self) -> str:
        """An error stands against publishing; a warning only asks to be looked at."""
        return "warning" if self.key in WARNINGS else "error"

    def __str__(self) -> str:
        sentence, facts = SENTENCES[self.key], {name: _plain(value) for name, value in self.facts.items()}
        said = {name for _, name, _, _ in Formatter().parse(sentence)}
        beside = ", ".join(f"{name} {value}" for name, value in facts.items() if name not in said)
        return f"{self.element} {sentence.format(**facts)}" + (f" ({beside})" if beside else "")


def _plain(value: object) -> object:
    return (", ".join(map(str, value)) or "none") if isinstance(value, list | tuple) else value
