"""Forms changed by hand: what was asked for changes, everything else keeps its bytes."""

import json
from collections.abc import Callable
from difflib import unified_diff
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.cityhall.forms import rules
from app.cityhall.forms.editing import asking, choices, files, kinds, layout, places, texts
from app.cityhall.forms.editing import settings as field
from app.cityhall.forms.editing.asking import Asked
from app.cityhall.forms.editing.conditions import ALWAYS, NEVER, when
from app.cityhall.forms.editing.files import FormFiles
from app.refusal import Refusal
from tests.forms.hostile import TYPED
from tests.forms.shelf import FORMS, every_form

Bytes = dict[str, bytes]


def shelf(name: str) -> Bytes:
    """The two files of a form, as a draft has them."""
    schema, ui = files.paths(name.split("/")[1])
    return {
        schema: (FORMS / f"{name}.schema.json").read_bytes(),
        ui: (FORMS / f"{name}.ui.json").read_bytes(),
    }


def opened(name: str) -> tuple[FormFiles, Bytes]:
    there = shelf(name)
    return files.read(name.split("/")[1], there), there


def every_path(form: FormFiles) -> list[str]:
    found = []
    for name in places.fields(form):
        found += [name, *(f"{name}.{inner}" for inner in places.inner_names(form, name))]
    return found


def changed_lines(form: FormFiles, there: Bytes) -> list[str]:
    lines: list[str] = []
    for path, content in files.written(form, there).items():
        lines += unified_diff(
            there[path].decode().splitlines(), content.decode().splitlines(), n=0, lineterm=""
        )
    return [line for line in lines if line[:1] in "+-" and line[:3] not in {"+++", "---"}]


def as_asked(form: FormFiles) -> rules.FormDefinition:
    return rules.definition(form.name, form.schema, form.ui)


@pytest.mark.parametrize("name", every_form())
def test_putting_back_what_was_read_changes_no_byte(name: str) -> None:
    form, there = opened(name)
    for path in every_path(form):
        field.apply(form, path, field.read(form, path))
        choices.apply(form, path, choices.read(form, path))
        asking.ask(form, path, asking.asked(form, path))
    assert files.written(form, there) == {}


@pytest.mark.parametrize("name", every_form())
def test_a_new_title_changes_that_title_only(name: str) -> None:
    form, there = opened(name)
    path = next(iter(places.fields(form)))
    field.apply(form, path, {"title": "O întrebare nouă"})
    lines = changed_lines(form, there)
    assert lines
    assert all("O întrebare nouă" in line for line in lines if line.startswith("+"))
    assert len(lines) <= 4


def test_unknown_keys_and_conditions_survive_every_change() -> None:
    there = shelf("petition/application")
    schema_path, ui_path = files.paths("application")
    schema, ui = json.loads(there[schema_path]), json.loads(there[ui_path])
    schema["x-of-another-tool"] = {"deep": [1, 1.0, True, None]}
    schema["properties"]["subject"]["x-mine"] = "kept"
    schema.setdefault("allOf", []).insert(0, {"if": {"minProperties": 3}, "then": {"required": ["subject"]}})
    ui["ui:order"] = ["*"]
    there = {schema_path: files.dump(schema), ui_path: files.dump(ui)}
    form = files.read("application", there)
    field.apply(
        form, "subject", {"kind": "textarea", "title": "Altfel", "help": "Ajutor", "max_length": "99"}
    )
    layout.add_field(form, form.pages[0]["id"], "radios", "Nou")
    layout.move_field(form, "subject", 1)
    after = json.loads(files.written(form, there)[schema_path])
    assert after["x-of-another-tool"] == schema["x-of-another-tool"]
    assert after["properties"]["subject"]["x-mine"] == "kept"
    assert after["allOf"][0] == schema["allOf"][0]
    assert asking.asked(form, "subject").needed.kind == "complicated"
    assert json.loads(files.written(form, there)[ui_path])["ui:order"] == ["*"]


def test_a_field_moves_under_a_condition_and_back() -> None:
    form, there = opened("urbanism_information/application")
    condition = when({"property_kind": ["buildings"], "delivery": ["email", "locker"]})
    asking.ask(form, "land_area", Asked(condition, ALWAYS))
    definition = as_asked(form)
    assert "land_area" not in rules.active_fields(definition, {"delivery": "email"})
    both = {"delivery": "email", "property_kind": ["land", "buildings"]}
    assert "land_area" in rules.active_fields(definition, both)
    assert "land_area" in rules.required_fields(definition, both)
    assert asking.used_by(form, "property_kind") == ["land_area"]

    asking.ask(form, "land_area", Asked(ALWAYS, ALWAYS))
    assert json.loads(there["forms/application.schema.json"])["allOf"] == form.schema["allOf"]
    assert "land_area" in rules.required_fields(as_asked(form), {})


def test_an_answer_is_needed_only_with_some_answers() -> None:
    form, _ = opened("urbanism_information/application")
    asking.ask(form, "fax", Asked(ALWAYS, when({"delivery": ["email"]})))
    assert "fax" in rules.required_fields(as_asked(form), {"delivery": "email"})
    assert "fax" not in rules.required_fields(as_asked(form), {"delivery": "locker"})
    joined = [one for one in form.schema["allOf"] if "fax" in one["then"].get("required", ())]
    assert joined[0]["then"]["required"] == ["email", "fax"]  # the condition that was there is used
    asking.ask(form, "fax", Asked(ALWAYS, NEVER))
    assert "fax" not in rules.required_fields(as_asked(form), {"delivery": "email"})


def test_a_question_that_others_lean_on_cannot_be_removed() -> None:
    form, _ = opened("urbanism_information/application")
    with pytest.raises(Refusal, match="used_in_condition") as refused:
        layout.remove_field(form, "land_registry")
    assert "cadastral_number" in str(refused.value.facts["by"])
    with pytest.raises(Refusal, match="condition_on_itself"):
        asking.ask(form, "delivery", Asked(when({"delivery": ["email"]}), ALWAYS))


def test_a_removed_field_leaves_nothing_behind() -> None:
    form, _ = opened("urbanism_information/application")
    for name in ("cnp", "address", "cadastral_number"):
        layout.remove_field(form, name)
    left = json.dumps([form.schema, form.ui], ensure_ascii=False)
    for gone in ("cnp", "cadastral_number", "person.address", "address.street", "Codul numeric personal"):
        assert f'"{gone}' not in left
    assert "Strada" in form.ui["x-i18n"]["en"]  # the property's own address still says it
    assert texts.untranslated(form) == []


@pytest.mark.parametrize("kind", [*kinds.KINDS])
def test_every_kind_can_be_added_shown_and_changed_into_every_other(kind: str) -> None:
    form = layout.new("nou", "Formular nou", "New form")
    name = layout.add_field(form, form.pages[0]["id"], kind, "Întrebarea", "The question")
    assert name == "intrebarea"
    page = rules.pages(as_asked(form), {})[0]
    assert page.fields == (name,)
    assert [error.key for error in rules.errors(as_asked(form), {})] or kind in {
        "group",
        "checkbox",
        "address",
    }
    for other in kinds.KINDS:
        field.apply(form, name, {"kind": other, "title": "Alta"})
        assert kinds.kind_of(form, name) == (other if other != "address" else kinds.kind_of(form, name))
    assert texts.english(form, "Alta") == "The question"


def test_choices_keep_their_values_when_their_words_change() -> None:
    form, _ = opened("urbanism_information/application")
    there = choices.read(form, "delivery")
    there[0] = there[0]._replace(title="Din casetă, oricând", hint="")
    added = choices.Choice("", "Prin poștă", "By post", "Cu confirmare")
    choices.apply(form, "delivery", [there[2], there[0], added])
    now = choices.read(form, "delivery")
    assert [one.value for one in now] == ["counter", "locker", "prin_posta"]
    assert now[1].title_en == "From the hall's locker"
    assert now[2] == choices.Choice("prin_posta", "Prin poștă", "By post", "Cu confirmare", "")
    assert "email" not in form.ui["delivery"]["ui:options"]["hints"]
    assert "locker" not in form.ui["delivery"]["ui:options"]["hints"]


def test_fields_and_pages_travel() -> None:
    form, _ = opened("urbanism_information/application")
    ids = [page["id"] for page in form.pages]
    layout.move_field(form, "cnp", 1)  # over the edge: to the top of the next page
    assert form.pages[1]["fields"][0] == "cnp"
    layout.move_field(form, "cnp", -1)
    assert form.pages[0]["fields"][-1] == "cnp"
    layout.to_page(form, "cnp", "contact")
    assert layout.page_of(form, "cnp") == "contact"
    layout.move_page(form, ids[0], 1)
    assert [page["id"] for page in form.pages][:2] == [ids[1], ids[0]]
    with pytest.raises(Refusal, match="page_full"):
        layout.remove_page(form, "contact")
    made = layout.add_page(form, "Și altele", "And more", ids[0])
    assert layout.page(form, made)["title"] == "Și altele"
    layout.remove_page(form, made)
    assert "Și altele" not in form.ui["x-i18n"]["en"]
    layout.move_field(form, "address.locality", -1)
    assert places.inner_names(form, "address").index("locality") == 6


BROKEN: list[Any] = [
    b"", b"{", b"[]", b"null", b'"x"', b'{"properties": []}', b'{"properties": {"a": 1}}',
    b'{"allOf": {}}', b'{"allOf": [1]}', b'{"required": "a"}', b'{"required": [1]}', b'{"a": 1, "a": 2}',
    b'{"properties": {"a": {"type": "object"}}}', b'{"properties": {"a": {"oneOf": [{}]}}}', b'{"x": NaN}',
    b'{"properties": {"a": {"type": ["string"]}}}', b'{"then": 1}', b"\xff", b"[" * 100_000,
    b'{"properties":{"a":' + b'{"type":"object","properties":{"a":' * 400 + b"{}" + b"}}" * 400 + b"}}",
]  # fmt: skip


@pytest.mark.parametrize("content", BROKEN, ids=range(len(BROKEN)))
def test_a_file_that_is_no_form_is_said_and_breaks_nothing(content: bytes) -> None:
    schema, ui = files.paths("x")
    for there in ({schema: content}, {schema: b"{}", ui: content}):
        read = nothing_worse_than(lambda now=there: files.read("x", now))
        for path in every_path(read) if read else ():
            field.read(read, path)


def nothing_worse_than(read: Callable[[], FormFiles]) -> FormFiles | None:
    try:
        return read()
    except Refusal as refusal:
        if refusal.key not in files.UNREADABLE:
            raise
        return None


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_whatever_is_typed_makes_a_form_that_can_be_read_again(data: st.DataObject) -> None:
    form, there = opened("petition/application")
    for _ in range(4):
        path = data.draw(st.sampled_from(every_path(form)))
        known = sorted(field.read(form, path))
        typed = data.draw(
            st.dictionaries(st.sampled_from(known), st.sampled_from([*TYPED, *kinds.KINDS]), max_size=5)
        )
        try:
            field.apply(form, path, typed)
            layout.add_field(form, form.pages[0]["id"], "text", data.draw(st.sampled_from(TYPED)))
        except Refusal:
            pass
    made = {**there, **files.written(form, there)}
    again = files.read("application", made)
    assert (again.schema, again.ui) == (form.schema, form.ui)
