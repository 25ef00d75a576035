"""Texts of a draft that are edited by hand: each must be readable before it is kept."""

import csv
import json
import tomllib

from app.cityhall.drafts import rules
from app.refusal import Refusal

EDITABLE = (".toml", ".json", ".csv", ".geojson")


def check_editable(path: str) -> None:
    """Raises Refusal `draft.not_text` where a file is edited elsewhere, `draft.bad_path`."""
    rules.check_path(path)
    if not path.endswith(EDITABLE):
        raise Refusal("draft.not_text", path=path)


def checked(path: str, typed: str) -> bytes:
    """What is kept: ends of lines as files have them. Raises Refusal `draft.unreadable_text`."""
    text = typed.replace("\r\n", "\n")
    try:
        _read(path, text)
        return text.encode()
    except (ValueError, csv.Error, RecursionError) as error:
        raise Refusal("draft.unreadable_text", path=path, reason=str(error)[:300]) from error


def _read(path: str, text: str) -> None:
    if path.endswith(".toml"):
        tomllib.loads(text)
    elif path.endswith(("json",)):
        json.loads(text)
    else:
        _read_table(text)


def _read_table(text: str) -> None:
    """Each row as long as the line that names the columns; `#` begins a remark."""
    rows = list(csv.reader((line for line in text.splitlines() if not line.startswith("#")), strict=True))
    for number, row in enumerate(rows, 1):
        if row and len(row) != len(rows[0]):
            raise ValueError(f"row {number}: {len(row)} / {len(rows[0])}")
