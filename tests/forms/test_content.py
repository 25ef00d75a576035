"""The forms, papers and procedure files themselves: nothing forgotten, nothing asked twice."""

import json
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from app.adapters.letters import DocxLetters
from app.cityhall.forms import formats, rules
from app.cityhall.forms.papers import ORDER, required_papers
from app.web.choices import CHOICES
from tests.forms.shelf import CERTIFICATE, FORMS, PETITION, PROCESSES, every_form, form, papers

WIDGETS = {
    "point",
    "text",
    "textarea",
    "radios",
    "checkboxes",
    "select",
    "checkbox",
    "date",
    "email",
    "tel",
    "number",
}
OF_THE_HALL = {*CHOICES, "audience_slots", "audience_officials"}
URBANISM = ["urbanism_information", "urbanism_cadastral", "urbanism_construction", "urbanism_extension"]
PROCEDURES = ["petition", *URBANISM]
FIELDS_OF_EVERY_LETTER = {
    *("institution_name", "institution_address", "institution_cif", "institution_phone", "institution_email"),
    *("number", "date", "request_number", "request_date", "applicant_name", "applicant_address"),
    *("subject", "signer_name", "signer_title", "officer_name"),
}


SAID = {"title", "description", "ui:help", "yes", "no", "row", "add", "suffix", "prefix"}
NOT_SAID = {"x-i18n", "x-prefill", "x-options", "x-suggest"}


def texts(part: Any) -> Iterator[str]:
    """Every text a person may see, in schema or ui."""
    for key, value in part.items() if isinstance(part, dict) else ():
        if key in SAID and isinstance(value, str):
            yield value
        elif key == "hints":
            yield from value.values()
        elif key == "x-errors":
            yield from (sentence for sentences in value.values() for sentence in sentences.values())
        elif key not in NOT_SAID:
            yield from texts(value)
    for value in part if isinstance(part, list) else ():
        yield from texts(value)


@pytest.mark.parametrize("name", every_form())
def test_a_form_is_plain_json_schema_with_our_formats_only(name: str) -> None:
    schema = form(name).schema
    Draft202012Validator.check_schema(schema)
    asked = re.findall(r'"format": "([^"]+)"', json.dumps(schema))
    assert set(asked) <= formats.KNOWN


@pytest.mark.parametrize("name", every_form())
def test_every_field_stands_on_exactly_one_page(name: str) -> None:
    shown = [field for page in form(name).ui["x-pages"] for field in page["fields"]]
    assert sorted(shown) == sorted(rules.fields(form(name)))


@pytest.mark.parametrize("name", every_form())
def test_every_text_has_its_english(name: str) -> None:
    english = form(name).ui["x-i18n"]["en"]
    said = {*texts(dict(form(name).schema)), *texts(dict(form(name).ui))}
    assert {text for text in said if not english.get(text)} == set()


@pytest.mark.parametrize("name", every_form())
def test_no_answer_may_be_endless(name: str) -> None:
    def endless(schema: dict[str, Any], path: str) -> Iterator[str]:
        bounded = {"maxLength", "oneOf", "const", "format"} & set(schema)
        if schema.get("type") == "string" and not bounded:
            yield path
        for inner, below in {
            **schema.get("properties", {}),
            **schema.get("items", {}).get("properties", {}),
        }.items():
            yield from endless(below, f"{path}.{inner}")

    fields = rules.fields(form(name)).items()
    assert [path for field, schema in fields for path in endless(dict(schema), field)] == []


@pytest.mark.parametrize("name", every_form())
def test_the_ui_speaks_only_of_fields_that_exist(name: str) -> None:
    ui, known = form(name).ui, rules.fields(form(name))
    assert {key for key in ui if not key.startswith("x-")} <= set(known)
    for path in [*ui.get("x-prefill", {}), *ui.get("x-errors", {}), *ui.get("x-options", {})]:
        assert rules.field_schema(form(name), path)
    assert set(ui.get("x-options", {}).values()) <= OF_THE_HALL
    assert set(re.findall(r'"ui:widget": "([^"]+)"', json.dumps(ui))) <= WIDGETS


@pytest.mark.parametrize("name", every_form())
def test_an_untouched_form_says_what_is_missing_and_where(name: str) -> None:
    missing = rules.errors(form(name), {})
    assert missing
    assert {error.key for error in missing} == {"required"}
    assert all(rules.field_schema(form(name), error.field) for error in missing)


def test_the_application_forms_ask_alike_where_the_hall_reads_alike() -> None:
    for procedure in PROCEDURES:
        fields = rules.fields(form(f"{procedure}/application"))
        assert {"full_name", "email", "phone", "address", "delivery"} <= set(fields)
        ways = [one["const"] for one in fields["delivery"]["oneOf"]]
        toml = tomllib.loads((PROCESSES / procedure / "procedure.toml").read_text())
        assert ways == toml["delivery"]["choices"]


def test_a_petition_asks_no_cnp() -> None:
    assert "ro-cnp" not in json.dumps(form("petition/application").schema)


def test_full_answers_are_accepted() -> None:
    assert rules.errors(form("petition/application"), PETITION) == []
    assert rules.errors(form("urbanism_information/application"), CERTIFICATE) == []


@pytest.mark.parametrize("procedure", PROCEDURES)
def test_the_procedure_file_is_complete(procedure: str) -> None:
    toml = tomllib.loads((PROCESSES / procedure / "procedure.toml").read_text())
    assert toml["code"] == procedure
    assert (FORMS / procedure / f"{toml['form']}.schema.json").exists()
    application = form(f"{procedure}/{toml['form']}")
    assert (application.code, application.version) == (toml["form_code"], toml["form_version"])
    for key in ("title", "summary"):
        assert toml[key]
        assert toml[f"{key}_en"]
    for key in ("who", "what", "cost", "term_words", "appeal"):
        assert toml["service"][key]
        assert toml["service"][f"{key}_en"]
    assert len(toml["service"]["what"]) == len(toml["service"]["what_en"])
    assert toml["term"]["unit"] in {"calendar", "working"}
    assert toml["term"]["act"]
    wanted = {"completion_reminder", "completion_term", "locker_remind_before", "locker_hold", "deposit_term"}
    assert set(toml["settings"]) >= wanted
    assert {"department", "nomenclature", "retention_years", "act", "valid_from", "roles"} <= set(toml)


@pytest.mark.parametrize("procedure", PROCEDURES)
def test_every_paper_says_what_happens_without_it(procedure: str) -> None:
    for paper in papers(procedure):
        decided = (PROCESSES / procedure / "papers.dmn").exists()
        assert decided or paper["need"] in ORDER
        assert paper.get("else") in {None, *ORDER}
        assert not paper.get("obtainable") or (paper["issuer"] and paper["issuer_en"])
        assert "legalizat" not in paper["title"]
        for key in ("title", "if_missing", "hint"):
            assert paper[key]
            assert paper[f"{key}_en"]
        if "when" in paper:
            Draft202012Validator.check_schema(paper["when"])
    if not (PROCESSES / procedure / "papers.dmn").exists():
        required_papers(papers(procedure), {})


def test_defect_reasons_are_told_in_both_languages() -> None:
    reasons = json.loads((FORMS / "shared" / "defects.json").read_text())
    assert len({reason["code"] for reason in reasons}) == len(reasons)
    for reason in reasons:
        assert all(reason[key] for key in ("title", "title_en", "explanation", "explanation_en"))


def diagrams() -> list[Path]:
    return sorted(PROCESSES.glob("**/*.bpmn"))


@pytest.mark.parametrize("diagram", diagrams(), ids=lambda path: f"{path.parent.name}/{path.name}")
def test_every_form_and_letter_a_diagram_names_exists(diagram: Path) -> None:
    text = diagram.read_text()
    folders = [FORMS / diagram.parent.name, FORMS / "shared", diagram.parent / "forms"]
    for name in re.findall(r'name="form(?:Json|Ui)SchemaFilename"\s+value="([^"]+)"', text):
        assert any((folder / name).exists() for folder in folders), name
    for letter in re.findall(r'cityhall:letter="([^"]+)"', text):
        assert (diagram.parent / "letters" / f"{letter}.docx").exists(), letter


def given(procedure: str) -> set[str]:
    """What the hall can give to a letter of the procedure: its request's answers and every task's."""
    own = {
        name.split("/")[1]: rules.fields(form(name))
        for name in every_form()
        if name.startswith(f"{procedure}/")
    }
    shared = {
        name.split("/")[1]: rules.fields(form(name)) for name in every_form() if name.startswith("shared/")
    }
    tasks = {f"{name}_{field}" for name, fields in {**shared, **own}.items() for field in fields}
    return tasks | {field for fields in own.values() for field in fields}


LETTERS = sorted(
    path for code in ("petition", *URBANISM) for path in (PROCESSES / code / "letters").glob("*.docx")
)
SIGNERS = {f"signer_{number}_{what}" for number in (1, 2, 3) for what in ("title", "name")}


@pytest.mark.parametrize("letter", LETTERS, ids=lambda path: f"{path.parent.parent.name}/{path.stem}")
def test_a_letter_asks_only_for_what_the_hall_can_give(letter: Path) -> None:
    asked = set(DocxLetters().fields(letter.read_bytes()))
    late = {
        "recipient",
        "connection_number",
        "register_number",
        "fee_amount",
        "fee_receipt",
        "term_date",
        "term_explained",
    }
    assert asked <= FIELDS_OF_EVERY_LETTER | given(letter.parent.parent.name) | SIGNERS | late
    assert asked >= {"number", "date"}
