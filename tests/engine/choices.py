"""What may be answered on a walk through a diagram: values taken from the diagram's own conditions."""

from collections.abc import Mapping
from copy import deepcopy
from random import Random
from typing import Any

from tools.paths.asked import asked as candidates
from tools.paths.asked import error_codes

__all__ = ["candidates", "error_codes", "said_under", "varied"]

FIRST = {"answers", "case", "settings", "delivery"}
Path = tuple[str, ...]
ODD: tuple[Any, ...] = (None, "", "ș", [], ["a"], ["b", "a"], 2**60, 1, 1.0, True, {"typename": "Task"})


def said_under(name: str, known: Mapping[Path, tuple[Any, ...]], draw: Random) -> dict[str, Any]:
    """Answers of a form, or a service's result: fields that somebody asks about, and an odd one."""
    said: dict[str, Any] = {"odd": draw.choice(ODD)}
    for path, values in sorted(known.items(), key=lambda item: item[0][:1] == (name,)):
        likely = 0.9 if path[:1] == (name,) else 0.4
        if len(path) == 2 and path[0] not in FIRST and draw.random() < likely:
            said[path[1]] = draw.choice((*values * 3, "no", None))
    return deepcopy(said)


def varied(data: Mapping[str, Any], known: Mapping[Path, tuple[Any, ...]], draw: Random) -> dict[str, Any]:
    """First data of the same kinds, with other answers and terms."""
    said = [value for values in known.values() for value in values]
    changed: dict[str, Any] = deepcopy(dict(data))
    if "delivery" in changed:
        changed["delivery"] = draw.choice(["locker", "locker", "email", "counter"])
    for name, value in changed["answers"].items():
        alike = [one for one in known.get(("answers", name), said) if type(one) is type(value)]
        changed["answers"][name] = draw.choice([value, *alike])
    for name, value in changed["settings"].items():
        if value.startswith("P") and draw.random() < 0.5:
            changed["settings"][name] = draw.choice(["PT1H", "P50D"])
    return changed
