"""Decision tables without drawing: read in words, a fee changed in a form, nothing else touched."""

import pytest

from app.cityhall.drafts import actions, queries
from app.cityhall.drafts.models import Draft
from app.cityhall.procedures import queries as procedures
from app.database import session, transaction
from app.engine.reading import tables
from app.web.studio.tables import cell_words
from tests.hall import Hall
from tests.web.citizen.people import Citizen, Enter
from tests.web.studio.pressing import Typed, press, said

CODE = "urbanism_construction"
TABLES = f"/studio/{CODE}/ciorna/tabele"


@pytest.fixture
def anca(hall: Hall, enter: Enter) -> Citizen:
    """Anca, with a draft of the urbanism certificate that she opened."""
    with transaction():
        by = hall.actor("Anca").person_id
        actions.begin(procedures.current(CODE), by, hall.now)
    return enter("Anca")


def draft(hall: Hall) -> Draft:
    session().rollback()
    return queries.mine(CODE, hall.actor("Anca"))


def content(hall: Hall, path: str) -> bytes:
    return queries.file_row(draft(hall), path).content


def test_tables_are_read_in_words(anca: Citizen) -> None:
    anca.get(TABLES)
    page = said(anca)
    assert "Întreabă: Suprafața terenului (m²), Depusă la, Investiție publică." in page
    assert "la depunere, pentru taxă; la pasul „Calculul taxei”" in page
    assert "la depunere, pentru termen" in page
    anca.get(f"{TABLES}/fee")
    page = said(anca)
    assert "cel mult 150" in page
    assert "peste 150, cel mult 250" in page
    assert "până la 31.12.2026" in page
    assert "6,00 lei" in page
    assert "Scutire: lucrări de interes public" in page


def test_a_fee_is_changed_without_javascript_and_nothing_else_changes(hall: Hall, anca: Citizen) -> None:
    before = content(hall, "fee.dmn")
    anca.get(f"{TABLES}/fee")
    anca.get(f"{TABLES}/fee/valori")
    typed: Typed = {"v.2.0": "1.234,5", "v.7.0": "= 1500 + int(answers.land_area)"}
    answer = press(anca, "Păstrați valorile", typed)
    assert answer.status_code == 200
    assert "S-a păstrat" in said(anca)
    assert "1.234,50 lei" in said(anca)
    after = content(hall, "fee.dmn")
    expected = before.replace(b"<text>600</text>", b"<text>123450</text>", 1)
    expected = expected.replace(b"1400 + int(answers.land_area - 1000)", b"1500 + int(answers.land_area)", 1)
    assert after == expected
    assert draft(hall).changed_by.full_name == "Anca Analist"


def test_what_cannot_be_a_fee_is_told_at_its_rule(hall: Hall, anca: Citizen) -> None:
    before = content(hall, "fee.dmn")
    anca.get(f"{TABLES}/fee/valori")
    answer = press(anca, "Păstrați valorile", {"v.2.0": "mult", "v.3.0": "= __import__('os')", "v.4.0": "9"})
    assert answer.status_code == 422
    page = said(anca)
    assert "Regula 2: Scrieți suma în lei" in page
    assert "Regula 3: Formula nu poate fi folosită: funcția nu este permisă aici" in page
    assert anca.page.xpath("//input[@name='v.4.0']/@value") == ["9"]
    assert content(hall, "fee.dmn") == before


def test_two_analysts_never_overwrite_each_other(hall: Hall, anca: Citizen, enter: Enter) -> None:
    bogdan = enter("Bogdan")
    anca.get(f"{TABLES}/fee/valori")
    bogdan.get(f"{TABLES}/fee/valori")
    assert "Anca Analist" in said(bogdan)
    press(anca, "Păstrați valorile", {"v.2.0": "7"})
    late = press(bogdan, "Păstrați valorile", {"v.2.0": "8", "n.2": "HCL 5/2026"})
    assert late.status_code == 409
    assert "Anca Analist a schimbat „fee.dmn” între timp" in said(bogdan)
    assert bogdan.page.xpath("//input[@name='v.2.0']/@value") == ["8"]
    assert b"<text>700</text>" in content(hall, "fee.dmn")


def test_words_papers_and_notes_are_values_too(hall: Hall, anca: Citizen) -> None:
    anca.get(f"{TABLES}/papers/valori")
    first = tables.read({"p.dmn": content(hall, "papers.dmn")}).tables["papers"].rules[0]
    press(anca, "Păstrați valorile", {"v.1.1": "optional", "n.1": "Legea <1> & „2”"})
    assert "S-a păstrat" in said(anca)
    now = tables.read({"p.dmn": content(hall, "papers.dmn")}).tables["papers"].rules[0]
    assert (now.cells, now.answers[0]) == (first.cells, first.answers[0])
    assert now.answers[1] == '"optional"'
    assert now.note == "Legea <1> & „2”"


def test_a_table_is_begun_from_its_title(hall: Hall, anca: Citizen) -> None:
    anca.get(TABLES)
    assert press(anca, "Începeți tabelul").status_code == 422
    press(anca, "Începeți tabelul", {"title": 'Taxa "specială" <gard>'})
    made = [path for path in queries.listed(draft(hall).id) if path.startswith("taxa_special")]
    assert len(made) == 1
    found = tables.read({made[0]: content(hall, made[0])}).tables
    assert next(iter(found.values())).name == 'Taxa "specială" <gard>'
    assert anca.page.xpath("//div[@id='table-canvas']")
    anca.get(TABLES)
    assert "Nu îl întreabă nimeni" in said(anca)


def test_a_broken_file_hides_no_other(hall: Hall, anca: Citizen) -> None:
    by = hall.actor("Anca").person_id
    for path, content in {"term.dmn": b"<definitions", "procedure.bpmn": b"<definitions/>"}.items():
        opened = draft(hall)
        with transaction():
            actions.save(opened, path, content, 1, by, hall.now)
    anca.get(TABLES)
    page = said(anca)
    assert "Fișierul „term.dmn” nu poate fi citit" in page
    assert "Suprafața terenului" in page
    assert anca.client.get(f"{TABLES}/term").status_code == 404
    assert anca.client.get(f"{TABLES}/editor?fisier=procedure.bpmn").status_code == 404
    assert anca.client.get(f"{TABLES}/editor?fisier=term.dmn").status_code == 200


def test_others_see_no_table(anca: Citizen, enter: Enter) -> None:
    assert anca.client.get(TABLES).status_code == 200
    for who in ("Ion", "ioana@exemplu.ro"):
        for path in ("", "/fee", "/fee/valori", "/editor?fisier=fee.dmn"):
            assert enter(who).client.get(TABLES + path).status_code in {403, 404}
        assert enter(who).client.post(f"{TABLES}/fee/valori", data={"v.2.0": "1"}).status_code in {403, 404}


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        ("-", "oricare"),
        ("", "oricare"),
        ("<= 150", "cel mult 150"),
        ("< 0.5", "sub 0,5"),
        ("!= 5", "altceva decât 5"),
        ("[1..5]", "de la 1 la 5"),
        ("(150..250]", "peste 150, cel mult 250"),
        ("]1..5[", "peste 1, sub 5"),
        ("[1..5)", "de la 1, sub 5"),
        ('"build"', "Construire"),
        ('"build", "x y", 3', "Construire, „x y” sau 3"),
        ('not("build", 5)', "în afară de Construire sau 5"),
        ("true", "da"),
        ("null", "necompletat"),
        ('>= date("2027-01-01")', "din 01.01.2027"),
        ('[date("2026-01-01")..date("2026-12-31")]', "de la 01.01.2026 la 31.12.2026"),
        ("? > 5 and ? < 9", "? > 5 and ? < 9"),
        ('"a,b"', "a,b"),
        ("settings.limit", "settings.limit"),
    ],
)
def test_cells_in_words(hall: Hall, cell: str, words: str) -> None:
    with hall.app.test_request_context():
        assert cell_words.test(cell, {"build": "Construire"}) == words
