"""A paper that its issuer has: the hall obtains it, or reads its number, instead of a copy."""

from uuid import UUID

from app.cityhall import submissions
from app.cityhall.cases import queries as cases
from app.cityhall.documents import sources
from app.cityhall.procedures import queries as procedures
from app.database import transaction
from app.journey import receipts
from tests.forms.shelf import CERTIFICATE
from tests.hall import Hall
from tests.web.citizen.people import Enter

IOANA = "ioana@exemplu.ro"
ANSWERS = {**CERTIFICATE, "land_registry": "paper", "land_book_number": "123 București"}
ANSWERS.pop("cadastral_number")


def draft(hall: Hall) -> str:
    with transaction():
        version = procedures.current("urbanism_information")
        owner = hall.actor(IOANA).person_id
        made = submissions.begin(owner, version, "portal", ANSWERS, hall.now)
        submissions.save(made, ANSWERS, "declaration", hall.now)
    return f"/cereri/ciorna/{made.id}"


def test_the_hall_obtains_it_with_express_consent(hall: Hall, enter: Enter) -> None:
    ioana = enter(IOANA)
    page = draft(hall)
    assert "Îl obține primăria" in ioana.get(f"{page}/acte").text
    hall_way = {"source.land_book_extract.way": "hall", "source.location_plan.way": "number"}
    number = {"source.location_plan.number": "77/B", "source.location_plan.issued_on.day": "3"}
    number |= {"source.location_plan.issued_on.month": "11", "source.location_plan.issued_on.year": "2026"}
    assert ioana.post(f"{page}/acte", **hall_way, **number, action="next").status_code == 422
    assert "Bifați acordul" in ioana.errors
    consent = {"source.land_book_extract.consent": "yes"}
    assert ioana.post(f"{page}/acte", **hall_way, **number, **consent, action="next").status_code == 200
    assert "Îl obține primăria de la" in ioana.text("//main")
    assert "Nr. 77/B din 03.11.2026" in ioana.text("//main")
    assert "Lipsesc acte" not in ioana.text("//main")
    assert "Taxa: 16,50 lei" in ioana.text("//main")
    assert "art. 474" in ioana.text("//main")
    assert ioana.post(f"{page}/trimite").status_code == 200
    case = cases.of_applicant(hall.actor(IOANA).person_id)[0]
    by_hall, by_number = sources.of_case(case.id)
    assert (by_hall.way, by_hall.consent_at is not None) == ("hall", True)
    assert (by_number.way, by_number.number, by_number.consent_at) == ("number", "77/B", None)
    said = receipts.fields(case, hall.house)["sources"]
    assert any("cu acordul solicitantului" in one for one in said)
    assert "77/B" in enter("Maria").get(f"/birou/dosare/{case.id}").text
    assert "77/B" in ioana.get(f"/cereri/{case.id}").text


def test_what_is_wrong_is_told_beside_it(hall: Hall, enter: Enter) -> None:
    ioana = enter(IOANA)
    page = draft(hall)
    for way, said in (("number", "Scrieți numărul actului"), ("altceva", "Alegeți cum ne dați")):
        answer = ioana.post(f"{page}/acte", **{"source.location_plan.way": way}, action="next")
        assert answer.status_code == 422
        assert said in ioana.errors


def test_changing_ones_mind_forgets_the_consent(hall: Hall, enter: Enter) -> None:
    ioana = enter(IOANA)
    page = draft(hall)
    way = "source.location_plan.way"
    ioana.post(f"{page}/acte", **{way: "hall", "source.location_plan.consent": "yes"})
    ioana.post(f"{page}/acte", **{way: "copy"}, action="next")
    assert "Lipsesc acte obligatorii" in ioana.text("//main")
    assert sources.of_draft(UUID(page.rpartition("/")[2])) == {}
