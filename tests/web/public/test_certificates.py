"""The monthly list of certificates: what anybody may read, and what nobody finds there."""

from tests.forms.shelf import CERTIFICATE
from tests.hall import Hall
from tests.journey.test_urbanism import DRAFT, READ
from tests.web.citizen.people import Enter


def issued(hall: Hall, **answers: object) -> None:
    case = hall.files("urbanism_information", {**CERTIFICATE, **answers}).case
    hall.pays(case)
    hall.does("Maria", case, "resolution", competence="ours")
    hall.does("Radu", case, "verification", complete=True)
    hall.does("Radu", case, "property_data", **READ)
    hall.does("Radu", case, "drafting", **DRAFT)
    hall.does("Maria", case, "approval", decision="approve")


def test_the_month_tells_places_and_purposes_but_no_names(hall: Hall, enter: Enter) -> None:
    issued(hall)
    anybody = enter("")
    page = anybody.get("/urbanism/lista").text
    for told in ("Lalelelor", "234567-C1", "Certificat de urbanism de informare", "23.11.2026"):
        assert told in page
    assert "Țăranu" not in page
    assert "Ioana" not in page
    csv = anybody.get("/urbanism/lista.csv?luna=2026-11")
    assert csv.content_type == "text/csv; charset=utf-8"
    assert "234567-C1" in csv.text
    assert "Țăranu" not in csv.text


def test_a_spreadsheet_runs_nothing_from_it(hall: Hall, enter: Enter) -> None:
    issued(hall, cadastral_number="=cmd()")
    assert ",'=cmd()," in enter("").get("/urbanism/lista.csv").text


def test_other_months(hall: Hall, enter: Enter) -> None:
    anybody = enter("")
    assert "niciun certificat" in anybody.get("/urbanism/lista?luna=2026-10").text
    for luna in ("2026-12", "2026-07", "2026-13", "x", "9999-99"):
        assert anybody.get(f"/urbanism/lista?luna={luna}").status_code == 404
