"""The public door: complaints with consent, „Și eu”, pictures; never whose they are."""

import io
from uuid import UUID

from PIL import Image

from app.cityhall.complaints import queries
from app.cityhall.documents.actions import Stored, add
from app.database import session, transaction
from tests.hall import Hall
from tests.journey.test_complaint import PICTURES, TO_THE_TEAM, answered, complain, found_there, report_of
from tests.web.citizen.people import Enter


def listed(hall: Hall) -> UUID:
    """A complaint with a team on its way, which anybody may see; its public id."""
    case = complain(hall, landmark="lângă blocul Mariei Ionescu")
    hall.does("Daria", case, "triage", **TO_THE_TEAM)
    found: UUID = report_of(hall, case).id
    session().rollback()
    return found


def a_picture() -> bytes:
    """A photograph with the place written into it, as telephones do."""
    out, picture = io.BytesIO(), Image.new("RGB", (1600, 900), "green")
    exif = picture.getexif()
    exif[0x010E] = "Strada Secreta 5"
    picture.save(out, "JPEG", exif=exif)
    return out.getvalue()


def test_the_list_says_what_and_where_never_who(hall: Hall, enter: Enter) -> None:
    report = listed(hall)
    anybody = enter("")
    assert anybody.get("/sesizari").status_code == 200
    text = anybody.text("//main")
    assert "Gunoi și curățenie, Str. Dezrobirii" in text
    anybody.get(f"/sesizari/{report}")
    text += anybody.text("//main")
    for secret in ("Ioana", "Mariei", "Saci de moloz", "0721", "ioana@", "nr. 12"):
        assert secret not in text


def test_filters_narrow_the_list(hall: Hall, enter: Enter) -> None:
    listed(hall)
    anybody = enter("")
    anybody.get("/sesizari?categorie=roads")
    assert "Nicio sesizare aici" in anybody.text("//main")
    anybody.get("/sesizari?categorie=waste&stare=open")
    assert "Str. Dezrobirii" in anybody.text("//main")
    anybody.get("/sesizari?stare=over")
    assert "Nicio sesizare aici" in anybody.text("//main")
    assert anybody.get("/sesizari?page=999999999999&stare=%27").status_code == 200


def test_without_consent_or_triage_nothing_is_public(hall: Hall, enter: Enter) -> None:
    silent = complain(hall, publish=False)
    hall.does("Daria", silent, "triage", **TO_THE_TEAM)
    waiting = complain(hall)
    anybody = enter("")
    for case in (silent, waiting):
        assert anybody.get(f"/sesizari/{report_of(hall, case).id}").status_code == 404
        assert anybody.get(f"/sesizari/{case.id}").status_code == 404
    anybody.get("/sesizari")
    assert "Nicio sesizare" in anybody.text("//main")


def test_me_too_is_said_once_and_needs_an_account(hall: Hall, enter: Enter) -> None:
    report = listed(hall)
    nobody = enter("")
    nobody.post(f"/sesizari/{report}/si-eu")
    assert nobody.page.xpath("//input[@type='password']")
    assert queries.supports([report]) == {}
    vlad = enter("vlad@exemplu.ro")
    for _again in range(2):
        vlad.post(f"/sesizari/{report}/si-eu")
    assert queries.supports([report]) == {report: 1}
    assert "Încă o persoană" in vlad.text("//main")
    assert enter("ioana@exemplu.ro").post(f"/sesizari/{report}/si-eu").status_code == 409


def test_too_many_in_an_hour_are_refused(hall: Hall, enter: Enter) -> None:
    report, hall.app.config["RATE_LIMITS"] = listed(hall), True
    vlad = enter("vlad@exemplu.ro")
    said = [vlad.post(f"/sesizari/{report}/si-eu").status_code for _try in range(21)]
    assert (said[0], said[-1]) == (200, 429)


def test_a_picture_is_shown_small_and_without_what_the_camera_wrote(hall: Hall, enter: Enter) -> None:
    case, content = complain(hall), a_picture()
    kept = Stored(hall.house.outside.files.put(content), len(content), "image/jpeg", "dupa.jpg")
    with transaction():
        add("photo_after", "Fotografie", kept, hall.now, case_id=case.id)
    found_there(hall, case, "resolved")
    answered(hall, case)
    report = report_of(hall, case).id
    anybody = enter("")
    assert anybody.client.get(f"/sesizari/{report}/dupa.jpg").status_code == 404
    hall.does("Daria", case, "publication", **PICTURES)
    shown = anybody.client.get(f"/sesizari/{report}/dupa.jpg")
    assert shown.mimetype == "image/jpeg"
    assert b"Secreta" not in shown.data
    assert max(Image.open(io.BytesIO(shown.data)).size) == 1200
    assert anybody.client.get(f"/sesizari/{report}/inainte.jpg").status_code == 404
    anybody.get(f"/sesizari/{report}")
    assert anybody.page.xpath("//img/@alt") != []


def test_the_outline_of_the_sector_is_public(enter: Enter) -> None:
    answer = enter("").client.get("/sesizari/zona.json")
    assert answer.get_json()["geometry"]["type"] == "Polygon"
