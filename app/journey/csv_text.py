"""Rows as CSV for spreadsheets, which must not take what a stranger wrote for a formula."""

import csv
import io
from collections.abc import Iterable, Sequence

# Spreadsheets know by this mark that the text is UTF-8.
BEGINNING = "\ufeff"
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv_text(rows: Iterable[Sequence[str]]) -> str:
    """These rows, each cell tamed."""
    text = io.StringIO()
    csv.writer(text).writerows([[_tame(cell) for cell in row] for row in rows])
    return text.getvalue()


def _tame(cell: str) -> str:
    return f"'{cell}" if cell.startswith(FORMULA) else cell
