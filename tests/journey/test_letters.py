"""Letters: several in a case, signed in order, returned, issued once, filled without a draft."""

from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader
from sqlalchemy import select

from app.cityhall.cases import queries as cases
from app.cityhall.cases.models import Case
from app.cityhall.documents import queries as documents
from app.cityhall.documents.models import Document
from app.cityhall.procedures import letters as kinds
from app.cityhall.registry import queries as register
from app.cityhall.registry import special
from app.cityhall.signatures import Signature
from app.database import session, transaction
from app.engine.reading import model
from app.journey import letter_checks, letter_fields, letter_offers, letters
from app.journey.operations.context import Context
from app.journey.operations.papers import issue_letter
from app.refusal import Refusal
from tests.adapters.letter_desk import letter as docx_letter
from tests.hall import ROOT, Hall, new_id
from tests.journey.memo import CONFIG, DIAGRAM, FORM, NOTE, SAID, THREE, drafted, published


def words(hall: Hall, document: Document) -> str:
    content = hall.house.outside.files.get(document.latest.sha256)
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages).split())


def signed(case: Case) -> list[tuple[str, str]]:
    found = session().scalars(select(Signature).where(Signature.case_id == case.id).order_by(Signature.turn))
    return [(one.person.full_name, one.title) for one in found if one.revoked_at is None]


def issue(hall: Hall, case: Case, task: Any = None, **parameters: str) -> object:
    """What a service task of a diagram does, once."""
    context = Context(case.id, task or new_id(), parameters, hall.house, hall.now)
    settle = issue_letter(context)
    with transaction():
        return settle()


def test_three_sign_one_after_another_and_the_letter_names_them_in_order(hall: Hall) -> None:
    published(hall)
    case = drafted(hall)
    for who, role in (("Gabi", "head"), ("Silvia", "general_secretary"), ("Dan", "mayor")):
        assert [task.role for task in cases.open_tasks(case.id)] == [role]
        hall.passes(minutes=10)
        hall.does(who, case, "approval", decision="approve")
    act = documents.of_letter(case.id, "answer", "act")
    assert act is not None
    said = words(hall, act)
    places = [said.index(name) for name in ("1. șef serviciu", "2. secretar general", "3. primar Dan Primar")]
    assert places == sorted(places)
    assert "23.11.2026, ora 11:00" in said
    assert "nu cuprinde încă o semnătură electronică calificată" in said
    assert "DEMONSTRAȚIE" in said


def test_the_next_signer_sees_the_letter_only_when_it_is_their_turn(hall: Hall) -> None:
    published(hall)
    case = drafted(hall)
    with pytest.raises(AssertionError):
        hall.does("Dan", case, "nothing")
    with pytest.raises(Refusal, match=r"task\.unknown"):
        cases.staff_task(hall.task(case, "approval").id, hall.actor("Dan"))
    assert hall.task(case, "approval").department_id is not None
    assert hall.task(case, "approval").signs == "answer"


def test_a_returned_letter_goes_through_all_hands_again(hall: Hall) -> None:
    published(hall)
    case = drafted(hall)
    hall.does("Gabi", case, "approval", decision="approve")
    hall.does("Silvia", case, "approval", decision="return", note="Lipsește temeiul.")
    assert signed(case) == []
    hall.does("Ana", case, "memo", **SAID)
    assert hall.task(case, "approval").role == "head"
    for who in ("Gabi", "Silvia", "Dan"):
        hall.does(who, case, "approval", decision="approve")
    assert [name for name, _ in signed(case)] == ["Gabi Șef", "Silvia Secretar", "Dan Primar"]
    assert hall.fresh(case).status == "closed"


def test_nobody_signs_where_nobody_has_to(hall: Hall) -> None:
    published(hall, "[]")
    case = drafted(hall)
    assert hall.fresh(case).status == "closed"


def test_a_signature_holds_the_draft_that_was_signed(hall: Hall) -> None:
    published(hall, '["mayor"]')
    case = drafted(hall)
    draft = documents.of_letter(case.id, "answer", "draft_letter")
    assert draft is not None
    hall.does("Dan", case, "approval", decision="approve")
    one = session().scalars(select(Signature)).one()
    assert (one.sha256, one.role, one.letter) == (draft.latest.sha256, "mayor", "answer")
    assert one.entry_id == register.of_case(case.id)[-1].id


def test_a_letter_without_its_signatures_is_not_issued(hall: Hall) -> None:
    published(hall)
    case = drafted(hall)
    with pytest.raises(Refusal, match="not_signed"):
        issue(hall, case, letter="answer")
    assert len(register.of_case(case.id)) == 1


def test_a_letter_that_nobody_drafts_is_filled_from_the_case_and_its_tasks(hall: Hall) -> None:
    template = docx_letter(
        "Nr. {{ number }}, registrul {{ register_number }}",
        "Către {{ recipient }}: cererea {{ request_number }}, {{ applicant_name }}, {{ subject }}",
        "Compartiment: {{ department_name }}. Întocmit {{ officer_name }}",
        "Chitanța: {{ fee_receipt }}",
        "Din sarcini: {{ memo_answer }} {{ routing_other_body }}",
    )
    published(hall, more=NOTE, note=template)
    case = drafted(hall)
    hall.passes(minutes=1)
    result = issue(hall, case, letter="note", recipient="Primăria Sectorului 5")
    entry = register.of_case(case.id)[-1]
    note = documents.of_letter(case.id, "note", "letter")
    assert note is not None
    assert result == {"number": entry.legal_number, "register_number": "2/23.11.2026"}
    assert (entry.recipient, entry.connected_to_id) == ("Primăria Sectorului 5", case.entry_id)
    assert note.title == "Notă de clasare nr. 2/23.11.2026"
    said = words(hall, note)
    assert f"Nr. {entry.number}, registrul 2" in said
    assert "Către Primăria Sectorului 5: cererea 1, Ioana Cetățean, Gunoi neridicat" in said
    assert "Compartiment: Serviciul Salubrizare și Spații Verzi. Întocmit Ana Inspector" in said
    assert "Chitanța" not in said
    assert "Gunoiul a fost ridicat." in said


def test_issued_again_after_a_crash_it_is_the_same_letter(hall: Hall) -> None:
    published(hall, more=NOTE, note=docx_letter("Nr. {{ number }}"))
    case, task = drafted(hall), new_id()
    assert issue(hall, case, task, letter="note") == issue(hall, case, task, letter="note")
    assert len([one for one in documents.of_case(case.id) if one.kind == "letter"]) == 1
    other = issue(hall, case, letter="note")
    assert len([one for one in documents.of_case(case.id) if one.kind == "letter"]) == 2
    assert len(register.of_case(case.id)) == 3
    assert [one.number for one in special.of_case(case.id)] == [1, 2, 3]
    assert isinstance(other, dict)


def test_letters_of_one_case_live_side_by_side(hall: Hall) -> None:
    published(hall, more=NOTE, note=docx_letter("Notă {{ request_number }}"))
    case = drafted(hall)
    issue(hall, case, letter="note")
    hall.does("Gabi", case, "approval", decision="approve")
    hall.does("Silvia", case, "approval", decision="approve")
    hall.does("Dan", case, "approval", decision="approve")
    assert [(one.kind, one.letter) for one in documents.of_case(case.id) if one.letter] == [
        ("draft_letter", "answer"),
        ("letter", "note"),
        ("act", "answer"),
    ]


def test_a_preview_names_who_signed_and_leaves_the_rest_open(hall: Hall) -> None:
    three = docx_letter(*(f"{{{{ signer_{n}_title }}}} {{{{ signer_{n}_name }}}}" for n in (1, 2, 3)))
    published(hall, more=NOTE.replace("[]", THREE), note=three)
    case = drafted(hall)
    content = letters.preview(hall.fresh(case), "note", hall.house)
    assert "… …" in " ".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)


def test_an_unknown_letter_is_refused(hall: Hall) -> None:
    published(hall)
    case = drafted(hall)
    with pytest.raises(Refusal, match=r"letter\.unknown"):
        issue(hall, case, letter="poem")


def test_letters_that_cannot_be_are_not_published() -> None:
    config = b"""
register = "poems"
[letters.one]
signers = ["head", "mayor", "general_secretary", "chief_architect"]
kind = "poem"
register = "songs"
[letters.two]
title = "Doi"
"""
    files = {"procedure.toml": config, "letters/two.docx": b""}
    plain = model.read({"procedure.bpmn": DIAGRAM.encode()})
    found = sorted((one.element, one.key) for one in letter_checks.problems(files, plain))
    assert found == [
        ("drafting", "letter.unknown"),
        ("one", "letter.kind"),
        ("one", "letter.no_template"),
        ("one", "letter.no_title"),
        ("one", "letter.signers"),
        ("one", "register.unknown"),
        ("procedure.toml", "register.unknown"),
    ]


def test_versions_of_before_keep_their_one_letter() -> None:
    config = {
        "title": "Petiție",
        "letter": "answer.docx",
        "letter_title": "Răspuns",
        "letter_code": "F_1",
        "roles": {"signer": "mayor"},
    }
    assert kinds.main(config) == "answer"
    letter = kinds.of(config, "answer.docx")
    assert (letter.title, letter.kind, letter.signers, letter.code) == ("Răspuns", "act", ("mayor",), "F_1")
    assert kinds.template("answer.docx") == kinds.template("answer") == "letters/answer.docx"


def test_a_template_that_asks_for_what_nobody_gives_is_not_published(hall: Hall) -> None:
    known = "{{ number }} {{ subject }} {{ answer }} {{ memo_answer }} {{ issued_number }}"
    files = {
        "procedure.toml": CONFIG.format(signers="[]", more="").encode(),
        "letters/answer.docx": docx_letter(known, "{{ memo_poem }} {{ poem }}"),
        "forms/memo.schema.json": FORM,
        "forms/application.schema.json": b'{"properties": {}}',
    }
    shared = (ROOT / "processes/shared/signature.bpmn").read_bytes()
    plain = model.read({"procedure.bpmn": DIAGRAM.encode(), "signature.bpmn": shared})
    found = list(letter_checks.fields(files, plain, hall.house.outside.letters.fields))
    assert [dict(one.facts) for one in found] == [{"fields": ["memo_poem", "poem"]}]


def test_the_list_of_fields_and_the_check_say_one_thing() -> None:
    files = {
        "forms/application.schema.json": b'{"properties": {"wish": {"type": "string"}}}',
        "forms/a.schema.json": b'{"properties": {"b_c": {"type": "string"}, "d": {"type": "string"}}}',
        "forms/a_b.schema.json": b'{"properties": {"e": {"type": "string"}}}',
    }
    asked = ["wish", "a_d", "a_b_e", "a_b_c", "application_wish", "number"]
    rest: tuple[Any, ...] = (files, {"form": "application"}, "answer", None)
    # `a_b_c` is read as field `c` of the form `a_b`; the request is no task, so its form names no field.
    assert letter_offers.unknown(asked, *rest) == ["a_b_c", "application_wish"]
    offered = {field.name for group in letter_offers.groups(*rest) for field in group.fields}
    assert [name for name in asked if name not in offered] == ["a_b_c", "application_wish"]


def test_the_fields_of_every_letter_are_those_that_are_promised(hall: Hall) -> None:
    published(hall)
    case = drafted(hall)
    given = letter_fields.of(hall.fresh(case), "Ana", ()).keys()
    optional = {name for name in letter_fields.BASE_FIELDS if name.startswith("audience_")}
    assert letter_fields.BASE_FIELDS - optional <= given
