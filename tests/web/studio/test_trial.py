"""A trial of a draft: the analyst is the clock and everybody in the hall."""

import json

import pytest

from app.cityhall.cases.models import Case
from app.cityhall.drafts import actions as drafting
from app.cityhall.drafts import queries as drafts
from app.cityhall.drafts.models import Draft
from app.cityhall.procedures import scenarios
from app.cityhall.rehearsals import queries as rehearsals
from app.database import session, transaction
from app.rehearsal import trials
from tests.hall import PETITION, Hall
from tests.web.citizen.people import Citizen, Enter

HERE = "/studio/petition/ciorna/incercare"
ROUTED = {"competence": "ours", "department": "SAL", "internal_term": "20"}
ANSWER = {
    "solution": "favourable",
    "answer": "Gunoiul s-a ridicat.",
    "legal_basis": "OG 27",
    "appeal": "L 554",
}


@pytest.fixture
def anca(enter: Enter, draft: Draft) -> Citizen:
    del draft  # it is open before she comes in
    return enter("analist@ps6.example")


def begin(anca: Citizen, story: str = "answered_by_email", steps: str = "") -> None:
    assert anca.post(f"{HERE}/incepe", story=story, steps=steps, filed="2026-11-23T10:30").status_code == 200


def does(anca: Citizen, kind: str, what: str, **fields: str) -> int:
    """Press a button of the trial's page, as the page now shown would send it."""
    seen = anca.page.xpath("//main//input[@name='step:seen']/@value")[0]
    sent = {"step:seen": seen, "step:kind": kind, "step:what": what, **fields}
    return anca.post(f"{HERE}/pas", **sent).status_code


def clock(anca: Citizen) -> str:
    return anca.text("//*[@id='ceas']")


def heading(anca: Citizen) -> str:
    return anca.text("//*[@id='sarcina-titlu']")


def test_from_the_request_to_a_kept_scenario(hall: Hall, anca: Citizen, draft: Draft) -> None:
    begin(anca)
    assert (clock(anca), heading(anca)) == ("23.11.2026, ora 10:30", "Repartizare")
    does(anca, "waits", "P1D")
    assert clock(anca).startswith("24.11.2026")
    assert does(anca, "does", "routing", **ROUTED) == 200
    does(anca, "does", "analysis", decision="answer", findings="Așa este.")
    does(anca, "does", "drafting", **ANSWER)
    assert "Aprobare" in heading(anca) or anca.page.xpath("//input[@name='decision']")
    for _ in range(2):
        does(anca, "does", "approval", decision="approve")
    assert "Răspuns" in anca.text("//*[contains(@class, 'file-list')]")
    paper = anca.page.xpath("//a[contains(@href, '/hartii/')]/@href")[-1]
    assert anca.client.get(paper).data.startswith(b"%PDF")
    assert "nu mai este nimic de făcut" in anca.text("//main")
    kept(anca, draft)
    assert session().query(Case).count() == 0  # nothing of all this is in the real hall


def kept(anca: Citizen, draft: Draft) -> None:
    page = anca.get(f"{HERE}/pastreaza").text
    assert "Rezultatul: „Soluționată”" in page
    answer = anca.post(f"{HERE}/pastreaza", title="")
    assert answer.status_code == 422
    assert "Scrieți titlul" in anca.errors
    anca.post(f"{HERE}/pastreaza", title="Răspuns după o zi", expect="outcome")
    files = drafts.files(draft.id)
    story = {one.name: one for one in scenarios.read(files)}["raspuns_dupa_o_zi"]
    assert (story.expect.outcome, story.expect.status, len(story.steps)) == ("answered", None, 6)
    assert story.steps[0].what == "P1D"


def test_a_wrong_answer_is_shown_beside_its_field_and_nothing_is_kept(anca: Citizen, draft: Draft) -> None:
    begin(anca)
    assert does(anca, "does", "routing", competence="ours", internal_term="9999") == 422
    assert "Termen intern" in anca.errors
    assert anca.page.xpath("//input[@name='internal_term']/@value") == ["9.999"]
    assert rows(draft)["steps"] == []


def rows(draft: Draft) -> dict[str, object]:
    session().rollback()
    (found,) = session().query(rehearsals.Trial).filter_by(draft_id=draft.id)
    return dict(found.told)


def test_the_clock_runs_to_the_next_that_rings_and_a_step_is_taken_back(anca: Citizen, draft: Draft) -> None:
    begin(anca)
    does(anca, "waits", "next")
    assert clock(anca) == "26.11.2026, ora 10:31"
    does(anca, "says", "withdrawal", **{"step:reason": "S-a rezolvat."})
    assert "Retrasă" in anca.text("//main")
    does(anca, "back", "")
    assert heading(anca) == "Repartizare"
    assert len(rows(draft)["steps"]) == 1  # type: ignore[arg-type]


def test_a_trial_survives_the_process_and_a_change_of_the_draft(
    hall: Hall, anca: Citizen, draft: Draft
) -> None:
    begin(anca, steps="all")
    trials._memory.clear()
    anca.get(HERE)
    assert "nu mai este nimic de făcut" in anca.text("//main")
    changed(hall, draft, "forms/routing.schema.json", lambda form: form["required"].append("resolution"))
    anca.get(HERE)
    assert "Pasul 1: Formularul are răspunsuri greșite" in anca.text("//main")
    assert heading(anca) == "Repartizare"
    does(anca, "waits", "P1D")
    assert rows(draft)["steps"] == [{"waits": "P1D"}]


@pytest.mark.parametrize(
    ("kind", "what"),
    [
        ("pays", "gold"),
        ("door", "broken"),
        ("says", "hello"),
        ("waits", "P9Y"),
        ("does", "nothing"),
        ("x", "y"),
    ],
)
def test_what_no_page_offers_is_refused_and_not_kept(
    anca: Citizen, draft: Draft, kind: str, what: str
) -> None:
    begin(anca)
    assert does(anca, kind, what) in {404, 409, 422}
    assert rows(draft)["steps"] == []


def changed(hall: Hall, draft: Draft, path: str, change: object) -> None:
    row = next(one for one in drafts.file_rows(draft.id) if one.path == path)
    plain = json.loads(row.content)
    change(plain)  # type: ignore[operator]
    with transaction():
        own = session().merge(draft)
        content = json.dumps(plain).encode()
        drafting.save(own, path, content, row.revision, hall.actor("Anca").person_id, hall.now)


def test_a_request_is_filled_by_hand_and_another_window_overwrites_nothing(anca: Citizen) -> None:
    begin(anca, story="")
    assert "Cererea de probă" in anca.text("//h1")
    assert anca.post(f"{HERE}/cerere", subject="Gunoi").status_code == 422
    plain = {name: value for name, value in PETITION.items() if isinstance(value, str)}
    address = {f"address__{name}": value for name, value in PETITION["address"].items()}
    anca.post(f"{HERE}/cerere", **plain, **address)
    assert heading(anca) == "Repartizare"
    old = dict(zip(("step:seen", "step:kind", "step:what"), ("1", "waits", "P1D"), strict=True))
    assert anca.post(f"{HERE}/pas", **old).status_code == 409
    assert anca.post(f"{HERE}/renunta").status_code == 200
    assert "Începeți încercarea" in anca.text("//main")
