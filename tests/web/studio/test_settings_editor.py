"""Settings, letters and papers of a draft, set by hand; comments and what nobody here knows stay."""

import json
import tomllib
from io import BytesIO
from typing import Any

import docx
import pytest

from app.cityhall.drafts import queries
from app.cityhall.drafts.models import Draft
from app.cityhall.procedures import config_editing as editing
from app.cityhall.procedures.config_editing import Entry
from app.refusal import Refusal
from tests.forms.shelf import PROCESSES
from tests.hall import Hall
from tests.web.citizen.people import Citizen, Enter
from tests.web.studio.pressing import press, said

DRAFT = "/studio/petition/ciorna"
PATH, TEMPLATE = "procedure.toml", "letters/answer.docx"


def text(draft: Draft, path: str = PATH) -> str:
    return queries.files(draft.id)[path].decode()


def config(draft: Draft) -> dict[str, Any]:
    return tomllib.loads(text(draft))


def section(who: Citizen, name: str) -> str:
    """The text of a section's button: there are many called alike, so the form is brought first."""
    form = who.page.get_element_by_id(name)
    main = who.page.xpath("//main")[0]
    main.insert(0, form)
    return "Păstrați"


@pytest.mark.parametrize(
    "path", sorted(PROCESSES.glob("*/procedure.toml")), ids=lambda path: path.parent.name
)
def test_a_file_nobody_changed_keeps_every_byte(path: Any) -> None:
    assert editing.dump(editing.read(path.read_bytes())) == path.read_bytes()


def test_comments_and_order_stay_where_a_value_changes() -> None:
    before = (PROCESSES / "petition" / "procedure.toml").read_text()
    found = editing.read(before.encode())
    editing.change(found, [Entry("retention_years", "whole")], {"retention_years": "12"})
    editing.change(found, [Entry("letters.answer.signers", "names")], {"letters.answer.signers": "mayor"})
    after = editing.dump(found).decode()
    lines = set(after.splitlines()) - set(before.splitlines())
    assert len(lines) == 2
    assert any(line.startswith("retention_years = 12 ") and "# 0 = permanent" in line for line in lines)
    assert any(line.startswith('signers = ["mayor"] # art. 12-13') for line in lines)


@pytest.mark.parametrize(
    "content", [b"", b"title = ", b"a = 1\na = 2", b"\xff", b"[" * 5000, b"x = {" * 3000]
)
def test_what_is_no_toml_is_refused_in_words(content: bytes) -> None:
    if content:
        with pytest.raises(Refusal, match=r"config\.(unreadable|not_toml)"):
            editing.read(content)
    else:
        assert editing.value(editing.read(content), "term.days") is None


def test_a_term_is_set_without_toml(hall: Hall, draft: Draft, enter: Enter) -> None:
    anca = enter("Anca")
    anca.get(f"{DRAFT}/setari")
    press(anca, section(anca, "term"), {"term.days": "25", "term.extension.who": ["mayor"]})
    assert config(draft)["term"]["days"] == 25
    assert config(draft)["term"]["extension"]["who"] == ["mayor"]
    assert "# the clock of a petition never stops" in text(draft)

    refused = press(anca, section(anca, "term"), {"term.days": "multe"})
    assert refused.status_code == 422
    assert anca.page.xpath("//input[@id='term-days']/@value") == ["multe"]
    assert "Câte zile" in anca.errors

    anca.get(f"{DRAFT}/setari")
    press(
        anca,
        section(anca, "settings"),
        {"settings.survey_term": "P10D", "new.name": "prag", "new.value": "12"},
    )
    assert config(draft)["settings"]["survey_term"] == "P10D"
    assert config(draft)["settings"]["prag"] == 12
    assert press(anca, section(anca, "settings"), {"settings.survey_term": "zece"}).status_code == 422


def test_two_analysts_at_the_settings_lose_nothing(hall: Hall, draft: Draft, enter: Enter) -> None:
    anca, bogdan = enter("Anca"), enter("Bogdan")
    for one in (anca, bogdan):
        one.get(f"{DRAFT}/setari")
    press(anca, section(anca, "general"), {"title": "Petiție nouă"})
    answer = press(bogdan, section(bogdan, "service"), {"service.cost": "Nimic."})
    assert answer.status_code == 409
    assert config(draft)["service"]["cost"] == "Gratuit."
    assert "Gratuit." in said(bogdan)
    press(bogdan, section(bogdan, "service"))
    assert config(draft)["service"]["cost"] == "Nimic."
    assert config(draft)["title"] == "Petiție nouă"


def written(*lines: str) -> bytes:
    document, made = docx.Document(), BytesIO()
    for line in lines:
        document.add_paragraph(line)
    document.save(made)
    return made.getvalue()


def test_a_letter_is_brought_checked_and_seen(hall: Hall, draft: Draft, enter: Enter) -> None:
    anca = enter("Anca")
    anca.get(f"{DRAFT}/scrisori/answer")
    assert "{{ description }}" in said(anca)
    new = written("Către {{ recipient }}", "Despre: {{ subject }}", "{{ a_field_of_nobody }}")
    press(anca, "Încărcați șablonul", file=("file", "raspuns.docx", new))
    assert queries.files(draft.id)[TEMPLATE] == new
    assert "a_field_of_nobody" in said(anca)
    new = written("Către {{ recipient }}", "Despre: {{ subject }}", "{{ description }}", "{{ number }}")
    press(anca, "Încărcați șablonul", file=("file", "raspuns.docx", new))
    assert "De corectat" not in said(anca)
    preview = anca.client.get(anca.page.xpath("//iframe/@src")[0])
    assert preview.mimetype == "application/pdf"
    assert preview.data.startswith(b"%PDF-")
    for wrong in (b"", b"PK\x03\x04 broken", b"%PDF-1.7", written("{{ half"), written()):
        answer = press(anca, "Încărcați șablonul", file=("file", "raspuns.docx", wrong))
        assert answer.status_code == 422
    assert queries.files(draft.id)[TEMPLATE] == new
    assert anca.client.get(f"{DRAFT}/scrisori/answer/sablon.docx").data == new


def test_a_letter_is_added_set_and_removed(hall: Hall, draft: Draft, enter: Enter) -> None:
    anca = enter("Anca")
    anca.get(f"{DRAFT}/scrisori")
    press(anca, "Adăugați scrisoarea", {"title": "Invitație", "kind": "letter"})
    assert config(draft)["letters"]["invitatie"] == {"title": "Invitație", "kind": "letter"}
    press(
        anca,
        "Păstrați",
        {"title_en": "Invitation", "signers": ["head", "mayor", ""], "register": "petitions"},
    )
    assert config(draft)["letters"]["invitatie"]["signers"] == ["head", "mayor"]
    press(anca, "Ștergeți scrisoarea")
    assert "invitatie" not in config(draft)["letters"]
    assert "# to the competent body" in text(draft)


def test_papers_are_added_conditioned_and_moved(hall: Hall, draft: Draft, enter: Enter) -> None:
    anca = enter("Anca")
    before = json.loads(text(draft, "papers.json"))
    anca.get(f"{DRAFT}/acte")
    press(anca, "Adăugați actul", {"title": "Declarație"})
    press(
        anca,
        "Păstrați",
        {"need": "required", "rule": "when", "when.category": ["roads"], "title_en": "Statement"},
    )
    made = json.loads(text(draft, "papers.json"))[-1]
    assert made["need"] == "required"
    assert made["when"] == {"properties": {"category": {"const": "roads"}}, "required": ["category"]}
    assert made["else"] is None
    press(anca, "Mai sus: Declarație")
    after = json.loads(text(draft, "papers.json"))
    assert [one["code"] for one in after].index("declaratie") == len(after) - 2
    press(anca, "Ștergeți: Declarație")
    assert json.loads(text(draft, "papers.json")) == before


def test_strangers_do_not_see_settings(hall: Hall, draft: Draft, enter: Enter) -> None:
    for who in ("Ana", "ioana@exemplu.ro", ""):
        for address in (
            "setari",
            "scrisori",
            "scrisori/answer",
            "scrisori/answer/previzualizare.pdf",
            "acte",
        ):
            answer = enter(who).client.get(f"{DRAFT}/{address}")
            assert answer.status_code in {302, 403, 404}
