"""docs/locker.md lists every requirement that is checked, in the same words, and no other."""

import re
from pathlib import Path

from tests.conformance import test_doors, test_events, test_grants

DOCUMENT = Path(__file__).parents[2] / "docs" / "locker.md"
ROW = re.compile(r"^\| (C-\d+) \| (.+?) \|", re.MULTILINE)


def test_the_document_lists_what_is_checked() -> None:
    checks = [one for room in (test_doors, test_grants, test_events) for one in vars(room).values()]
    held = [mark.args for one in checks for mark in getattr(one, "pytestmark", ())]
    assert len({number for number, _ in held}) == len(held)
    assert ROW.findall(DOCUMENT.read_text()) == held
