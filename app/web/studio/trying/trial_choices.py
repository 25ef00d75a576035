"""Choices of a form that only the hall of paper knows: its desks, earlier requests, free hours."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from flask import current_app, g
from flask_babel import force_locale

from app.cityhall.forms.rules import FormDefinition
from app.rehearsal import trials
from app.web import choices
from app.web.choices import Pairs
from app.web.form_pages.wording import language
from app.web.studio.trying.trial_room import Room

# An id is another one whenever the story is played again: what is kept says the same without it.
_STEADY: Mapping[str, Callable[[int, str, str], str]] = {
    "audience_slots": lambda number, value, _words: value if value == "other" else str(number),
    "twins": lambda _number, _value, words: words.partition(",")[0],
}


def of(room: Room, form: FormDefinition) -> Mapping[str, Pairs]:
    """The choices that this form asks for by name."""
    if not form.ui.get("x-options"):
        return {}
    babel, lang = current_app.extensions["babel"], language()
    with trials.inside(room.place, room.told) as inside, _lent(babel, lang, inside.hall.now):
        found = choices.asked_by(form, inside.case)
    return {source: _steady(source, pairs) for source, pairs in found.items()}


@contextmanager
def _lent(babel: Any, lang: str, now: datetime) -> Iterator[None]:
    """The hall of paper has no pages: words and its clock are lent to it, for what a page shows of it."""
    current_app.extensions["babel"], g.now = babel, now
    with force_locale(lang):
        yield


def _steady(source: str, given: Sequence[tuple[str, ...]]) -> Pairs:
    told, pairs = _STEADY.get(source), [(one[0], one[1]) for one in given]
    if told is None:
        return pairs
    return [(told(number, value, words), words) for number, (value, words) in enumerate(pairs, 1)]
