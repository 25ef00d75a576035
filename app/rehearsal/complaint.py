"""What is not as a story tells it: a word and its facts; whoever shows them makes sentences."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from app.refusal import Refusal


@dataclass(frozen=True)
class Complaint:
    """`key` says what is wrong; `step` is the place in the story (0: the filing), None: at its end."""

    key: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    step: int | None = None


class Untrue(AssertionError):
    """The story does not go as it is told."""

    def __init__(self, key: str, **facts: Any) -> None:
        super().__init__(key)
        self.complaint = Complaint(key, facts)

    def __str__(self) -> str:
        return sentence(self.complaint)


def refused(refusal: Refusal) -> Complaint:
    """The hall said no; the errors of a form one by one."""
    facts = {name: _plain(value) for name, value in refusal.facts.items()}
    return Complaint("refused", {"refusal": refusal.key, **facts})


def _plain(value: Any) -> Any:
    """As JSON would keep it."""
    if isinstance(value, Mapping):
        return {str(name): _plain(one) for name, one in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(one) for one in value]
    return value if isinstance(value, str | int | float | bool | None) else str(value)


def as_json(complaint: Complaint) -> dict[str, Any]:
    """To be kept, and told by a page later on."""
    return {"key": complaint.key, "facts": _plain(complaint.facts), "step": complaint.step}


def from_json(kept: Mapping[str, Any]) -> Complaint:
    """What `as_json` made of it."""
    return Complaint(kept["key"], kept["facts"], kept["step"])


def sentence(complaint: Complaint) -> str:
    """In English, for those who mend scenarios in the repository."""
    facts = dict(complaint.facts)
    if complaint.key in {"expect", "expect_list", "expect_among"}:
        return _expected(complaint.key, facts)
    if complaint.key == "refused":
        return f"the hall refused: {_refusal(facts)}"
    return _SENTENCES[complaint.key].format(**{name: _words(value) for name, value in facts.items()})


def _expected(key: str, facts: Mapping[str, Any]) -> str:
    what, wanted, found = facts["what"], facts["wanted"], facts["found"]
    if key == "expect":
        return f"{what} should be {wanted!r} but is {found!r}"
    if key == "expect_list":
        return f"{what} should be {_words(wanted)} but are {_words(found)}"
    return f"{what} should have {_words(wanted)} too; they are {_words(found)}"


def _refusal(facts: dict[str, Any]) -> str:
    key, errors = facts.pop("refusal"), facts.pop("errors", [])
    told = "; ".join(f"{field}: {what}" for field, what, *_ in errors)
    rest = ", ".join(f"{name}={value}" for name, value in facts.items())
    return f"{key} {told}{rest}".strip()


def _words(value: Any) -> str:
    listed = isinstance(value, Iterable) and not isinstance(value, str)
    return (", ".join(map(str, value)) if listed else str(value)) or "none"


_SENTENCES: Mapping[str, str] = {
    "no_task": "no open task has the form '{form}'",
    "nobody": "nobody of the hall is {role} {department}",
    "nobody_called": "nobody of the hall is called {name}",
    "job_failed": "the worker failed at {jobs}",
    "no_paper": "papers.json has no paper '{paper}', only {known}",
    "no_earlier": "nobody tells the earlier scenario '{name}'",
    "never_rests": "the hall never rests: {stops} stops",
    "nothing_due": "nothing is to be paid",
    "no_door": "nothing lies in the locker",
    "broken": "the procedure broke: {error}",
    "dead_job": "the worker gave {job} up",
    "changed": "the draft has changed meanwhile",
    "incident": "an incident is open: {kind}",
}
