"""Letters in DOCX: filled, edited in Word, uploaded back, filled again at approval."""

import zipfile
from io import BytesIO

import docx
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from app.adapters.docx_files import MAX_UNPACKED
from app.adapters.letters import DocxLetters
from app.outside import OutsideError
from tests.adapters.letter_desk import (
    ANSWER,
    AT_APPROVAL,
    CERTIFICATE,
    FIELDS,
    letter,
    lines,
    part,
    saved,
    with_part,
)

LETTERS = DocxLetters()


def test_a_letter_is_filled_edited_and_filled_again_at_approval() -> None:
    draft = LETTERS.fill(ANSWER, FIELDS)
    assert LETTERS.problems(draft) == []
    assert set(LETTERS.fields(draft)) == set(AT_APPROVAL)
    issued = LETTERS.fill(draft, AT_APPROVAL)
    assert LETTERS.fields(issued) == []
    said = lines(issued)
    assert "Nr. 77 din 02.12.2026" in said
    assert "Către: Ștefania Țăranu" in said
    assert "Groapa se repară până la 5 decembrie." in said
    assert "Maria Pop" in said


def test_a_field_nobody_gives_is_named() -> None:
    without = {name: value for name, value in FIELDS.items() if name != "answer"}
    with pytest.raises(KeyError, match="answer"):
        LETTERS.fill(ANSWER, without)


def test_a_placeholder_cut_into_runs_by_word_is_found() -> None:
    cut = letter(["Către ", "{", "{ appl", "icant_name", " }", "}, bine ați venit"])
    assert LETTERS.fields(cut) == ["applicant_name"]
    assert lines(LETTERS.fill(cut, {"applicant_name": "Ana"})) == ["Către Ana, bine ați venit"]


def test_several_fields_in_one_line() -> None:
    filled = LETTERS.fill(letter("{{ a }} și {{b}} și {{ a }}"), {"a": "1", "b": "{{ c }}"})
    assert lines(filled) == ["1 și { { c } } și 1"]


def test_lines_become_paragraphs_where_the_field_stands_alone() -> None:
    assert lines(LETTERS.fill(letter("sus", "{{ a }}", "jos"), {"a": "1\r\n2\n\n3"})) == [
        "sus",
        "1",
        "2",
        "",
        "3",
        "jos",
    ]


def test_lines_become_breaks_inside_a_sentence() -> None:
    assert lines(LETTERS.fill(letter("La {{ a }}."), {"a": "1\n2"})) == ["La 1\n2."]


def test_a_line_about_nothing_disappears() -> None:
    filled = LETTERS.fill(letter("a", "Anexe: {{ x }}", "{{ x }}", "Taxa {{ x }} lei", "b"), {"x": None})
    assert lines(filled) == ["a", "Taxa  lei", "b"]


def test_a_table_cell_keeps_a_paragraph() -> None:
    document = docx.Document()
    document.add_table(1, 1).cell(0, 0).text = "{{ x }}"
    filled = LETTERS.fill(saved(document), {"x": ""})
    assert LETTERS.problems(filled) == ["empty"]


def test_the_page_header_is_filled_too() -> None:
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "{{ institution_name }}"
    document.add_paragraph("text")
    assert LETTERS.fields(saved(document)) == ["institution_name"]
    filled = docx.Document(BytesIO(LETTERS.fill(saved(document), {"institution_name": "Primăria"})))
    assert filled.sections[0].header.paragraphs[0].text == "Primăria"


def test_what_the_citizen_wrote_cannot_ask_for_a_field_later() -> None:
    draft = LETTERS.fill(ANSWER, {**FIELDS, "applicant_name": "{{ secret }} {{ number }} {{{x}}}"})
    assert LETTERS.problems(draft) == []
    assert set(LETTERS.fields(draft)) == set(AT_APPROVAL)
    assert "Către: { { secret } } { { number } } { { {x} } }" in lines(LETTERS.fill(draft, AT_APPROVAL))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(max_size=40))
def test_any_value_can_be_written(value: str) -> None:
    filled = LETTERS.fill(letter("x {{ a }} y", "{{ a }}", "z"), {"a": value})
    assert LETTERS.fields(filled) == []
    assert LETTERS.problems(filled) == []


def test_the_templates_of_the_hall_only_wait_for_their_fields() -> None:
    assert LETTERS.problems(ANSWER) == ["leftover_fields"]
    assert LETTERS.problems(CERTIFICATE) == ["leftover_fields"]


GOOD = letter("Bună ziua.")


def macros() -> bytes:
    types = part(GOOD, "[Content_Types].xml").replace(
        b"wordprocessingml.document.main", b"ms-word.document.macroEnabled.main"
    )
    return with_part(with_part(GOOD, "word/vbaProject.bin", b"x"), "[Content_Types].xml", types)


def inside(xml: str) -> bytes:
    text = part(GOOD, "word/document.xml").decode().replace("<w:sectPr", f"{xml}<w:sectPr", 1)
    return with_part(GOOD, "word/document.xml", text.encode())


def remote() -> bytes:
    relations = part(GOOD, "word/_rels/document.xml.rels").decode()
    stranger = (
        '<Relationship Id="rId99" TargetMode="External" Target="http://example.invalid/x.dotm" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate"/>'
    )
    changed = relations.replace("</Relationships>", f"{stranger}</Relationships>")
    return with_part(GOOD, "word/_rels/document.xml.rels", changed.encode())


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (GOOD, []),
        (b"", ["not_docx"]),
        (b"MZ\x90 no letter", ["not_docx"]),
        (b"%PDF-1.7", ["not_docx"]),
        (with_part(GOOD, "word/document.xml", b"<broken"), ["not_docx"]),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old Word", ["not_docx"]),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), ["encrypted"]),
        (with_part(GOOD, "word/media/bomb", b"\0" * (MAX_UNPACKED + 1)), ["too_large"]),
        (with_part(GOOD, "word/media/bomb", b"\0" * 5_000_000), ["too_large"]),
        (macros(), ["macros"]),
        (remote(), ["external"]),
        (letter("Numele: {{ nume solicitant }}"), ["leftover_fields"]),
        (letter("Nr. {{ number }}"), []),
        (letter("  "), ["empty"]),
        (
            inside('<w:p><w:ins w:id="1" w:author="a"><w:r><w:t>x</w:t></w:r></w:ins></w:p>'),
            ["tracked_changes"],
        ),
        (inside("<w:p><w:r><w:drawing/></w:r></w:p>"), ["warn.images"]),
        (inside('<w:p><w:r><w:commentReference w:id="1"/></w:r></w:p>'), ["warn.comments"]),
    ],
)
def test_what_may_be_wrong_with_an_uploaded_letter(content: bytes, expected: list[str]) -> None:
    assert LETTERS.problems(content) == expected


def test_a_package_of_thousands_of_parts_is_not_unpacked() -> None:
    crowded = BytesIO()
    with zipfile.ZipFile(crowded, "w") as package:
        for index in range(2_001):
            package.writestr(f"{index}", b"")
    assert LETTERS.problems(crowded.getvalue()) == ["too_large"]


def test_filling_what_is_no_letter_is_an_outside_error() -> None:
    with pytest.raises(OutsideError) as refused:
        LETTERS.fill(b"nothing", {})
    assert refused.value.code == "letter_not_docx"
    assert refused.value.permanent


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(0, len(GOOD) - 1), st.binary(min_size=1, max_size=8))
@example(482, b"\x00\x8d")  # a part that ends before it should
def test_a_damaged_letter_never_breaks_the_check(place: int, noise: bytes) -> None:
    LETTERS.problems(GOOD[:place] + noise + GOOD[place + len(noise) :])
