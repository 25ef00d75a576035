"""How a new procedure begins: a small one that runs, or a copy of another under a new code and title."""

import json
import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from xml.sax.saxutils import quoteattr

BLANK = Path(__file__).parent / "blank"
HEADER = r"^(\s*{}\s*=\s*)(\"(?:[^\"\\]|\\.)*\"|'[^']*')"


def blank(
    code: str, title: str, department: str, today: date, shared: Mapping[str, bytes]
) -> dict[str, bytes]:
    """Request, registration, one officer's task, archiving: passes every check and is to be drawn further."""
    said = {
        "@code@": code,
        "@department@": department,
        "@form_code@": code.upper()[:12],
        "@day@": today.isoformat(),
    }
    own = {
        path.relative_to(BLANK).as_posix(): _filled(path, said, title)
        for path in sorted(BLANK.rglob("*"))
        if path.is_file()
    }
    return {**shared, **own}


def copied(files: Mapping[str, bytes], code: str, title: str) -> dict[str, bytes]:
    """Another procedure's files under a new code and title; remarks in its settings stay."""
    config = files["procedure.toml"].decode()
    for key, value in (("code", code), ("title", title), ("title_en", title)):
        config = _set(config, key, value)
    return {**files, "procedure.toml": config.encode()}


def _set(config: str, key: str, value: str) -> str:
    """The first line that says it, at the top of the file, says this."""
    return re.sub(
        HEADER.format(key), lambda found: found[1] + _quoted(value), config, count=1, flags=re.MULTILINE
    )


def _filled(path: Path, said: Mapping[str, str], title: str) -> bytes:
    text = path.read_text(encoding="utf-8")
    for mark, value in said.items():
        text = text.replace(mark, value)
    if path.suffix == ".bpmn":
        return text.replace('"@title@"', quoteattr(title)).encode()
    return text.replace("@title@", _quoted(title)).encode()


def _quoted(text: str) -> str:
    """A string as both TOML and JSON write it."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
