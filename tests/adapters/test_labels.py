"""Labels: what a reader at the desk would read, on paper of the right size."""

import io

import pytest
from barcode.charsets import code128
from pypdf import PdfReader

from app.adapters import labels
from app.adapters.pdf import TypstPdf

PAPER = {
    "institution": "Primăria Sectorului 6",
    "number": "1234/23.11.2026",
    "day": "23.11.2026, ora 10:05:07",
    "words": "file: 3",
    "code": "1234/2026",
    "url": "https://ps6.example/verifica/abc",
}
MILLIMETRE = 72 / 25.4


def read(modules: str) -> str:
    """The bars read as a scanner does: symbols of eleven modules, set B and set C, with the check sum."""
    bars = modules.strip("0")
    symbols = [bars[at : at + 11] for at in range(0, len(bars) - 13, 11)]
    values = [code128.CODES.index(one) for one in symbols]
    start, *middle, check = values
    assert (start + sum(place * value for place, value in enumerate(middle, 1))) % 103 == check
    by_value = {value: sign for sign, value in code128.B.items()}
    said, pairs = "", start == code128.START_CODES["C"]
    for value in middle:
        if value in {99, 100}:
            pairs = value == 99
        else:
            said += f"{value:02}" if pairs else by_value[value]
    return said


@pytest.mark.parametrize("code", ["1/2026", "1234/2026", "123456789/2031"])
def test_the_bars_say_number_and_year(code: str) -> None:
    modules = labels.modules(code)
    assert read(modules) == code
    assert modules.startswith("0" * 10)
    assert modules.endswith("0" * 10)


def test_a_roll_gives_each_label_a_page_of_its_size() -> None:
    pages = PdfReader(io.BytesIO(TypstPdf().labels([PAPER, PAPER], "roll"))).pages
    sizes = [(round(p.mediabox.width / MILLIMETRE), round(p.mediabox.height / MILLIMETRE)) for p in pages]
    assert sizes == [(62, 29), (62, 29)]
    assert "1234/23.11.2026" in pages[0].extract_text()


def test_a_sheet_that_was_begun_goes_on_where_it_is_free() -> None:
    made = TypstPdf().labels([PAPER] * 3, "sheet24", skip=22)
    pages = PdfReader(io.BytesIO(made)).pages
    assert [page.extract_text().count("1234/2026") for page in pages] == [2, 1]


def test_unknown_paper_is_refused() -> None:
    with pytest.raises(KeyError):
        TypstPdf().labels([PAPER], "napkin")
