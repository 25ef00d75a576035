"""The studio's own pages: the tree, a procedure, its draft, texts by hand, a new procedure."""

import io
import tomllib

import pytest

from app.cityhall.drafts import queries as drafts
from app.cityhall.procedures import folders, packages
from app.database import session
from app.journey import checking
from tests.hall import ROOT, Hall
from tests.web.citizen.people import Enter

NOTICES = "/studio/petition/ciorna/text/notices.toml"
NEW = "/studio/procedura-noua"


@pytest.mark.usefixtures("draft")
def test_the_tree_shows_versions_running_cases_and_drafts(hall: Hall, enter: Enter) -> None:
    hall.petition()
    anca = enter("Anca")
    assert anca.get("/studio/").status_code == 200
    assert "v1" in anca.text("//tr[@data-procedure='petition']//td[1]")
    assert anca.text("//tr[@data-procedure='petition']//td[3]").split()[0] == "1"
    assert "Anca Analist" in anca.text("//tr[@data-procedure='petition']//td[4]")
    assert len(anca.page.xpath("//tr[@data-procedure]")) == len(folders.codes(ROOT))
    anca.get("/studio/?q=petitie")
    assert anca.page.xpath("//tr/@data-procedure") == ["petition"]
    anca.get("/studio/?q=%00nimic")
    assert "Nicio procedură" in anca.text("//main")


def test_a_draft_is_opened_shown_and_given_up(enter: Enter) -> None:
    anca = enter("Anca")
    assert "Deschideți o ciornă" in anca.get("/studio/petition").text
    assert "Deschideți o ciornă" in anca.get("/studio/petition/ciorna").text
    anca.post("/studio/petition/ciorna/deschide")
    assert "letters/answer.docx" in anca.text("//tr[@data-file]/th")
    assert anca.post("/studio/petition/ciorna/abandoneaza").status_code == 422
    assert anca.get("/studio/petition/ciorna").status_code == 200
    anca.post("/studio/petition/ciorna/abandoneaza", sure="yes")
    assert "abandonată" in anca.text("//main")
    assert "Deschideți o ciornă" in anca.get("/studio/petition/ciorna").text


@pytest.mark.usefixtures("draft")
def test_a_text_is_edited_by_hand_and_read_before_it_is_kept(enter: Enter) -> None:
    anca, bogdan = enter("Anca"), enter("Bogdan")
    anca.get(NOTICES)
    before = anca.page.xpath("//textarea")[0].text.removeprefix("\n")
    answer = anca.post(NOTICES, text="[registered", seen="1")
    assert answer.status_code == 422
    assert "[registered" in anca.page.xpath("//textarea")[0].text
    assert "nu se poate citi" in anca.errors
    assert bogdan.post(NOTICES, text=before + "# Bogdan", seen="1").status_code == 200
    answer = anca.post(NOTICES, text=before + "# Anca", seen="1")
    assert answer.status_code == 409
    assert "Bogdan Analist" in anca.errors
    assert "# Bogdan" in anca.text("//pre")
    assert "# Anca" in anca.page.xpath("//textarea")[0].text
    assert anca.page.xpath("//input[@name='seen']/@value") == ["2"]
    assert anca.post(NOTICES, text=before + "# Anca", seen="2").status_code == 200
    assert anca.get("/studio/petition/ciorna/text/procedure.bpmn").status_code == 422
    assert anca.get("/studio/petition/ciorna/text/none.csv").status_code == 404
    assert (
        anca.post(NOTICES.replace("notices.toml", "papers.json"), text="[" * 9_000, seen="1").status_code
        == 422
    )


def test_a_new_procedure_begins_small_and_passes_the_checks(hall: Hall, enter: Enter) -> None:
    anca = enter("Anca")
    assert anca.get(NEW).status_code == 200
    for wrong in ({"code": "Ab"}, {"title": " "}, {"department": "x"}, {"code": "petition"}):
        asked = {"code": "aviz_foraj", "title": "Aviz „foraj” & <altele>", "department": "RP", **wrong}
        assert anca.post(NEW, **asked).status_code in {409, 422}
        assert anca.errors
    answer = anca.post(NEW, code="aviz_foraj", title='Aviz "foraj" & <altele>', department="RP", how="blank")
    assert answer.status_code == 200
    assert "Ciorna" in anca.text("//h1")
    session().rollback()
    files = drafts.files(drafts.mine("aviz_foraj", hall.actor("Bogdan")).id)
    assert tomllib.loads(files["procedure.toml"].decode())["title"] == 'Aviz "foraj" & <altele>'
    assert [
        one for one in checking.problems(files, hall.house.outside.letters) if one.severity == "error"
    ] == []
    assert anca.post(NEW, code="aviz_foraj", title="Altul", department="RP").status_code == 409


def test_a_new_procedure_begins_as_a_copy_or_from_a_file(hall: Hall, enter: Enter) -> None:
    anca = enter("Anca")
    asked = {"title": "Petiție nouă", "department": "RP"}
    assert anca.post(NEW, code="copie", how="copy", source="petition", **asked).status_code == 200
    assert anca.post(NEW, code="copie2", how="copy", source="none", **asked).status_code == 422
    zipped = packages.zipped("drop_off", folders.read_folder(ROOT, "drop_off"))
    files = [("file", "depuneri.zip", zipped)]
    assert "Raportul importului" in anca.post(NEW, files=files, code="din_zip", how="file", **asked).text
    diagram = (ROOT / "processes/drop_off/procedure.bpmn").read_bytes()
    answer = anca.post(NEW, files=[("file", "Ceva nou.bpmn", diagram)], code="din_bpmn", how="file", **asked)
    assert "Raportul importului" in answer.text
    session().rollback()
    copy = drafts.files(drafts.mine("copie", hall.actor("Anca")).id)
    config = tomllib.loads(copy["procedure.toml"].decode())
    assert (config["code"], config["title"]) == ("copie", "Petiție nouă")
    assert drafts.files(drafts.mine("din_bpmn", hall.actor("Anca")).id)["procedure.bpmn"] == diagram


@pytest.mark.usefixtures("draft")
def test_what_is_exported_comes_back_the_same(hall: Hall, enter: Enter) -> None:
    anca = enter("Anca")
    before = drafts.files(drafts.mine("petition", hall.actor("Anca")).id)
    zipped = anca.client.get("/studio/petition/ciorna/export.zip").data
    assert zipped == anca.client.get("/studio/petition/versiuni/1/export.zip").data
    assert dict(packages.unzipped(zipped).files) == before == folders.read_folder(ROOT, "petition")
    data = {"file": (io.BytesIO(zipped), "petitie.zip"), "seen": "1"}
    assert anca.client.post("/studio/petition/ciorna/import", data=data).status_code == 422
    data = {"file": (io.BytesIO(zipped), "petitie.zip"), "seen": "7", "sure": "yes"}
    assert anca.client.post("/studio/petition/ciorna/import", data=data).status_code == 409
    data = {"file": (io.BytesIO(zipped), "petitie.zip"), "seen": "1", "sure": "yes"}
    assert anca.client.post("/studio/petition/ciorna/import", data=data).status_code == 303
    session().rollback()
    assert drafts.files(drafts.mine("petition", hall.actor("Anca")).id) == before
