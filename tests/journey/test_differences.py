"""What differs between two editions of a procedure: each part by its name, nothing lost, nothing made up."""

import io
import json
import zipfile
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.cityhall.procedures import folders
from app.journey import differences
from app.journey.differences import Difference
from app.web.studio.publishing import difference_words
from tests.engine.procedures import CODES
from tests.hall import ROOT
from tests.journey.editions import relabelled
from tests.journey.studio_desk import well_stamped

FILES = folders.read_folder(ROOT, "petition")
Edit = Callable[[bytes], bytes]


def swap(old: str, new: str) -> Edit:
    def edit(content: bytes) -> bytes:
        assert old.encode() in content, old
        return content.replace(old.encode(), new.encode(), 1)

    return edit


def between(path: str, edit: Edit) -> list[Difference]:
    return differences.between(FILES, {**FILES, path: edit(FILES[path])})


def as_json(change: Callable[[dict[str, object]], None]) -> Edit:
    def edit(content: bytes) -> bytes:
        read = json.loads(content)
        change(read)
        return json.dumps(read).encode()

    return edit


@pytest.mark.parametrize("code", CODES)
def test_an_edition_does_not_differ_from_itself(code: str) -> None:
    files = folders.read_folder(ROOT, code)
    assert differences.between(files, dict(files)) == []


def test_a_step_more_is_told_with_its_flows_and_marked_on_the_drawing() -> None:
    found = between("procedure.bpmn", lambda content: well_stamped(content.decode()).encode())
    told = {(one.element, one.kind, one.key) for one in found}
    assert told == {
        ("stamp", "added", "diagram.element_added"),
        ("answered_outcome_to_stamp", "added", "diagram.flow_added"),
        ("stamp_to_call_delivery", "added", "diagram.flow_added"),
        ("answered_outcome_to_call_delivery", "removed", "diagram.flow_removed"),
    }
    assert differences.marks(found)["stamp"] == "added"
    back = differences.between(
        {**FILES, "procedure.bpmn": well_stamped(FILES["procedure.bpmn"].decode()).encode()}, FILES
    )
    assert {one.kind for one in back if one.element == "stamp"} == {"removed"}


@pytest.mark.parametrize(
    ("path", "edit", "part", "facts"),
    [
        (
            "research.bpmn",
            swap('name="Analiză"', 'name="Studiu"'),
            "diagram",
            {"before": "Analiză", "after": "Studiu"},
        ),
        (
            "procedure.toml",
            swap("days = 30", "days = 20"),
            "term",
            {"field": "term.days", "before": "30", "after": "20"},
        ),
        ("procedure.toml", swap('survey_term = "P14D"', 'survey_term = "P7D"'), "term", {"after": "P7D"}),
        (
            "procedure.toml",
            swap('title = "Răspuns"', 'title = "Scrisoare"'),
            "letter",
            {"after": "Scrisoare"},
        ),
        ("procedure.toml", swap('department = "RP"', 'department = "SAL"'), "other", {"field": "department"}),
        (
            "notices.toml",
            swap("Bună ziua", "Stimate domn"),
            "notice",
            {"name": "registered", "field": "email"},
        ),
        ("routing.dmn", swap('"SAL"', '"URB"'), "table", {"rule": "2", "before": '"SAL"', "after": '"URB"'}),
        ("papers.json", swap("Dovada că", "Actul că"), "papers", {"field": "title"}),
        (
            "forms/application.schema.json",
            as_json(lambda read: read["properties"].pop("place")),  # type: ignore[attr-defined]
            "form",
            {"form": "Petiție", "name": "Locul la care vă referiți"},
        ),
        (
            "forms/application.schema.json",
            as_json(lambda read: read["required"].remove("subject")),  # type: ignore[attr-defined]
            "form",
            {"field": "required", "before": "true", "after": "false"},
        ),
        (
            "scenarios/withdrawn.json",
            swap('"reason": "S-a rezolvat."', '"reason": "Nu mai."'),
            "scenario",
            {"fields": "steps"},
        ),
    ],
)
def test_each_change_is_one_difference_in_its_part(
    path: str, edit: Edit, part: str, facts: dict[str, str]
) -> None:
    (found,) = [one for one in between(path, edit) if one.part == part and facts.items() <= one.facts.items()]
    assert found.path == path
    told = difference_words.told(found)
    assert "%(" not in told.sentence
    assert told.word


def test_a_letter_is_compared_by_its_words() -> None:
    def edit(docx: bytes) -> bytes:
        kept = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(docx)) as before, zipfile.ZipFile(kept, "w") as after:
            for name in before.namelist():
                content = before.read(name)
                after.writestr(name, content.replace("Răspuns".encode(), b"Scrisoare"))
        return kept.getvalue()

    (found, *_) = between("letters/answer.docx", edit)
    assert (found.part, found.key) == ("letter", "letter.lines")
    assert "Scrisoare" in found.facts["after"]


@pytest.mark.parametrize("path", sorted(FILES))
def test_a_file_that_cannot_be_read_is_a_difference_like_any_other(path: str) -> None:
    for broken in (b"\xff\x00<not this", b"[" * 100_000, FILES[path].replace(b'x="', b'x="a'), b"PK\x03\x04"):
        found = differences.between(FILES, {**FILES, path: broken})
        assert bool(found) == (broken != FILES[path])
        assert {difference_words.told(one).kind for one in found} <= set(difference_words.KINDS)


def test_drawing_something_elsewhere_is_told_once_and_changes_nothing_that_runs() -> None:
    (found,) = between("procedure.bpmn", swap('x="4260" y="120"', 'x="4270" y="130"'))
    assert (found.kind, found.facts) == ("moved", {"count": "1"})


def test_files_come_and_go() -> None:
    fewer = {path: content for path, content in FILES.items() if path != "research.bpmn"}
    assert {one.kind for one in differences.between(FILES, fewer) if one.part == "diagram"} >= {"removed"}
    assert {one.kind for one in differences.between({}, FILES)} == {"added"}


def test_what_is_kept_is_read_again() -> None:
    found = between("research.bpmn", lambda content: relabelled(content.decode()).encode())
    kept = json.loads(json.dumps(differences.kept(found)))
    assert differences.read(kept) == found


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(sorted(FILES)), st.integers(0, 10**6), st.binary(min_size=1, max_size=4))
def test_no_change_of_bytes_goes_unseen(path: str, place: int, more: bytes) -> None:
    content = FILES[path]
    at = place % (len(content) + 1)
    changed = content[:at] + more + content[at:]
    assert bool(differences.between(FILES, {**FILES, path: changed})) == (changed != content)
