"""The cells of a decision table as a person would say them; what cannot be said stays as it is written."""

import re
from collections.abc import Iterator, Mapping
from datetime import date

from flask_babel import gettext as _

from app.engine.reading.tables import Column
from app.web.filters import lei

Choices = Mapping[str, str]
_COMPARED = re.compile(r"(<=|>=|!=|<|>|=)\s*(.+)", re.DOTALL)
_RANGE = re.compile(r"([\[\](])\s*(.+?)\s*\.\.\s*(.+?)\s*([\])\[])", re.DOTALL)
_TEXT = re.compile(r"\"((?:[^\"\\]|\\.)*)\"|'((?:[^'\\]|\\.)*)'")
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_DAY = re.compile(r"date\(\s*[\"'](\d{4}-\d\d-\d\d)[\"']\s*\)")
OPEN, CLOSE = "([", ")]"
MONEY = "bani"


def test(text: str, choices: Choices) -> str:
    """An input cell: „cel mult 150”, „build sau demolish”, „oricare”."""
    if text in {"", "-"}:
        return str(_("oricare"))
    if text.startswith("not(") and text.endswith(")"):
        inner = [_one(part, choices) for part in _parts(text[4:-1])]
        return str(_("în afară de %(what)s", what=_either(inner)))
    return _either([_one(part, choices) for part in _parts(text)])


def value(text: str, choices: Choices, *, money: bool = False) -> str:
    """An output's value: „6,00 lei”, „da”, „obligatoriu”."""
    if text == "":
        return str(_("nimic"))
    if money and _NUMBER.fullmatch(text) and "." not in text:
        return str(_("%(amount)s lei", amount=lei(int(text))))
    return _plain(text, choices)


def is_money(column: Column) -> bool:
    """Is the output an amount in bani? Its title says so, or its name is that of the fee."""
    return MONEY in re.findall(r"\w+", column.label.lower()) or column.text == "fee"


def quoted(text: str) -> str | None:
    """The words of a plain text in quotes; None for anything else."""
    found = _TEXT.fullmatch(text)
    if found is None:
        return None
    return re.sub(r"\\(.)", r"\1", found[1] if found[1] is not None else found[2])


def _one(part: str, choices: Choices) -> str:
    if found := _RANGE.fullmatch(part):
        return _between(found, choices)
    if found := _COMPARED.fullmatch(part):
        what = found[2].strip()
        return _compared(found[1], _plain(what, choices), is_day=_DAY.fullmatch(what) is not None)
    return _plain(part, choices)


def _between(found: re.Match[str], choices: Choices) -> str:
    left, low, high, right = found.groups()
    facts = {"low": _plain(low, choices), "high": _plain(high, choices)}
    if left == "[" and right == "]":
        return str(_("de la %(low)s la %(high)s", **facts))
    if left == "[":
        return str(_("de la %(low)s, sub %(high)s", **facts))
    if right == "]":
        return str(_("peste %(low)s, cel mult %(high)s", **facts))
    return str(_("peste %(low)s, sub %(high)s", **facts))


def _compared(sign: str, what: str, *, is_day: bool) -> str:
    days = {
        "<": _("înainte de %(what)s", what=what),
        "<=": _("până la %(what)s", what=what),
        ">": _("după %(what)s", what=what),
        ">=": _("din %(what)s", what=what),
    }
    if is_day and sign in days:
        return str(days[sign])
    said = {
        "<": _("sub %(what)s", what=what),
        "<=": _("cel mult %(what)s", what=what),
        ">": _("peste %(what)s", what=what),
        ">=": _("cel puțin %(what)s", what=what),
        "!=": _("altceva decât %(what)s", what=what),
        "=": what,
    }
    return str(said[sign])


def _plain(text: str, choices: Choices) -> str:
    words = {"true": _("da"), "false": _("nu"), "null": _("necompletat")}
    if text.lower() in words:
        return str(words[text.lower()])
    if (inner := quoted(text)) is not None:
        return choices.get(inner, f"„{inner}”" if " " in inner else inner)
    if found := _DAY.fullmatch(text):
        return _day(found[1])
    if _NUMBER.fullmatch(text):
        return text.replace(".", ",")
    return text


def _day(iso: str) -> str:
    try:
        return f"{date.fromisoformat(iso):%d.%m.%Y}"
    except ValueError:
        return iso


def _either(words: list[str]) -> str:
    if len(words) < 2:
        return "".join(words)
    return str(_("%(first)s sau %(last)s", first=", ".join(words[:-1]), last=words[-1]))


def _parts(text: str) -> Iterator[str]:
    """What stands between commas outside brackets and quotes; a range's brackets may look away."""
    depth, begun, quote = 0, 0, ""
    for at, sign in enumerate(text):
        if quote:
            quote = "" if sign == quote and text[at - 1] != "\\" else quote
        elif sign in "\"'":
            quote = sign
        elif sign == "," and depth == 0:
            yield text[begun:at].strip()
            begun = at + 1
        else:
            depth = max(0, depth + (sign in OPEN) - (sign in CLOSE))
    yield text[begun:].strip()
