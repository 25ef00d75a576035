"""Files of known values, which a field suggests and does not insist on."""

import csv


def values(content: bytes) -> dict[str, str]:
    """Each line a value and its words, after a line that names the columns; `#` begins a remark."""
    lines = csv.reader(line for line in content.decode().splitlines() if not line.startswith("#"))
    return {row[0]: row[1] for row in list(lines)[1:] if len(row) > 1}
