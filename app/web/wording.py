"""What a rule's "no" says to a person: one sentence a key, and its status code."""

from collections.abc import Mapping

from flask_babel import lazy_gettext

from app.web import refusals
from app.web.refusals import BAD, CONFLICT, FORBIDDEN, NOT_FOUND, Said

__all__ = ["BAD", "CONFLICT", "FORBIDDEN", "NOT_FOUND", "SENTENCES", "sentence", "status"]
_ = lazy_gettext

SENTENCES: Mapping[str, Said] = refusals.gathered()
ELSE = (BAD, _("Acest lucru nu se poate face acum. Ce ați scris s-a păstrat."))


def sentence(key: str, facts: Mapping[str, object]) -> str:
    """The refusal in the reader's language."""
    text = str(SENTENCES.get(key, ELSE)[1])
    try:
        return text % facts if "%(" in text else text
    except KeyError:
        return str(ELSE[1])


def status(key: str) -> int:
    """The HTTP status of a refusal."""
    return SENTENCES.get(key, ELSE)[0]
