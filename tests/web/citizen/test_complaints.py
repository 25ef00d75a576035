"""Filing a complaint page by page, without JavaScript; „Și eu” instead of a twin; without a name."""

from app.cityhall.cases import queries as cases
from app.cityhall.cases.models import Case
from app.cityhall.complaints import queries
from app.cityhall.documents import queries as documents
from app.database import session
from app.web import security
from tests.hall import Hall
from tests.journey.test_complaint import complain, report_of
from tests.web.citizen.people import Citizen, Enter
from tests.web.citizen.test_filing import PNG, begin

IOANA, VLAD = "ioana@exemplu.ro", "vlad@exemplu.ro"


def tell(person: Citizen, draft: str, **place: str) -> None:
    """The pages up to who sends it."""
    person.post(f"{draft}/category", category="waste")
    person.post(f"{draft}/kind", waste_kind="dumped", severity="nuisance")
    person.post(f"{draft}/place", **(place or {"street": "Str. Dezrobirii", "street_number": "12"}))
    person.post(f"{draft}/description", description="Saci de moloz.")


def with_name(person: Citizen, draft: str) -> None:
    person.post(f"{draft}/identity", identification="named")
    person.post(f"{draft}/contact", full_name="Vlad Cetățean", email=VLAD)
    person.post(f"{draft}/answer", wants_answer="false")
    person.post(f"{draft}/publish", publish="yes")


def only_case(hall: Hall, who: str) -> Case:
    session().rollback()
    return cases.of_applicant(hall.actor(who).person_id)[0]


def test_by_address_alone_with_a_photograph(hall: Hall, enter: Enter) -> None:
    vlad = enter(VLAD)
    draft = begin(vlad, "complaint")
    tell(vlad, draft)
    with_name(vlad, draft)
    vlad.post(f"{draft}/acte", files=[("file.photo_before", "moloz.png", PNG)], action="next")
    vlad.post(f"{draft}/trimite")
    hall.works()
    case = only_case(hall, VLAD)
    assert [one.paper_code for one in documents.of_case(case.id) if one.paper_code] == ["photo_before"]
    report = report_of(hall, case)
    assert (report.street_key, report.point, report.consent) == ("dezrobirii 12", None, True)
    vlad.get(f"/cereri/{case.id}")
    assert vlad.page.xpath("//img[contains(@alt, 'Înainte')]/@src")


def test_neither_point_nor_street_is_told_beside_the_question(enter: Enter) -> None:
    vlad = enter(VLAD)
    draft = begin(vlad, "complaint")
    vlad.post(f"{draft}/category", category="other")
    vlad.post(f"{draft}/kind", severity="minor")
    assert vlad.post(f"{draft}/place", landmark="lângă parc").status_code == 422
    assert "Scrieți strada sau alegeți un punct" in vlad.errors
    assert vlad.page.xpath("//input[@name='point.lat']")
    vlad.post(f"{draft}/place", point__lat="44,4320")
    assert "longitudinea" in vlad.errors
    vlad.post(f"{draft}/place", point__lat="nord", point__lon="26,0350")
    assert "latitudinea în grade" in vlad.errors


def test_a_place_outside_the_sector_is_told_before_sending(enter: Enter) -> None:
    vlad = enter(VLAD)
    draft = begin(vlad, "complaint")
    tell(vlad, draft, point__lat="44.4600", point__lon="26.1500")
    with_name(vlad, draft)
    vlad.post(f"{draft}/acte", action="next")
    assert "în afara sectorului" in vlad.text("//main")
    assert vlad.page.xpath("//button[contains(., 'Trimiteți cererea')]")


def test_me_too_instead_of_a_twin(hall: Hall, enter: Enter) -> None:
    first = complain(hall)
    vlad = enter(VLAD)
    draft = begin(vlad, "complaint")
    tell(vlad, draft, point__lat="44,4321", point__lon="26,0351")
    with_name(vlad, draft)
    vlad.post(f"{draft}/acte", files=[("file.photo_before", "moloz.png", PNG)], action="next")
    assert "A mai fost semnalată?" in vlad.text("//h2")
    assert "Ioana" not in vlad.text("//section[@id='twins']")
    report = report_of(hall, first)
    vlad.post(f"{draft}/si-eu/{report.id}")
    assert queries.supports([report.id]) == {report.id: 1}
    assert cases.of_applicant(hall.actor(VLAD).person_id) == []
    assert vlad.get(f"{draft}/verificare").status_code == 404


def test_only_what_was_offered_can_be_supported_from_a_draft(hall: Hall, enter: Enter) -> None:
    silent = complain(hall, publish=False)
    vlad = enter(VLAD)
    draft = begin(vlad, "complaint")
    tell(vlad, draft)
    with_name(vlad, draft)
    assert vlad.post(f"{draft}/si-eu/{report_of(hall, silent).id}").status_code == 404
    vlad.get(f"{draft}/verificare")
    assert "A mai fost semnalată?" not in vlad.text("//h2")


def test_ones_own_complaint_is_shown_as_ones_own(hall: Hall, enter: Enter) -> None:
    case = complain(hall)
    ioana = enter(IOANA)
    draft = begin(ioana, "complaint")
    tell(ioana, draft)
    with_name(ioana, draft)
    ioana.get(f"{draft}/verificare")
    assert f"/cereri/{case.id}" in ioana.page.xpath("//section[@id='twins']//a/@href")


def test_something_else_is_sent_all_the_same(hall: Hall, enter: Enter) -> None:
    complain(hall)
    vlad = enter(VLAD)
    draft = begin(vlad, "complaint")
    tell(vlad, draft)
    with_name(vlad, draft)
    vlad.post(f"{draft}/acte", action="next")
    vlad.post(f"{draft}/trimite")
    assert only_case(hall, VLAD).version.code == "complaint"


def test_without_a_name_nothing_leads_back_to_the_account(hall: Hall, enter: Enter) -> None:
    vlad = enter(VLAD)
    draft = begin(vlad, "complaint")
    tell(vlad, draft)
    vlad.post(f"{draft}/identity", identification="anonymous")
    vlad.post(f"{draft}/publish")
    vlad.post(f"{draft}/acte", action="next")
    shown = vlad.post(f"{draft}/trimite")
    assert "fără nume" in vlad.text("//main")
    case_id = shown.request.path.split("/")[2]
    assert vlad.get(f"/cereri/{case_id}").status_code == 404
    assert vlad.get(f"/cereri/{case_id}/dovada.pdf").data.startswith(b"%PDF-")
    assert enter(IOANA).get(f"/cereri/{case_id}/confirmare").status_code == 404
    hall.works()
    session().rollback()
    assert cases.of_applicant(hall.actor(VLAD).person_id) == []
    names = [one.applicant.full_name for one in cases.search(hall.actor("Elena"), "")]
    assert names == ["Anonim"]


def test_a_map_may_load_its_pictures_only_from_where_the_hall_says(hall: Hall, enter: Enter) -> None:
    assert security.policy("") == security.POLICY
    told = security.policy("https://{s}.tiles.example/{z}/{x}/{y}.png")
    assert "img-src 'self' data: https://*.tiles.example;" in told
    answer = enter("").client.get("/sesizari")
    assert "geolocation=(self)" in answer.headers["Permissions-Policy"]
    assert "geolocation=()" in enter("").client.get("/").headers["Permissions-Policy"]
    assert hall.app.config["MAP_TILES"] == ""
