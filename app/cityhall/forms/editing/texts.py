"""The words of a form in two languages: Romanian where they are said, English under `x-i18n`."""

from collections.abc import Iterator
from typing import Any

from app.cityhall.forms.editing.files import FormFiles

_SAID = frozenset({"title", "description", "ui:help", "yes", "no", "row", "add", "suffix", "prefix"})
_NOT_SAID = frozenset({"x-i18n", "x-prefill", "x-options", "x-suggest"})


def said(form: FormFiles) -> list[str]:
    """Every text that a person may see, each once."""
    return list(dict.fromkeys([*_said(form.schema), *_said(form.ui)]))


def _said(part: Any) -> Iterator[str]:
    for key, value in part.items() if isinstance(part, dict) else ():
        if key in _SAID and isinstance(value, str):
            yield value
        elif key == "hints" and isinstance(value, dict):
            yield from (one for one in value.values() if isinstance(one, str))
        elif key == "x-errors" and isinstance(value, dict):
            yield from (sentence for sentences in value.values() for sentence in sentences.values())
        elif key not in _NOT_SAID:
            yield from _said(value)
    for value in part if isinstance(part, list) else ():
        yield from _said(value)


def english(form: FormFiles, source: str) -> str:
    """The English of a text, "" where there is none."""
    return str(form.ui.get("x-i18n", {}).get("en", {}).get(source, "")) if source else ""


def say(form: FormFiles, source: str, in_english: str) -> None:
    """Keep the English of a text; an empty one is taken away."""
    there = form.ui.get("x-i18n", {}).get("en", {})
    if in_english and source:
        form.ui.setdefault("x-i18n", {}).setdefault("en", {})[source] = in_english
    else:
        there.pop(source, None)


def reworded(form: FormFiles, before: str, after: str) -> None:
    """A text was said otherwise: its English goes with it, in its place; that of a text nobody says goes."""
    words = form.ui.get("x-i18n", {}).get("en", {})
    if before not in words or before == after or before in said(form):
        return
    kept = {after if key == before and after not in words else key: value for key, value in words.items()}
    words.clear()
    words.update({key: value for key, value in kept.items() if key not in {before, ""}})


def untranslated(form: FormFiles) -> list[str]:
    """Texts without English."""
    words = form.ui.get("x-i18n", {}).get("en", {})
    return [text for text in said(form) if text.strip() and not words.get(text)]
