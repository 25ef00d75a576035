"""A form as HTML and back, as a person without JavaScript meets it."""

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask, render_template_string
from flask_babel import Babel, force_locale
from lxml import html
from werkzeug.datastructures import MultiDict

from app.cityhall.forms import rules
from app.refusal import Refusal
from app.web import form_pages
from tests.forms.shelf import CERTIFICATE, PETITION, ROOT, every_form, form

OPTIONS = {
    "departments": [("URB", "Urbanism")],
    "defect_reasons": [("missing", "Lipsește")],
    "papers": [("sketch", "Schiță")],
    "audience_slots": [("other", "Niciuna nu mi se potrivește")],
}
PAGE = """{% import "forms/page_fields.html" as forms %}<form>{{ forms.error_summary_of(form, errors) }}
{{ forms.fields_of(form, page, answers, errors, options) }}</form>"""
CHECK = """{% from "forms/check_answers.html" import check_answers %}
<main>{{ check_answers(form, answers, href) }}</main>"""


@pytest.fixture(autouse=True)
def _hall() -> Iterator[None]:
    app = Flask("pages", template_folder=str(ROOT / "app/web/templates"))
    Babel(app, default_locale="ro")
    form_pages.init_app(app)
    with app.test_request_context():
        yield


def drawn(
    definition: rules.FormDefinition, page_id: str, answers: dict[str, Any], check: bool = False
) -> Any:
    page = rules.page_of(definition, answers, page_id)
    errors = rules.errors(definition, answers, page.every, OPTIONS) if check else []
    return html.fromstring(
        render_template_string(
            PAGE, form=definition, page=page, answers=answers, errors=errors, options=OPTIONS
        )
    )


@pytest.mark.parametrize("name", every_form())
@pytest.mark.parametrize("lang", ["ro", "en"])
def test_every_page_names_every_input_once_and_labels_it(name: str, lang: str) -> None:
    definition = form(name)
    with force_locale(lang):
        for page in rules.pages(definition, {}):
            found = drawn(definition, page.id, {}, check=True)
            ids = found.xpath("//@id")
            assert len(ids) == len(set(ids))
            labelled = set(found.xpath("//label/@for"))
            assert set(found.xpath("//input/@id | //select/@id | //textarea/@id")) == labelled
            for target in found.xpath("//div[@id='error-summary']//a/@href"):
                assert target[1:] in ids
            for told in " ".join(found.xpath("//*/@aria-describedby")).split():
                assert told in ids


def test_what_a_browser_sends_back_is_what_was_answered() -> None:
    for definition, answers in (
        (form("petition/application"), PETITION),
        (form("urbanism_information/application"), CERTIFICATE),
    ):
        again: dict[str, Any] = {}
        for page in rules.pages(definition, answers):
            browser = drawn(definition, page.id, answers)
            raw = MultiDict((name, value or "") for name, value in browser.form_values())
            again |= form_pages.read(definition, page.fields, raw)
        assert without_no(rules.clean(definition, again)) == answers


def without_no(answers: dict[str, Any]) -> dict[str, Any]:
    """A box left empty comes back as a no: whoever answered before there was such a box said nothing."""
    return {name: answer for name, answer in answers.items() if answer is not False}


def test_errors_stand_on_top_and_beside_the_field_and_the_answer_stays() -> None:
    found = drawn(
        form("urbanism_information/application"), "applicant", {**CERTIFICATE, "cnp": "123"}, check=True
    )
    sentence = "CNP-ul nu este corect. Verificați cele 13 cifre."
    assert found.xpath("//div[@id='error-summary']//a[@href='#cnp']/text()") == [sentence]
    assert sentence in found.xpath("string(//p[@id='cnp-error'])")
    assert found.xpath("//input[@id='cnp']/@value") == ["123"]
    assert found.xpath("//input[@id='cnp']/@aria-invalid") == ["true"]


def test_a_wrong_date_is_shown_as_typed_and_linked_to_its_first_box() -> None:
    answers = {**CERTIFICATE, "id_issued_on": "31.2.2021"}
    found = drawn(form("urbanism_information/application"), "identity", answers, check=True)
    assert found.xpath("//input[starts-with(@name,'id_issued_on.')]/@value") == ["31", "2", "2021"]
    assert found.xpath("//div[@id='error-summary']//a/@href") == ["#id_issued_on-day"]


def test_what_people_type_is_never_markup() -> None:
    found = drawn(form("petition/application"), "matter", {"subject": '"><script>x</script>{{7*7}}'})
    assert found.xpath("//script") == []
    assert found.xpath("//input[@id='subject']/@value") == ['"><script>x</script>{{7*7}}']


def test_rows_are_added_and_removed_without_javascript() -> None:
    analysis = form("petition/analysis")
    answers: dict[str, Any] = {"decision": "completion", "defects": [{"reason": "missing"}]}
    assert drawn(analysis, "analysis", answers).xpath("//button/@name") == ["add:defects"]
    raw = MultiDict({"decision": "completion", "defects.0.reason": "missing", "add:defects": "1"})
    change = form_pages.row_change(raw)
    assert change == form_pages.RowChange("defects", "add", -1)
    more = form_pages.change_rows(form_pages.read(analysis, ["decision", "findings", "defects"], raw), change)
    assert more["defects"] == [{"reason": "missing"}, {}]
    found = drawn(analysis, "analysis", more)
    assert found.xpath("//button/@name") == ["remove:defects:0", "remove:defects:1", "add:defects"]
    less = form_pages.change_rows(more, form_pages.RowChange("defects", "remove", 0))
    assert less["defects"] == [{}]


@pytest.mark.parametrize("name", ["remove:defects:x", "remove:defects", "paint:defects", "add:a:b"])
def test_strange_buttons_change_nothing(name: str) -> None:
    assert form_pages.row_change(MultiDict({name: "1"})) is None


def test_a_removed_row_that_is_not_there_is_not_missed() -> None:
    answers = {"defects": [{"reason": "missing"}]}
    assert form_pages.change_rows(answers, form_pages.RowChange("defects", "remove", 99)) == answers


def test_a_field_nobody_asked_for_is_refused_and_our_own_are_not() -> None:
    definition = form("shared/approval")
    raw = MultiDict({"decision": "approve", "csrf_token": "t", "version": "3", "action": "save"})
    assert form_pages.read(definition, ["decision", "note"], raw) == {"decision": "approve"}
    raw["role"] = "mayor"
    with pytest.raises(Refusal):
        form_pages.read(definition, ["decision", "note"], raw)


def test_the_choices_of_the_hall_are_offered() -> None:
    found = drawn(form("shared/routing"), "routing", {"competence": "ours", "department": "URB"})
    assert found.xpath("//select[@id='department']/option/@value") == ["", "URB"]
    assert found.xpath("//select[@id='department']/option[@selected]/@value") == ["URB"]


def test_check_your_answers_shows_everything_and_where_to_change_it() -> None:
    page = render_template_string(
        CHECK, form=form("petition/application"), answers=PETITION, href=lambda page: f"/cerere/{page}"
    )
    found = html.fromstring(page)
    said = " ".join(found.text_content().split())
    assert "Ștefania Țăranu" in said
    assert "str. Lalelelor, nr. 5, bl. A2, București" in said
    assert "Din caseta primăriei" in said
    assert found.xpath("//a/@href")[0] == "/cerere/applicant"
    assert len(found.xpath("//dd[br]")) == 1


def test_in_english_the_form_speaks_english() -> None:
    with force_locale("en"):
        found = drawn(form("petition/application"), "applicant", {}, check=True)
    assert "On whose behalf are you writing?" in found.text_content()
    assert "Write your full name." in found.text_content()


def test_every_kind_of_error_has_a_sentence() -> None:
    definition = form("urbanism_information/application")
    keys = [
        "required",
        "choice",
        "too_long",
        "too_small",
        "type:number",
        "pattern",
        "format:iban",
        "looks:ro-cadastral",
    ]
    for key in keys:
        said = form_pages.sentence(definition, rules.FieldError("id_number", key, 5))
        assert said
        assert "%(" not in said
