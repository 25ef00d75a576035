"""What people and offices write to a hall: matters with their text, and where a registrar would send them."""

import tomllib
from pathlib import Path
from typing import NamedTuple


class Matter(NamedTuple):
    """One kind of letter; `{…}` is filled by the generator."""

    document: str
    department: str
    subject: str
    text: str
    sender: str = "person"
    attached: str = ""
    number: str = ""
    annexes: int = 0


def _read() -> tuple[Matter, ...]:
    data = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
    rows = [{**row, "text": row["text"].replace("{citizen}", data["citizen"])} for row in data["matter"]]
    return tuple(Matter(**row) for row in rows)


MATTERS = _read()
