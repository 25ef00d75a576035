"""The pages of publishing: the gate, the difference, versions, the way back, moves and their undoing."""

from app.cityhall import institutions
from app.cityhall.cases import batches
from app.cityhall.procedures import queries as procedures
from app.database import session, transaction
from tests.hall import Hall
from tests.journey.editions import at_analysis, published, relabelled, stamped, unanalysed
from tests.journey.studio_desk import drafted, gate_of, green, well_stamped
from tests.web.desk.conftest import Door

PAGE = "/studio/petition"
ANCA, BOGDAN = "Anca", "Bogdan"


def current() -> int:
    session().rollback()
    return procedures.current("petition").number


def test_an_analyst_sees_the_gate_and_publishes(hall: Hall, door: Door) -> None:
    case = at_analysis(hall)
    draft = drafted(hall, relabelled, well_stamped)
    anca = door(ANCA)
    page = anca.get(f"{PAGE}/ciorna/publicare").text
    assert "Nu toate scenariile au fost jucate pe ciorna de acum." in page
    assert "se pot muta: 1, nu se pot muta: 0" in page
    assert "<del>Analiză</del>" in page
    assert "<ins>Analiza petiției</ins>" in page
    assert "Sarcină cu formular „Ștampilare”" in page
    seen = gate_of(hall, draft).digest
    refused = anca.post(f"{PAGE}/ciorna/publicare", seen=seen, reason="Ștampilă")
    assert refused.status_code == 409
    assert "Ștampilă</textarea>" in refused.text
    green(hall, draft)
    assert anca.post(f"{PAGE}/ciorna/publicare", seen=seen, reason="").status_code == 422
    done = anca.post(f"{PAGE}/ciorna/publicare", seen=seen, reason="Ștampilă").text
    assert "Versiunea nouă este în vigoare" in done
    assert "Ștampilă" in done
    assert "Anca Analist" in done
    assert (current(), hall.fresh(case).version.number) == (2, 1)


def test_the_difference_is_told_in_words_and_drawn_in_colours(hall: Hall, door: Door) -> None:
    published(hall, relabelled, well_stamped)
    anca = door(ANCA)
    page = anca.get(f"{PAGE}/diferente?de=1&la=2").text
    assert "Ce aduce versiunea 2 față de versiunea 1." in page
    assert page.count("mark-added") >= 2
    assert "mark-changed" in page
    assert 'id="before-' in page
    assert 'id="after-' in page
    assert "Nimic nu diferă" in anca.get(f"{PAGE}/diferente?de=1&la=1").text
    assert anca.get(f"{PAGE}/diferente?de=1&la=9").status_code == 404
    assert anca.get(f"{PAGE}/diferente?de=1&la=ciorna").status_code == 404


def test_what_stands_against_it_is_told_on_the_page(hall: Hall, door: Door) -> None:
    drafted(hall, stamped)
    page = door(ANCA).get(f"{PAGE}/ciorna/publicare").text
    assert "Procedura are greșeli cu care nu poate rula." in page
    assert "„Ștampilare”: " in page


def test_the_second_analyst_approves_on_the_versions_page(hall: Hall, door: Door) -> None:
    with transaction():
        institution = institutions.by_code("PS6")
        assert institution is not None
        institution.publishing_approval = True
    draft = drafted(hall, relabelled)
    green(hall, draft)
    anca, bogdan = door(ANCA), door(BOGDAN)
    seen = gate_of(hall, draft).digest
    page = anca.post(f"{PAGE}/ciorna/publicare", seen=seen, reason="Nume mai clar").text
    assert "Publicarea așteaptă aprobarea" in page
    assert "Aprobați publicarea" not in page
    assert "Așteaptă aprobarea dumneavoastră" not in anca.get("/studio/").text
    assert "Așteaptă aprobarea dumneavoastră" in bogdan.get("/studio/").text
    page = bogdan.get(f"{PAGE}/versiuni").text
    address = page.partition('/aproba"')[0].rpartition('action="')[2] + "/aproba"
    assert anca.post(address).status_code == 409
    assert current() == 1
    page = bogdan.post(address).text
    assert "aprobată de Bogdan Analist" in page
    assert current() == 2


def test_a_publication_for_another_day_is_scheduled_and_can_be_withdrawn(hall: Hall, door: Door) -> None:
    draft = drafted(hall, relabelled)
    green(hall, draft)
    anca = door(ANCA)
    day = {"day__day": "31", "day__month": "12", "day__year": "2099"}
    page = anca.post(
        f"{PAGE}/ciorna/publicare", seen=gate_of(hall, draft).digest, reason="HCL 45", **day
    ).text
    assert "31.12.2099" in page
    assert current() == 1
    address = page.partition('/retrage"')[0].rpartition('action="')[2] + "/retrage"
    assert "Publicarea a fost retrasă" in anca.post(address).text
    assert anca.post(address).status_code == 409


def test_the_way_back_is_shown_before_it_is_taken(hall: Hall, door: Door) -> None:
    published(hall, relabelled)
    anca = door(ANCA)
    page = anca.get(f"{PAGE}/versiuni/1/inapoi").text
    assert "<ins>Analiză</ins>" in page
    seen = page.partition('name="seen" value="')[2].partition('"')[0]
    page = anca.post(f"{PAGE}/versiuni/1/inapoi", seen=seen, reason="Nu era bine").text
    assert "întoarcere" in page
    assert current() == 3
    assert procedures.current("petition").source == "rollback"


def test_cases_are_moved_in_a_batch_and_each_is_taken_back(hall: Hall, door: Door) -> None:
    gone, well, other = at_analysis(hall), hall.petition(), hall.petition()
    published(hall, unanalysed)
    anca = door(ANCA)
    page = anca.get(f"{PAGE}/mutari").text
    assert "Pasul „Analiză”, la care se află cererea, nu mai există." in page
    assert page.count('type="checkbox"') == 2
    page = anca.post(f"{PAGE}/mutari", to="2", which="all").text
    assert "0 din 3" in page
    procedure_id = procedures.current("petition").procedure_id
    (batch,) = [one.id for one in batches.batches(procedure_id)]
    assert anca.get(f"{PAGE}/mutari/{batch}/stare").json == {
        "settled": 0, "total": 3, "words": "0 din 3 cereri. De mutat: 3.",
    }  # fmt: skip
    hall.works()
    numbers = [hall.fresh(case).version.number for case in (gone, well, other)]
    assert numbers == [1, 2, 2]
    page = anca.get(f"{PAGE}/mutari/{batch}").text
    assert "3 din 3 cereri. Mutate: 2, rămase unde erau: 1." in page
    page = anca.post(f"{PAGE}/mutari/{batch}/inapoi", case=well.id).text
    assert "din nou pe versiunea 1" in page
    hall.does("Ion", other, "routing", competence="ours", department="SAL")
    page = anca.get(f"{PAGE}/mutari/{batch}").text
    assert "a făcut un pas" in page
    anca.post(f"{PAGE}/mutari/{batch}/inapoi")
    hall.works()
    assert [hall.fresh(case).version.number for case in (gone, well, other)] == [1, 1, 2]


def test_nobody_else_finds_any_of_it(hall: Hall, door: Door) -> None:
    draft = drafted(hall, relabelled)
    assert draft.state == "open"
    pages = (
        "ciorna/publicare",
        "diferente?de=1&la=1",
        "versiuni",
        "versiuni/1/inapoi",
        "mutari",
        "previziune?la=1",
    )
    for who in ("Ana", "ioana@exemplu.ro"):
        other = door(who)
        assert {other.get(f"{PAGE}/{page}").status_code for page in pages} == {403}
    anca = door(ANCA)
    assert {anca.get(f"/studio/unknown/{page}").status_code for page in pages} == {404}
    assert anca.get(f"{PAGE}/mutari/{draft.id}").status_code == 404
    assert anca.post(f"{PAGE}/publicare/{draft.id}/aproba").status_code == 404


def test_addresses_and_texts_that_nobody_would_type_are_no_errors_of_ours(hall: Hall, door: Door) -> None:
    published(hall, relabelled)
    anca, many = door(ANCA), "9" * 40
    page = anca.get(f"{PAGE}/versiuni/1/inapoi").text
    seen = page.partition('name="seen" value="')[2].partition('"')[0]
    for address in (
        f"mutari?la={many}",
        f"mutari?dupa={many}/{many}",
        "mutari?dupa=-1/x",
        f"previziune?la={many}",
        "previziune?la=²",
        f"diferente?de={many}&la=<svg>",
        f"versiuni/{many}/inapoi",
    ):
        assert anca.get(f"{PAGE}/{address}").status_code in {200, 404}
    assert anca.post(f"{PAGE}/mutari", to=many, case="x").status_code == 404
    assert anca.post(f"{PAGE}/mutari", to="2", case="x").status_code == 409
    day = {"day__day": many, "day__month": "x", "day__year": "0"}
    assert anca.post(f"{PAGE}/versiuni/1/inapoi", seen=seen, reason="Da", **day).status_code == 422
    done = anca.post(f"{PAGE}/versiuni/1/inapoi", seen=seen, reason="<svg onload=alert(1)>\x00").text
    assert "&lt;svg onload=alert(1)&gt;" in done
    assert "<svg onload" not in done


def test_the_administrator_decides_whether_a_second_person_approves(hall: Hall, door: Door) -> None:
    paul = door("Paul")
    page = paul.get("/administrare/starea").text
    address = page.partition("/administrare/starea/publicare/")[2].partition('"')[0]
    paul.post(f"/administrare/starea/publicare/{address}", approval__1="yes")
    institution = institutions.by_code("PS6")
    assert institution is not None
    assert institution.publishing_approval
    assert door(ANCA).post(f"/administrare/starea/publicare/{address}").status_code == 403
    assert paul.post(f"/administrare/starea/publicare/{hall.petition().id}").status_code == 403
