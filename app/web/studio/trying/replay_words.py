"""What a replayed case would do otherwise on the draft, in words and as marks on the diagram."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext

from app.engine.telling.drawing import Mark
from app.web.studio.trying import rehearsal_words, story_words
from app.web.studio.vocabulary import Vocabulary

STATES: Mapping[str, tuple[object, str]] = {
    "waiting": (lazy_gettext("Așteaptă"), "wait"),
    "running": (lazy_gettext("Se reia"), "work"),
    "same": (lazy_gettext("Același drum"), "ok"),
    "differs": (lazy_gettext("Alt drum"), "bad"),
    "unsure": (lazy_gettext("Nu se poate compara"), "muted"),
    "failed": (lazy_gettext("Nu a mers"), "bad"),
}
Fact = Mapping[str, Any]
PASSED = {
    ("left_out", "after"): lazy_gettext("Nu ar mai trece prin: %(steps)s."),
    ("gone_through", "after"): lazy_gettext("Ar trece în plus prin: %(steps)s."),
    ("left_out", "replayed"): lazy_gettext("Reluată pe versiunea ei, nu mai trece prin: %(steps)s."),
    ("gone_through", "replayed"): lazy_gettext("Reluată pe versiunea ei, trece în plus prin: %(steps)s."),
}
STOPPED = {
    "after": lazy_gettext("Pe ciornă povestea nu poate continua. %(why)s"),
    "before": lazy_gettext("Nu poate fi reluată nici pe versiunea ei. %(why)s"),
}


def told(facts: Sequence[Fact], known: Vocabulary) -> list[str]:
    """The differences in sentences."""
    return [*_stopped(facts, known), *_passed(facts, known), *_values(facts, known)]


def _stopped(facts: Sequence[Fact], known: Vocabulary) -> Iterator[str]:
    for fact in facts:
        if fact["kind"] == "stopped":
            why = rehearsal_words.told(fact["complaint"], known)
            yield str(STOPPED[fact["where"]]) % {"why": why}


def _passed(facts: Sequence[Fact], known: Vocabulary) -> Iterator[str]:
    for (kind, where), sentence in PASSED.items():
        names = [one["element"] for one in facts if (one["kind"], one.get("where")) == (kind, where)]
        if names:
            yield str(sentence) % {"steps": known.joined(names)}


def _values(facts: Sequence[Fact], known: Vocabulary) -> Iterator[str]:
    for fact in facts:
        if fact["kind"] in story_words.EXPECTED:
            name = fact["kind"]
            was, now = (story_words.expected(name, fact[when], known) for when in ("before", "after"))
            what = story_words.EXPECTED[name]
            sentence = _("%(what)s: %(was)s pe versiunea ei, %(now)s pe ciornă.", what=what, was=was, now=now)
            yield str(sentence)


def marks(facts: Sequence[Fact], *, draft: bool) -> dict[str, Mark]:
    """What to mark on the draft's diagram, or on that of the version on which the case ran."""
    wanted, kind = ("gone_through", "added") if draft else ("left_out", "removed")
    words = _("numai pe ciornă") if draft else _("numai pe versiunea ei")
    found = (fact["element"] for fact in facts if (fact["kind"], fact.get("where")) == (wanted, "after"))
    return dict.fromkeys(found, Mark(kind, title=str(words)))
