"""Labels of registered papers: number, day, a bar code for scanners at the desk, a QR code for everybody.

The bar code is Code 128 with ten empty modules on both sides, as its norm asks (ISO/IEC 15417); it is drawn
by Typst from its modules, so that no picture is scaled.
"""

import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from barcode.codex import Code128

FORMS: Mapping[str, Mapping[str, Any]] = tomllib.loads(
    Path(__file__).with_suffix(".toml").read_text(encoding="utf-8")
)
QUIET = "0" * 10
MOST = 500


def told(labels: Sequence[Mapping[str, str]], form: str, skip: int) -> dict[str, Any]:
    """What the template of labels is told. `skip`: places of the first sheet that are used already.

    Raises KeyError for a form of paper that is not known, ValueError for more than 500 labels.
    """
    paper = FORMS[form]
    if len(labels) > MOST:
        raise ValueError(f"{len(labels)} labels")
    sheet = paper.get("sheet")
    return {
        "title": f"Eticheta nr. {labels[0]['number']}" if len(labels) == 1 else "Etichete",
        "institution_name": labels[0]["institution"],
        "width": paper.get("width", 0),
        "height": paper.get("height", 0),
        "sheet": sheet,
        "skip": min(max(skip, 0), sheet["columns"] * sheet["rows"] - 1) if sheet else 0,
        "labels": [{**one, "bars": modules(one["code"])} for one in labels],
    }


def modules(code: str) -> str:
    """The bar code as ones (black) and noughts (white), with its quiet zones."""
    built: list[str] = Code128(code).build()
    return f"{QUIET}{built[0]}{QUIET}"


def places(form: str) -> int:
    """How many labels one sheet of that form has; 1 on a roll."""
    sheet = FORMS[form].get("sheet")
    return int(sheet["columns"] * sheet["rows"]) if sheet else 1
