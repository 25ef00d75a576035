"""The live page shows where cases stand and wait, to the hall's analysts only, and nobody's name."""

from datetime import timedelta

from app.cityhall import incidents
from app.cityhall.procedures import queries as procedures
from app.cityhall.terms.calendar import PLAIN
from app.cityhall.terms.elapsed import WorkingTime
from app.database import transaction
from app.journey import diagrams, standing
from tests.hall import MONDAY, Hall
from tests.web.citizen.people import Enter

PAGE = "/studio/petition/viu"


def test_working_time_leaves_free_days_out() -> None:
    time = WorkingTime(PLAIN)
    friday = MONDAY - timedelta(days=3)
    assert time.days(friday, MONDAY) == 1
    assert time.days(MONDAY, MONDAY + timedelta(hours=12)) == 0.5
    assert time.days(MONDAY, friday) == 0
    wednesday = MONDAY + timedelta(days=9)  # after a week-end and two holidays
    assert time.days(wednesday - timedelta(days=5), wednesday) == 1


def test_cases_are_counted_where_they_stand_and_waits_where_they_were(hall: Hall) -> None:
    first, second = hall.petition(), hall.petition()
    hall.passes(days=7)
    hall.does("Ion", first, "routing", competence="ours", department="SAL")
    version = procedures.current("petition")
    model = diagrams.of_version(version.id).model
    found = standing.places([version], model, version.procedure.institution_id, hall.now)
    assert found["twins"].cases.keys() == {second.id}  # the same person wrote before
    assert found["routing"].count == 0
    assert found["routing"].waited == [4.5625]  # until the holiday a week later
    assert found["routing"].usual == 4.5625
    assert not found["routing"].for_citizen
    assert [place.element for place in found.values() if first.id in place.cases] != ["routing"]


def test_an_analyst_sees_counts_ages_and_incidents_on_the_diagram(hall: Hall, enter: Enter) -> None:
    case = hall.petition()
    hall.passes(days=3)
    with transaction():
        incidents.open("timer", hall.now, case_id=case.id, element="drafting", facts={"tries": 3})
    anca = enter("Anca").client
    page = anca.get(PAGE)
    assert page.status_code == 200
    assert "mark-incident" in page.text
    assert 'href="/studio/petition/viu/routing"' in page.text
    assert "incidente deschise: 1" in page.text
    listed = anca.get(f"{PAGE}/routing")
    assert listed.status_code == 200
    assert case.entry.legal_number.split("/")[0] in listed.text
    assert case.applicant.full_name not in listed.text
    assert anca.get(f"{PAGE}?versiune=99").status_code == 404
    assert anca.get(f"{PAGE}/no_such_step").status_code == 404
    for view in ("citizen", "hall", "nonsense"):
        assert anca.get(f"{PAGE}?caldura={view}").status_code == 200


def test_only_analysts_look(enter: Enter) -> None:
    for who in ("Ana", "ioana@exemplu.ro"):
        assert enter(who).client.get(PAGE).status_code in {403, 404}
        assert enter(who).client.get(f"{PAGE}/routing").status_code in {403, 404}
