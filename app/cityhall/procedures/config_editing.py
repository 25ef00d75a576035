"""procedure.toml changed by hand: comments, order and whatever nobody here understands stay as they were.

A value is named by its dotted key (`term.extension.days`, `letters.answer.title`) and is a text on a page.
"""

import re
import tomllib
from collections.abc import Callable, Mapping, MutableMapping, Sequence
from datetime import date
from typing import Any, NamedTuple

import tomlkit
from tomlkit import TOMLDocument
from tomlkit.exceptions import TOMLKitError

from app.cityhall.forms.reading import iso_date, number, tidy
from app.cityhall.terms import durations
from app.refusal import Refusal

PATH = "procedure.toml"
Table = MutableMapping[str, Any]
_PLACE = re.compile(r"line (\d+), column (\d+)")


class Entry(NamedTuple):
    """One value: `kind` is one of those that `_READ` knows; with `must` it cannot be empty."""

    key: str
    kind: str = "text"
    must: bool = False


def read(content: bytes) -> TOMLDocument:
    """Raises Refusal `config.not_toml` or `config.unreadable`: both readers must understand it alike."""
    try:
        plain = tomllib.loads(content.decode())
        found = tomlkit.parse(content.decode())
        alike = found.unwrap() == plain
    except tomllib.TOMLDecodeError as error:
        line, column = (_PLACE.findall(str(error)) or [("?", "?")])[0]
        raise Refusal("config.not_toml", line=line, column=column) from error
    except (ValueError, TOMLKitError, RecursionError, KeyError, TypeError) as error:
        raise Refusal("config.unreadable", reason=str(error)[:200]) from error
    if not alike:
        raise Refusal("config.unreadable", reason="?")
    return found


def dump(config: TOMLDocument) -> bytes:
    """The file again; what nobody changed has the very bytes it came in."""
    content = tomlkit.dumps(config).encode()
    read(content)
    return content


def value(config: Mapping[str, Any], key: str) -> Any:
    """What is said under a dotted key, None where nothing is."""
    found: Any = config
    for name in key.split("."):
        found = found.get(name) if isinstance(found, Mapping) else None
    return found


def shown(config: Mapping[str, Any], entry: Entry) -> str:
    """A value as its box holds it: lists line by line, `yes` for a flag, 23.11.2026 for a day."""
    found = value(config, entry.key)
    if found is None or found is False:
        return ""
    if found is True:
        return "yes"
    if isinstance(found, date):
        return f"{found:%d.%m.%Y}"
    if isinstance(found, Sequence) and not isinstance(found, str):
        return "\n".join(str(one) for one in found)
    return str(found)


def change(config: TOMLDocument, entries: Sequence[Entry], given: Mapping[str, str]) -> None:
    """Put what differs. Raises Refusal `config.needed` or `config.bad_value`, both with `where`."""
    for entry in entries:
        if entry.key not in given:
            continue
        typed = tidy(given[entry.key])
        if typed == shown(config, entry):
            continue
        if entry.must and not typed:
            raise Refusal("config.needed", where=entry.key)
        _put(config, entry, _READ[entry.kind](entry.key, typed))


def _put(config: TOMLDocument, entry: Entry, wanted: Any) -> None:
    *above, name = entry.key.split(".")
    table = _table(config, above, make=wanted not in ("", [], False))
    if table is None:
        return
    if isinstance(wanted, list) and isinstance(table.get(name), list):
        _fill(table[name], wanted)
    elif wanted in ("", []) or (wanted is False and name not in table):
        table.pop(name, None)
    else:
        table[name] = wanted


def _table(config: TOMLDocument, names: list[str], *, make: bool) -> Table | None:
    found: Any = config
    for name in names:
        if not isinstance(found, MutableMapping):
            return None
        if name not in found:
            if not make:
                return None
            found[name] = tomlkit.table()
        found = found[name]
    return found if isinstance(found, MutableMapping) else None


def _fill(there: Any, wanted: list[str]) -> None:
    """Change a list in its place: it keeps its lines and comments."""
    del there[len(wanted) :]
    for index, one in enumerate(wanted):
        if index >= len(there):
            there.append(one)
        elif there[index] != one:
            there[index] = one


def _bad(key: str, typed: str) -> Refusal:
    return Refusal("config.bad_value", where=key, value=typed[:60])


def _whole(key: str, typed: str) -> Any:
    if not typed:
        return ""
    found = number(typed)
    if not isinstance(found, int) or not 0 <= found < 1_000_000:
        raise _bad(key, typed)
    return found


def _day(key: str, typed: str) -> Any:
    if not typed:
        return ""
    try:
        return date.fromisoformat(iso_date(typed))
    except ValueError as error:
        raise _bad(key, typed) from error


def _duration(key: str, typed: str) -> str:
    try:
        durations.parse(typed)
    except (ValueError, OverflowError) as error:
        raise _bad(key, typed) from error
    return typed


def _lines(_key: str, typed: str) -> list[str]:
    return [line.strip() for line in typed.split("\n") if line.strip()]


def _words(_key: str, typed: str) -> str:
    return " ".join(typed.split())


_READ: Mapping[str, Callable[[str, str], Any]] = {
    "text": _words,
    "words": _words,
    "lines": _lines,
    "names": _lines,
    "whole": _whole,
    "numbers": lambda key, typed: [_whole(key, one) for one in _lines(key, typed)],
    "date": _day,
    "flag": lambda _key, typed: bool(typed),
    "duration": _duration,
}


def kind_of(found: Any) -> str:
    """The kind of a value of one's own (`settings`), which it keeps."""
    if isinstance(found, bool):
        return "flag"
    if isinstance(found, int):
        return "whole"
    try:
        durations.parse(str(found))
    except (ValueError, OverflowError):
        return "text"
    return "duration"


def guessed(typed: str) -> Any:
    """A new value of one's own: a number, da/nu, else a text or a length of time."""
    if typed.lower() in {"da", "nu", "true", "false"}:
        return typed.lower() in {"da", "true"}
    found = number(typed)
    return found if isinstance(found, int) else typed


def own(config: Mapping[str, Any], section: str) -> list[Entry]:
    """The values of a section whose names the procedure chose itself."""
    found = value(config, section)
    names = found if isinstance(found, Mapping) else {}
    plain = {name: one for name, one in names.items() if isinstance(one, str | int | bool)}
    return [Entry(f"{section}.{name}", kind_of(one)) for name, one in plain.items()]


def add(config: TOMLDocument, section: str, name: str, found: Any) -> None:
    """A value more in such a section. Raises Refusal `form_edit.name_taken`."""
    table = _table(config, [section], make=True)
    if table is None or name in table:
        raise Refusal("form_edit.name_taken", name=name[:60])
    table[name] = found


def remove(config: TOMLDocument, key: str) -> None:
    """A value less, or a whole table."""
    *above, name = key.split(".")
    table = _table(config, above, make=False)
    if table is not None:
        table.pop(name, None)


def untouched(config: Mapping[str, Any], known: Sequence[Entry], but: Sequence[str] = ()) -> list[str]:
    """The keys of the file that no box shows: they stay."""
    shown_keys = {entry.key for entry in known}
    return [key for key in _keys(config, "") if key not in shown_keys and not key.startswith(tuple(but))]


def _keys(table: Mapping[str, Any], above: str) -> list[str]:
    found = []
    for name, one in table.items():
        if isinstance(one, Mapping):
            found += _keys(one, f"{above}{name}.")
        else:
            found.append(f"{above}{name}")
    return found
