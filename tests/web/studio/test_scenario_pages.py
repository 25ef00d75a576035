"""Scenarios played with one button, and finished cases replayed: what the pages say of both."""

import json

from app.cityhall.drafts import actions as drafting
from app.cityhall.drafts import queries as drafts
from app.cityhall.drafts.models import Draft
from app.database import transaction
from app.errands import runner
from app.rehearsal.errands import HANDLERS
from tests.hall import Hall
from tests.journey.studio_desk import drafted, saved, well_stamped
from tests.web.citizen.people import Enter

DRAFT = "/studio/petition/ciorna"
STAY = {f"scenarios/{name}.json" for name in ("answered_by_email", "anonymous", "withdrawn")}


def worked(hall: Hall) -> None:
    while runner.perform_one(hall.house, hall.now, HANDLERS):
        pass


def only_some(hall: Hall, draft: Draft) -> None:
    """Two scenarios are enough here; of one a wrong end is expected."""
    path, files = "scenarios/withdrawn.json", drafts.files(draft.id)
    by = hall.actor("Anca").person_id
    with transaction():
        for row in drafts.file_rows(draft.id):
            if row.path.startswith("scenarios/") and row.path not in STAY:
                drafting.remove(draft, row.path, row.revision, by, hall.now)
    plain = json.loads(files[path])
    content = {**plain, "expect": {**plain["expect"], "outcome": "answered", "passed": ["twins"]}}
    saved(hall, draft, path, json.dumps(content).encode())


def test_all_are_played_and_what_is_not_true_is_told_in_words(hall: Hall, enter: Enter) -> None:
    draft = drafted(hall)
    only_some(hall, draft)
    anca = enter("Anca")
    page = anca.get(f"{DRAFT}/scenarii").text
    assert "niciunul jucat pe ciorna de acum" in page
    anca.post(f"{DRAFT}/scenarii/joaca")
    assert anca.page.xpath("//*[@data-follow]//progress/@value") == ["0"]
    assert "http-equiv" in anca.get(f"{DRAFT}/scenarii").text  # without JavaScript the page asks by itself
    worked(hall)
    page = anca.get(f"{DRAFT}/scenarii").text
    assert "Adevărate 2 din 3." in page
    row = anca.text("//tr[@data-scenario='withdrawn']")
    assert "Rezultatul: așteptam „Soluționată”, dar este „Retrasă”." in row
    assert "Pașii parcurși: lipsește" in row
    assert anca.page.xpath("//*[contains(@class, 'mark-taken')]")
    assert anca.page.xpath("//*[contains(@class, 'mark-untaken')]")
    assert "http-equiv" not in page


def test_finished_cases_are_replayed_and_those_that_would_part_are_listed(hall: Hall, enter: Enter) -> None:
    case = hall.petition(delivery="email")
    hall.answered(case)
    hall.passes(days=20)
    assert hall.fresh(case).closed_at is not None
    drafted(hall, well_stamped)
    anca = enter("Anca")
    anca.post(f"{DRAFT}/reluare", most="10")
    worked(hall)
    page = anca.get(f"{DRAFT}/reluare").text
    assert "Reluate 1 din 1" in page
    assert "Alt drum" in page
    assert "Ioana" not in anca.text("//main")
    assert "Starea: „Închisă” pe versiunea ei, „În lucru” pe ciornă." in page
    anca.get(anca.page.xpath("//tr[@data-replay]//a/@href")[0])
    assert anca.page.xpath("//*[contains(@class, 'mark-removed')]")


def test_only_the_institution_s_analysts_come_in(hall: Hall, enter: Enter) -> None:
    drafted(hall)
    for who, status in (("Ana", 403), ("ioana@exemplu.ro", 403)):
        visitor = enter(who)
        for page in ("incercare", "incercare/pastreaza", "scenarii", "reluare"):
            assert visitor.get(f"{DRAFT}/{page}").status_code == status
        assert visitor.post(f"{DRAFT}/scenarii/joaca").status_code == status
