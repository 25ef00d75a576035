"""Diagrams of other programs: imported, checked, exported; nothing gets lost, every no is a sentence."""

import random
from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import html
from werkzeug.test import TestResponse

from app.engine.reading import foreign
from tests.foreign.conftest import Bring, exported, words
from tests.foreign.shelf import FILES, every, packed, parts, spoiled
from tests.hall import Hall

REFUSED = {"not-bpmn", "doctype", "style_sheet"}
Note = Callable[[str, object], None]


def row(path: Path, answer: TestResponse, kept: str) -> list[str]:
    """One line of the table: the file, what was found, what will not run, what is kept unread."""
    page = html.fromstring(answer.text)
    found = sum(int(text.rpartition(":")[2]) for text in page.xpath("//ul[@class='import-found']/li/text()"))
    problems = len(page.xpath("//ol[@class='import-problems']/li"))
    strange = len(page.xpath("//table//tbody/tr"))
    return [f"{path.parent.name}/{path.stem}", str(found), str(problems), str(strange), kept]


def brought(hall: Hall, bring: Bring, paths: list[Path]) -> list[list[str]]:
    """Each is imported, checked and exported as it came, or refused with a sentence: the table of it."""
    table = [["file", "elements", "will not run", "kept unread", "exported"]]
    for path in paths:
        content = path.read_bytes()
        answer = bring(path.name, content)
        if path.stem in REFUSED:
            assert answer.status_code == 422, path
            said = html.fromstring(answer.text).xpath("string(//*[@id='error-summary']//li)")
            assert said.strip().endswith("."), (path, said)
            table.append([f"{path.parent.name}/{path.stem}", "", "", "", f"refused: {said.strip()}"])
            continue
        assert answer.status_code == 200, (path, words(answer)[:300])
        back = exported(hall)
        assert parts(back) == parts(content), path
        table.append(row(path, answer, "the same bytes" if back == content else "the same, in UTF-8"))
    return table


def test_foreign_files_are_imported_checked_and_given_back(hall: Hall, bring: Bring) -> None:
    some = [path for path in every()[::4] if path.stem not in REFUSED]
    refused = [path for path in every() if path.stem in REFUSED]
    assert len(brought(hall, bring, [*some, *refused])) > 12


@pytest.mark.nightly
def test_all_foreign_files_are_imported_checked_and_given_back(
    hall: Hall, bring: Bring, record_property: Note
) -> None:
    table = brought(hall, bring, every())
    assert len(table) > 50
    widths = [max(len(line[n]) for line in table) for n in range(4)]
    lines = [
        "  ".join([*(cell.ljust(w) for cell, w in zip(line, widths, strict=False)), line[4]])
        for line in table
    ]
    record_property("table", "\n".join(lines))


def test_the_report_says_what_a_camunda_file_asked_for(bring: Bring) -> None:
    answer = bring("Factură.bpmn", (FILES / "written/camunda_7.bpmn").read_bytes())
    said = words(answer)
    for sentence in (
        "Nu poate fi publicat încă",
        "Camunda 7",
        "assignee",
        "Cine face pasul se spune aici prin banda",
        "Formularul nu vine cu diagrama",
        "Camunda Modeler 5.20.0",
    ):
        assert sentence in said
    assert "element Activity_approve" not in said


def test_the_report_tells_the_faults_of_each_process_of_a_file(bring: Bring) -> None:
    page = html.fromstring(bring("C.1.0.bpmn", (FILES / "miwg/C.1.0.bpmn").read_bytes()).text)
    groups = page.xpath("//ol[@class='import-problems']")
    titles = [" ".join(title.split()) for title in page.xpath("//h3/text()") if "Procesul" in title]
    assert len(titles) == 2
    assert "un singur proces, iar aceasta are 2" in groups[0].text_content()
    assert all(len(one.xpath("li")) > 3 for one in groups[1:])


def test_a_file_of_another_encoding_becomes_utf_8() -> None:
    for name in ("utf_16", "latin_2"):
        content = foreign.as_utf8((FILES / f"written/{name}.bpmn").read_bytes())
        assert b'encoding="UTF-8"' in content
        assert "Autoriza" in content.decode()
    whole = (FILES / "written/camunda_8.bpmn").read_bytes()
    assert foreign.as_utf8(whole) is whole
    assert foreign.as_utf8(b'<?xml version="1.0" encoding="utf-16"?><a/>').startswith(b"<?xml")


def fuzz(bring: Bring, hall: Hall, tries: int) -> dict[int, int]:
    """So many spoiled files; the answers' statuses."""
    chance, statuses = random.Random(5), dict[int, int]()
    originals = [path.read_bytes() for path in every() if path.stat().st_size < 60_000]
    for number in range(tries):
        content = spoiled(chance.choice(originals), chance)
        if number % 7 == 0:
            content = spoiled(packed(content, chance), chance) if number % 2 else packed(content, chance)
        answer = bring(f"{number}.bpmn", content)
        assert answer.status_code in {200, 413, 422}, (number, answer.status_code, words(answer)[:300])
        assert "Ceva nu a mers" not in answer.text, number
        statuses[answer.status_code] = statuses.get(answer.status_code, 0) + 1
        if number % 7 == 0 and answer.status_code == 200:
            assert hall.app.extensions["anca"].get("/studio/petition/ciorna").status_code == 200
    return statuses


def test_spoiled_files_never_break_the_hall(hall: Hall, bring: Bring) -> None:
    statuses = fuzz(bring, hall, 30)
    assert statuses.keys() >= {200, 422}


@pytest.mark.nightly
def test_two_thousand_spoiled_files_never_break_the_hall(
    hall: Hall, bring: Bring, record_property: Note
) -> None:
    statuses = fuzz(bring, hall, 2_000)
    record_property("table", f"2000 spoiled files: {statuses}")
