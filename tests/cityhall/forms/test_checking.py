"""Which fields count, what is wrong with them and what is kept."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.cityhall.forms import rules
from app.cityhall.forms.papers import required_papers
from app.refusal import Refusal
from tests.forms.shelf import ADDRESS, CERTIFICATE, PETITION, every_form, form, papers

PETITION_FORM = form("petition/application")
CERTIFICATE_FORM = form("urbanism_information/application")
OPTIONS = {"departments": [("URB", "Urbanism")], "defect_reasons": [("missing", "Lipsește")], "papers": []}


def wrong(definition: rules.FormDefinition, answers: dict[str, Any], **more: Any) -> list[tuple[str, str]]:
    return [(error.field, error.key) for error in rules.errors(definition, answers, **more)]


def page_ids(definition: rules.FormDefinition, answers: dict[str, Any]) -> list[str]:
    return [page.id for page in rules.pages(definition, answers)]


def test_only_an_organisation_sees_the_organisations_page() -> None:
    assert "organisation" not in page_ids(PETITION_FORM, PETITION)
    firm = {**PETITION, "applicant_kind": "organisation"}
    assert "organisation" in page_ids(PETITION_FORM, firm)
    assert wrong(PETITION_FORM, firm) == [("organisation_name", "required"), ("capacity", "required")]


def test_next_page_skips_what_does_not_count() -> None:
    following = rules.next_page(PETITION_FORM, PETITION, "applicant")
    assert following is not None
    assert following.id == "address"
    assert rules.next_page(PETITION_FORM, PETITION, "contact") is None
    with pytest.raises(Refusal):
        rules.page_of(PETITION_FORM, PETITION, "organisation")


def test_a_condition_never_leans_on_an_answer_that_no_longer_counts() -> None:
    schema = {
        "type": "object",
        "properties": {"a": {"type": "string"}},
        "allOf": [
            {
                "if": {"properties": {"a": {"const": "1"}}, "required": ["a"]},
                "then": {"properties": {"b": {}}},
            },
            {
                "if": {"properties": {"b": {"const": "2"}}, "required": ["b"]},
                "then": {"properties": {"c": {}}},
            },
        ],
    }
    definition = rules.definition(
        "chain", schema, {"x-pages": [{"id": "p", "title": "P", "fields": ["a", "b", "c"]}]}
    )
    assert rules.active_fields(definition, {"a": "1", "b": "2"}) == ["a", "b", "c"]
    assert rules.active_fields(definition, {"a": "0", "b": "2", "c": "3"}) == ["a"]
    assert rules.clean(definition, {"a": "0", "b": "2", "c": "3"}) == {"a": "0"}


def test_the_locker_needs_a_phone_and_the_mail_an_address() -> None:
    without = {name: value for name, value in PETITION.items() if name != "phone"}
    assert wrong(PETITION_FORM, without) == [("phone", "required")]
    assert wrong(PETITION_FORM, {**without, "delivery": "email"}) == [("email", "required")]
    assert wrong(PETITION_FORM, {**without, "delivery": "counter"}) == []


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"cnp": "1800101221145"}, [("cnp", "format:ro-cnp")]),
        ({"land_area": "multă"}, [("land_area", "type:number")]),
        ({"land_area": 0}, [("land_area", "too_small")]),
        ({"property_kind": ["sky"]}, [("property_kind.0", "choice")]),
        ({"declaration": False}, [("declaration", "must_accept")]),
        ({"land_registry": "maybe"}, [("land_registry", "choice")]),
        ({"address": {**ADDRESS, "postcode": "1"}}, [("address.postcode", "format:ro-postcode")]),
        ({"address": {"street": "x"}}, [("address.number", "required"), ("address.locality", "required")]),
        ({"full_name": "a" * 121}, [("full_name", "too_long")]),
        ({"is_admin": True}, [("is_admin", "unknown")]),
    ],
)
def test_what_is_wrong(change: dict[str, Any], expected: list[tuple[str, str]]) -> None:
    assert wrong(CERTIFICATE_FORM, {**CERTIFICATE, **change}) == expected


def test_an_address_left_empty_misses_each_of_its_parts() -> None:
    without = {name: value for name, value in PETITION.items() if name != "address"}
    assert wrong(PETITION_FORM, without) == [
        ("address.street", "required"),
        ("address.number", "required"),
        ("address.locality", "required"),
    ]


def test_errors_come_in_the_order_of_the_pages() -> None:
    fields = [error.field.split(".")[0] for error in rules.errors(CERTIFICATE_FORM, {})]
    order = [name for page in CERTIFICATE_FORM.ui["x-pages"] for name in page["fields"]]
    assert [order.index(field) for field in fields] == sorted(order.index(field) for field in fields)


def test_only_the_choices_the_hall_gave_are_taken() -> None:
    routing = form("shared/routing")
    answers = {"competence": "ours", "department": "NASA"}
    assert wrong(routing, answers, options=OPTIONS) == [("department", "choice")]
    assert wrong(routing, {**answers, "department": "URB"}, options=OPTIONS) == []


def test_rows_are_checked_one_by_one() -> None:
    analysis = form("petition/analysis")
    answers = {"decision": "completion", "defects": [{"reason": "missing"}, {"note": "ceva"}]}
    assert wrong(analysis, answers, options=OPTIONS) == [("defects.1.reason", "required")]
    assert wrong(analysis, {"decision": "completion"}) == [("defects", "required")]
    assert wrong(analysis, {"decision": "answer"}) == []


def test_a_question_just_called_up_is_asked_not_blamed() -> None:
    analysis = form("petition/analysis")
    page = rules.page_of(analysis, {}, "analysis")
    after = {"decision": "completion"}
    assert rules.appeared(analysis, {}, after, page.every) == ["defects"]
    assert rules.appeared(analysis, after, after, page.every) == []


def test_an_old_land_book_number_is_a_warning_not_an_error() -> None:
    answers = {**CERTIFICATE, "cadastral_number": "CF 12 București"}
    assert wrong(CERTIFICATE_FORM, answers) == []
    assert rules.warnings(CERTIFICATE_FORM, answers) == [
        rules.FieldError("cadastral_number", "looks:ro-cadastral")
    ]


def test_a_page_sent_again_replaces_its_old_answers() -> None:
    assert rules.merge({"a": 1, "b": 2}, ["b", "c"], {"c": 3}) == {"a": 1, "c": 3}


def test_prefill_uses_what_the_hall_knows() -> None:
    person = {"full_name": "Ana", "email": "", "address": {"street": "str. Florilor"}}
    assert rules.prefill(PETITION_FORM, {"person": person}) == {
        "full_name": "Ana",
        "address": {"street": "str. Florilor"},
    }
    assert "554/2004" in rules.prefill(form("petition/drafting"), {})["appeal"]


def test_answers_in_words() -> None:
    rows = {
        row.field: row.value for page in rules.summary(CERTIFICATE_FORM, CERTIFICATE) for row in page.rows
    }
    assert rows["land_area"] == "1.250,5 m²"
    assert rows["id_issued_on"] == "03.04.2021"
    assert rows["property_kind"] == "Teren, Construcții"
    assert rows["address"] == "str. Lalelelor, nr. 5, bl. A2, București"
    assert rows["declaration"] == "Da"
    assert rows["phone"] == ""
    english = rules.summary(CERTIFICATE_FORM, CERTIFICATE, "en")
    assert english[0].title == "The applicant"


def test_rows_in_words_with_the_choices_of_the_hall() -> None:
    defects = [{"reason": "missing", "note": "Planul"}, {"reason": "missing"}]
    shown = rules.value_text(form("petition/analysis"), "defects", defects, "ro", OPTIONS)
    assert shown == "1. Lipsește, Planul\n2. Lipsește"


def test_letter_fields_leave_nothing_out() -> None:
    drafting = form("urbanism_information/drafting")
    fields = rules.letter_fields(drafting, {"networks": "apă"})
    assert set(fields) == set(rules.fields(drafting))
    assert fields["networks"] == "apă"
    assert fields["annexes"] == ""


def needs(procedure: str, **answers: object) -> dict[str, str]:
    return {paper.code: paper.need for paper in required_papers(papers(procedure), answers)}


def test_photographs_help_where_something_can_be_seen() -> None:
    assert needs("petition", category="roads")["photos"] == "recommended"
    assert needs("petition", category="taxes")["photos"] == "optional"


LEAF = st.none() | st.booleans() | st.integers(-9, 9) | st.text(max_size=5)
PARTS = st.dictionaries(st.sampled_from(["street", "reason", "note"]), LEAF, max_size=2)
JSON = LEAF | PARTS | st.lists(LEAF | PARTS, max_size=2)
EVERY_FIELD = sorted({field for name in every_form() for field in rules.fields(form(name))})
# The machine is shared: slow is no failure here.
CALM = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@CALM
@given(
    st.sampled_from(every_form()),
    st.dictionaries(st.sampled_from([*EVERY_FIELD, "stranger"]), JSON, max_size=6),
)
def test_any_answers_can_be_checked_cleaned_and_shown(name: str, answers: dict[str, Any]) -> None:
    definition = form(name)
    kept = rules.clean(definition, answers)
    assert rules.clean(definition, kept) == kept
    assert set(kept) <= set(rules.active_fields(definition, kept))
    rules.errors(definition, answers)
    rules.warnings(definition, answers)
    rules.summary(definition, kept)
