"""What a rule's "no" says to a person, one module for each room; `app.web.wording` reads them all.

A room's module is called as the room and holds `SENTENCES`: for each key a sentence alone (answered with
422), or the HTTP status and the sentence. A new module needs no entry elsewhere.
"""

import importlib
import pkgutil
from collections.abc import Mapping

from flask_babel.speaklater import LazyString

NOT_FOUND, FORBIDDEN, CONFLICT, BAD = 404, 403, 409, 422
Said = tuple[int, LazyString]


def gathered() -> dict[str, Said]:
    """The sentences of all rooms. Raises ValueError when two rooms claim one key."""
    found: dict[str, Said] = {}
    for room in pkgutil.iter_modules(__path__):
        said = importlib.import_module(f"{__name__}.{room.name}").SENTENCES
        if twice := found.keys() & said.keys():
            raise ValueError(f"{room.name}: {', '.join(sorted(twice))}")
        found |= _with_status(said)
    return found


def _with_status(said: Mapping[str, Said | LazyString]) -> dict[str, Said]:
    return {key: value if isinstance(value, tuple) else (BAD, value) for key, value in said.items()}
