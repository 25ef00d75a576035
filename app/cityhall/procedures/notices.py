"""What a procedure writes to people (notices.toml): the shared words, and after them its own."""

import tomllib
from collections.abc import Mapping

from app.refusal import Refusal

PATH = "notices.toml"


def check(files: Mapping[str, bytes]) -> None:
    """Raises Refusal `notices.unreadable`: broken, or a notice has the name of a shared one.

    Both would only be seen when the first message is written, in the middle of somebody's case.
    """
    try:
        tomllib.loads(files.get(PATH, b"").decode())
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Refusal("notices.unreadable", file=PATH, reason=str(error)) from error
