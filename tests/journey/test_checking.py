"""One list of all that stands against publishing: what each new rule sees, and that nothing breaks it."""

import ast
import json
import random
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from app.adapters.letters import DocxLetters
from app.cityhall.procedures import folders
from app.engine.checking.problem import Problem
from app.engine.checking.sentences import SENTENCES, WARNINGS
from app.journey import checking, diagram_checks, wishes
from tests.engine.procedures import CODES, ROOT

LETTERS = DocxLetters()
Found = set[tuple[str, str, str]]
FORM, UI = "forms/analysis.schema.json", "forms/analysis.ui.json"
PIECES = (b'"', b"<", b">", b"{}", b"[]", b"null", b"0", b"\xff", b"=", b"'", b"\n", b'""', b"1e999")


def petition() -> dict[str, bytes]:
    return folders.read_folder(ROOT, "petition")


def found(files: Mapping[str, bytes]) -> Found:
    return {(one.file, one.element, one.key) for one in checking.problems(files, LETTERS)}


def changed(path: str, old: str, new: str) -> Found:
    """What is found after one change of one file."""
    files = petition()
    assert old in files[path].decode(), old
    return found({**files, path: files[path].decode().replace(old, new, 1).encode()})


def form(change: Callable[[dict[str, object]], object], path: str = FORM) -> Found:
    """What is found after a change of a form's file."""
    files = petition()
    said = json.loads(files[path])
    change(said)
    return found({**files, path: json.dumps(said).encode()})


@pytest.mark.parametrize("code", CODES)
def test_nothing_stands_against_publishing_what_is_published(code: str) -> None:
    problems = checking.problems(folders.read_folder(ROOT, code), LETTERS)
    assert [str(one) for one in problems if one.severity == "error"] == []


def test_warnings_are_known_rules() -> None:
    assert SENTENCES.keys() >= WARNINGS
    assert Problem("a", "task.no_term").severity == "warning"
    assert Problem("a", "task.no_form").severity == "error"


def test_the_hall_s_messages_are_those_that_its_code_posts() -> None:
    posted = set()
    for path in (ROOT / "app" / "journey").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "messages.post":
                posted |= {n.value for n in [node.args[0]] if isinstance(n, ast.Constant)}
    known = diagram_checks.SENT_BY_THE_HALL | wishes.WISHES.keys()
    assert posted <= known, posted - known


def test_a_message_that_nobody_sends_is_worth_a_look() -> None:
    assert ("procedure.bpmn", "withdrawn", "message.nobody_sends") not in found(petition())
    told = changed("procedure.bpmn", 'name="withdrawal"', 'name="moonrise"')
    assert [key for _, _, key in told] == ["message.nobody_sends"]


def test_waiting_for_the_applicant_needs_an_end() -> None:
    files = petition()
    text = files["completion.bpmn"].decode()
    assert not [one for one in found(files) if one[2] == "task.no_term"]
    endless = text.replace('attachedToRef="completion_answer"', 'attachedToRef="elsewhere"')
    told = found({**files, "completion.bpmn": endless.encode()})
    assert ("completion.bpmn", "completion_answer", "task.no_term") in told


def test_what_a_diagram_names_must_be_there() -> None:
    told = changed("procedure.toml", 'survey_term = "P14D"', 'surveys_term = "P14D"')
    assert "setting.unknown" in {key for _, _, key in told}
    told = changed("procedure.bpmn", "else 'sent_on_partly'", "else 'sent_nowhere'")
    assert "notice.unknown" in {key for _, _, key in told}


def test_the_configuration_says_what_the_hall_leans_on() -> None:
    place = ("procedure.toml", "procedure.toml")
    assert (*place, "config.missing") in changed("procedure.toml", 'title = "Petiție"', "")
    assert (*place, "config.wrong") in changed("procedure.toml", "days = 30", 'days = "a month"')
    assert (*place, "config.wrong") in changed(
        "procedure.toml", "valid_from = 2026-08-26", 'valid_from = "soon"'
    )
    assert (*place, "config.unknown") in changed("procedure.toml", "group =", "grup =")
    assert (*place, "config.unknown_form") in changed("procedure.toml", 'form = "application"', 'form = "x"')


@pytest.mark.parametrize(
    ("path", "change", "key"),
    [
        (FORM, lambda said: said["properties"]["findings"].pop("title"), "form.no_title"),
        (FORM, lambda said: said["properties"]["decision"]["oneOf"][0].pop("title"), "form.choice_no_title"),
        (FORM, lambda said: said["properties"].pop("findings"), "form.page_unknown_field"),
        (FORM, lambda said: said["required"].append("nothing"), "form.required_unknown"),
        (FORM, lambda said: said["properties"]["findings"].pop("maxLength"), "form.endless"),
        (FORM, lambda said: said["properties"]["findings"].update(format="moon"), "form.unknown_format"),
        (FORM, lambda said: said["properties"]["findings"].update(title="Ce urmează?"), "form.same_title"),
        (FORM, lambda said: said["properties"].update(more={"title": "Mai mult"}), "form.field_on_no_page"),
        (FORM, lambda said: said.update(properties={"a": True}), "form.bad_schema"),
        (UI, lambda said: said["x-pages"][0]["fields"].append("findings"), "form.field_on_two_pages"),
        (UI, lambda said: said["x-pages"].append(dict(said["x-pages"][0])), "form.same_page"),
        (UI, lambda said: said["x-pages"][0].pop("title"), "form.bad_page"),
        (UI, lambda said: said.update(stranger={"ui:help": "x"}), "form.ui_unknown_field"),
        (UI, lambda said: said["x-i18n"].update(en={}), "form.no_english"),
        (UI, lambda said: said.update({"x-suggest": {"findings": "none.csv"}}), "form.no_list"),
    ],
)
def test_a_form_with_a_fault_is_named(
    path: str, change: Callable[[dict[str, object]], object], key: str
) -> None:
    assert key in {key for _, element, key in form(change, path) if element == "analysis"}


def test_a_field_that_only_a_placeholder_names_has_no_name() -> None:
    files = petition()
    said, shown = json.loads(files[FORM]), json.loads(files[UI])
    del said["properties"]["findings"]["title"]
    shown["findings"]["ui:placeholder"] = "Constatări"
    spoilt = {**files, FORM: json.dumps(said).encode(), UI: json.dumps(shown).encode()}
    assert (UI, "analysis", "form.placeholder_only") in found(spoilt)


def test_a_letter_must_open_and_give_what_it_asks() -> None:
    files = petition()
    told = found({**files, "letters/answer.docx": b"no letter"})
    assert ("letters/answer.docx", "answer", "letter.bad_template") in told
    without = {path: content for path, content in files.items() if path != "letters/answer.docx"}
    assert ("letters/answer.docx", "answer", "letter.no_template") in found(without)


def test_an_empty_folder_has_problems_and_no_accident() -> None:
    assert {key for _, _, key in found({})} == {"file.missing"}


def spoil(content: bytes, dice: random.Random) -> bytes:
    """Bytes changed, taken out, put in, doubled."""
    made = bytearray(content)
    for _ in range(dice.choice((1, 1, 2, 4))):
        at = dice.randrange(len(made) or 1)
        what = dice.randrange(4)
        if what == 0 and made:
            made[at] = dice.randrange(256)
        elif what == 1:
            del made[at : at + dice.randrange(1, 40)]
        elif what == 2:
            made[at:at] = made[dice.randrange(len(made) or 1) :][: dice.randrange(1, 60)]
        else:
            made[at:at] = dice.choice(PIECES)
    return bytes(made)


def never_breaks(seed: int, times: int) -> None:
    dice, files = random.Random(seed), petition()
    paths = sorted(path for path in files if Path(path).suffix in {".bpmn", ".dmn", ".json", ".toml"})
    for _ in range(times):
        path = dice.choice(paths)
        spoilt = {**files, path: spoil(files[path], dice)}
        assert all(str(one) for one in checking.problems(spoilt, LETTERS)), path


def test_spoilt_files_never_break_the_check() -> None:
    never_breaks(5, 25)


@pytest.mark.nightly
def test_very_many_spoilt_files_never_break_the_check() -> None:
    never_breaks(6, 500)
