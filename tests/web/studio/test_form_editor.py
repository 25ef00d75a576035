"""An analyst changes a form by hand, without JSON and without a script."""

import json
import re
from typing import Any

import pytest

from app.cityhall.drafts import actions, queries
from app.cityhall.drafts.models import Draft
from app.cityhall.procedures import folders
from app.cityhall.procedures import queries as procedures
from app.database import transaction
from tests.forms.shelf import ROOT
from tests.hall import Hall
from tests.web.citizen.people import Citizen, Enter
from tests.web.studio.pressing import press, said

FORMS = "/studio/petition/ciorna/formulare"
SCHEMA, UI = "forms/application.schema.json", "forms/application.ui.json"


def now(draft: Draft, path: str = SCHEMA) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(queries.files(draft.id)[path])
    return found


def test_a_question_is_added_set_and_seen_as_the_citizen_will_see_it(
    hall: Hall, draft: Draft, enter: Enter
) -> None:
    anca = enter("Anca")
    anca.get(f"{FORMS}/application")
    page = anca.page.xpath("//button[starts-with(@value,'add-field:')]/@value")[0].partition(":")[2]
    press(anca, "Adăugați câmpul", {"title": "Ați mai scris despre asta?", "kind": "yes_no"})
    assert "Ați mai scris despre asta?" in said(anca)
    name = "ati_mai_scris_despre_asta"
    assert name in now(draft, UI)["x-pages"][0]["fields"]
    assert name in now(draft)["required"]

    press(
        anca,
        "Păstrați",
        {"needed": "never", "help": "Nu este obligatoriu.", "title_en": "Did you write before?"},
    )
    assert name not in now(draft)["required"]
    assert now(draft, UI)[name] == {"ui:widget": "radios", "ui:help": "Nu este obligatoriu."}
    assert now(draft, UI)["x-i18n"]["en"]["Ați mai scris despre asta?"] == "Did you write before?"

    frame = anca.page.xpath("//iframe/@src")[0]
    shown = anca.client.get(frame).text
    assert "Ați mai scris despre asta?" in shown
    assert "Nu este obligatoriu." in shown
    english = anca.client.get(f"{FORMS}/application/pagina?page={page}&lang=en").text
    assert "Did you write before?" in english


def test_a_condition_is_ticked_and_called_up_in_the_preview(hall: Hall, draft: Draft, enter: Enter) -> None:
    anca = enter("Anca")
    before = queries.files(draft.id)
    anca.get(f"{FORMS}/application/camp/description")
    press(anca, "Păstrați", {"shown": "when", "shown.category": ["roads", "parking"]})
    branch = now(draft)["allOf"][-1]
    assert branch["if"]["properties"] == {"category": {"enum": ["roads", "parking"]}}
    assert branch["then"]["required"] == ["description"]
    anca.get(f"{FORMS}/application")
    assert "Se cere numai dacă „Domeniul” este" in said(anca)

    anca.get(f"{FORMS}/application/camp/description")
    press(anca, "Păstrați", {"shown": "always"})
    assert "allOf" not in now(draft) or now(draft)["allOf"] == json.loads(before[SCHEMA]).get("allOf")
    assert "description" in now(draft)["required"]


def test_two_analysts_at_one_field_lose_nothing(hall: Hall, draft: Draft, enter: Enter) -> None:
    anca, bogdan = enter("Anca"), enter("Bogdan")
    for one in (anca, bogdan):
        one.get(f"{FORMS}/application/camp/subject")
    assert "Anca" in said(bogdan)
    press(anca, "Păstrați", {"title": "Pe scurt, despre ce este?"})
    answer = press(bogdan, "Păstrați", {"title": "Subiectul", "help": "Câteva cuvinte."})
    assert answer.status_code == 409
    assert now(draft)["properties"]["subject"]["title"] == "Pe scurt, despre ce este?"
    assert bogdan.page.xpath("//input[@id='title']/@value") == ["Subiectul"]
    assert "Pe scurt, despre ce este?" in said(bogdan)
    press(bogdan, "Păstrați")
    assert now(draft)["properties"]["subject"]["title"] == "Subiectul"


def test_a_script_may_keep_without_leaving_the_page(hall: Hall, draft: Draft, enter: Enter) -> None:
    anca = enter("Anca")
    anca.get(f"{FORMS}/application/camp/subject")
    answer = press(anca, "Păstrați", {"max_length": "90"}, accept="application/json")
    assert answer.is_json
    assert answer.json
    assert answer.json["seen"][f"seen:{SCHEMA}"] == 2
    stale = press(anca, "Păstrați", {"max_length": "80"}, accept="application/json")
    assert stale.status_code == 409
    assert stale.json
    assert stale.json["error"] == "draft.changed_meanwhile"


def test_the_json_is_for_those_who_want_it_and_never_breaks_a_form(
    hall: Hall, draft: Draft, enter: Enter
) -> None:
    anca = enter("Anca")
    anca.get(f"{FORMS}/application/json")
    before = queries.files(draft.id)
    for wrong in (
        "{",
        "[]",
        '{"properties": 1}',
        '{"type": "banana"}',
        '{"a": 1, "a": 2}',
        "[" * 5000,
        "NaN",
    ):
        answer = press(anca, "Păstrați", {"schema": wrong})
        assert answer.status_code == 422, wrong
        assert anca.page.xpath("//textarea[@id='schema']")[0].text.strip() == wrong
    assert queries.files(draft.id) == before
    better = {**json.loads(before[SCHEMA]), "x-mine": 1}
    press(anca, "Păstrați", {"schema": json.dumps(better)})
    assert now(draft)["x-mine"] == 1


def walk(who: Citizen, code: str, *begin: str) -> list[str]:
    """Every page of the editors that links lead to from there, each opened once."""
    only = re.compile("/ciorna/(" + "|".join(begin) + ")")
    todo, seen = [f"/studio/{code}/ciorna/{page}" for page in begin], set[str]()
    while todo:
        address = todo.pop()
        if address in seen or not only.search(address) or "lang=en" in address:
            continue
        seen.add(address)
        answer = who.get(address)
        assert answer.status_code == 200, address
        if answer.mimetype == "text/html":
            assert "Pagina nu poate fi arătată" not in answer.text, address
            links = who.page.xpath("//main//a/@href | //main//iframe/@src")
            todo += [link.partition("#")[0] for link in links]
    return sorted(seen)


def test_every_page_of_a_form_can_be_edited_and_previewed(hall: Hall, draft: Draft, enter: Enter) -> None:
    opened = walk(enter("Anca"), "petition", "formulare/twins", "formulare/twins/pagina")
    assert len(opened) > 5


@pytest.mark.nightly
@pytest.mark.parametrize("code", folders.codes(ROOT))
def test_every_form_letter_setting_and_paper_can_be_opened(hall: Hall, enter: Enter, code: str) -> None:
    with transaction():
        actions.begin(procedures.current(code), hall.actor("Anca").person_id, hall.now)
    assert len(walk(enter("Anca"), code, "formulare", "scrisori", "setari", "acte")) > 15


def test_the_preview_answers_as_the_real_page_would(hall: Hall, draft: Draft, enter: Enter) -> None:
    anca = enter("Anca")
    anca.get(f"{FORMS}/application/pagina")
    press(anca, "Mai departe")
    assert anca.page.xpath("//*[@id='error-summary']")


def test_strangers_do_not_see_forms(hall: Hall, draft: Draft, enter: Enter) -> None:
    for who in ("Ana", "ioana@exemplu.ro"):
        for address in (
            FORMS,
            f"{FORMS}/application",
            f"{FORMS}/application/camp/subject",
            f"{FORMS}/application/json",
        ):
            assert enter(who).client.get(address).status_code in {403, 404}
