"""docs/procedures.md says what the procedures say."""

import re

from tools import procedures_doc
from tools.paths.material import codes, material

HOW_MANY = re.compile(r"\| paths that take every flow \| \d+ \|")


def test_the_page_is_up_to_date() -> None:
    made = {code: material(code) for code in codes()}
    told = procedures_doc.page(made, dict.fromkeys(made, 0))
    written = procedures_doc.PAGE.read_text(encoding="utf-8")
    assert HOW_MANY.sub("", written) == HOW_MANY.sub("", told), "run: make procedures"


def test_the_pictures_are_up_to_date() -> None:
    for code in codes():
        written = (procedures_doc.PICTURES / f"{code}.svg").read_text(encoding="utf-8")
        assert written == procedures_doc.picture(material(code)), f"{code}: run make procedures"


def test_the_terms_are_those_of_the_facts() -> None:
    told = procedures_doc.terms().splitlines()
    assert told[6].split(" | ")[:4] == ["| 23.11.2026", "02.12.2026", "09.12.2026", "16.12.2026"]
    assert told[6].split(" | ")[4:] == ["02.12.2026", "23.12.2026 / 24.12.2026", "08.01.2027 |"]
    assert told[7].split(" | ")[1:5] == ["08.12.2026", "15.12.2026", "22.12.2026", "02.12.2026 / 03.12.2026"]
