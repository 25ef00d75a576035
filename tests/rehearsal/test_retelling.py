"""Finished cases told without their people: no word that somebody wrote is left, and the forms take it."""

import json
from typing import Any

import pytest

from app.cityhall.forms import rules
from app.cityhall.procedures import folders, scenarios
from app.rehearsal import anonymous, retelling
from tests.hall import ANSWER, PETITION, ROOT, Hall
from tools.paths.material import codes, material


@pytest.mark.parametrize("code", codes())
def test_what_a_form_takes_it_takes_without_the_person_too(code: str) -> None:
    """Over every answer of every scenario, to the application and to each task."""
    made_of = material(code)
    for told in scenarios.read(folders.read_folder(ROOT, code)):
        said = [(made_of.config["form"], told.answers)]
        said += [(step.what, step.answers) for step in told.steps if step.kind == "does"]
        for name, answers in said:
            form = made_of.form(name).definition
            if not rules.errors(form, answers):
                without = anonymous.answers(form, answers)
                assert rules.errors(form, without) == [], (told.name, name)
                assert without.keys() == answers.keys()
                assert rules.active_fields(form, without) == rules.active_fields(form, answers)


FORM = rules.definition(
    "any",
    {
        "properties": {
            "name": {"type": "string", "minLength": 3, "maxLength": 6},
            "story": {"type": "string", "minLength": 40},
            "cnp": {"type": "string", "format": "ro-cnp"},
            "plate": {"type": "string", "pattern": "^[A-Z]{1,2} [0-9]{2,3} [A-Z]{3}$"},
            "kind": {"type": "string", "oneOf": [{"const": "noise"}]},
            "born": {"type": "string", "format": "date"},
            "sheets": {"type": "integer"},
            "agrees": {"type": "boolean"},
            "rows": {"type": "array", "items": {"type": "object", "properties": {"who": {"type": "string"}}}},
            "desk": {"type": "string"},
        }
    },
    {"x-pages": [], "x-options": {"desk": "departments"}},
)


def test_choices_numbers_and_days_stay_words_and_names_do_not() -> None:
    given: dict[str, Any] = {
        "name": "Vasile",
        "story": "Vecinul meu Vasile face zgomot în fiecare noapte.",
        "cnp": "2900101221145",
        "plate": "B 123 VAS",
        "kind": "noise",
        "born": "1990-01-01",
        "sheets": 3,
        "agrees": True,
        "rows": [{"who": "Vasile"}, {"who": ""}],
        "desk": "SAL",
        "unknown": "Vasile",
    }
    found = anonymous.answers(FORM, given)
    assert found == {
        "name": "Text d",
        "story": "Text de probă.Text de probă.Text de probă.",
        "cnp": "1800101221144",
        "plate": "A 111 AAA",
        "kind": "noise",
        "born": "1990-01-01",
        "sheets": 3,
        "agrees": True,
        "rows": [{"who": "Text de probă."}, {"who": ""}],
        "desk": "SAL",
    }


def test_a_case_s_story_keeps_its_days_and_says_nothing_of_its_people(hall: Hall) -> None:
    case = hall.petition(delivery="email", subject="Scandal la Vasilescu")
    hall.passes(hours=20)
    hall.does("Ion", case, "routing", competence="ours", department="SAL")
    hall.passes(days=2)
    hall.does("Mihai", case, "analysis", decision="answer", findings="Vasilescu are dreptate.")
    hall.does("Mihai", case, "drafting", **{**ANSWER, "answer": "Stimate domnule Vasilescu"})
    hall.says(case, "withdrawal", "Vasilescu s-a mutat")
    told = retelling.told(hall.fresh(case), {"Mihai Inspector"})
    assert [(step.kind, step.what, step.by) for step in told.steps] == [
        ("waits", "P0DT72000S", ""),
        ("does", "routing", ""),
        ("waits", "P2DT0S", ""),
        ("does", "analysis", "Mihai Inspector"),
        ("does", "drafting", "Mihai Inspector"),
        ("says", "withdrawal", ""),
    ]
    assert told.steps[1].answers["department"] == "SAL"
    kept = json.dumps([told.answers, *(step.answers for step in told.steps)], ensure_ascii=False)
    for word in ("Vasilescu", *(PETITION[name] for name in ("full_name", "email", "phone", "description"))):
        assert word not in kept
    assert PETITION["address"]["street"] not in kept
