"""Tables that decide at filing: the term, the papers, the fee; and what a bad table is told."""

import tomllib
from datetime import date
from typing import Any

import pytest

from app.cityhall import institutions
from app.cityhall.procedures import actions as procedure_actions
from app.cityhall.procedures import folders
from app.cityhall.procedures import queries as procedures
from app.cityhall.procedures.models import ProcedureVersion
from app.database import transaction
from app.journey import deciding, deciding_checks
from tests.engine.dmn import book, table
from tests.forms.shelf import CERTIFICATE
from tests.hall import ROOT, Hall

DAY = date(2026, 11, 23)


def about(version: ProcedureVersion, day: date = DAY, **answers: Any) -> dict[str, Any]:
    return deciding.known(version, {**CERTIFICATE, **answers}, "portal", day)


def test_the_term_is_that_of_the_table(hall: Hall) -> None:
    version = procedures.current("urbanism_construction")
    roads = deciding.term(version, about(version, works_kind="engineering", transport_infrastructure=True))
    houses = deciding.term(version, about(version, works_kind="buildings"))
    assert (roads["unit"], roads["days"], roads["act"]) == (
        "calendar",
        15,
        "Legea 169/2026 art. 258 alin. (4)",
    )
    assert (houses["unit"], houses["days"], houses["pause_on_completion"]) == ("working", 15, True)


def test_automatic_issue_gives_five_working_days(hall: Hall) -> None:
    files = folders.read_folder(ROOT, "urbanism_information")
    toml = files["procedure.toml"].decode()
    files["procedure.toml"] = toml.replace("automat = false", "automat = true").encode()
    institution = institutions.by_code("PS6")
    assert institution is not None
    with transaction():
        procedure_actions.publish(institution, "urbanism_information", files, hall.now)
    case = hall.files("urbanism_information", CERTIFICATE).case
    assert case.term is not None
    assert (case.term.days, case.term.conservative) == (5, date(2026, 12, 2))


def test_the_papers_follow_from_the_answers(hall: Hall) -> None:
    version = procedures.current("urbanism_information")
    assert [p.code for p in deciding.papers(version, about(version))] == ["sketch"]
    paper = deciding.papers(version, about(version, land_registry="paper", applicant_kind="representative"))
    assert [(p.code, p.need) for p in paper] == [
        ("mandate", "required"),
        ("location_plan", "required"),
        ("land_book_extract", "required"),
        ("sketch", "optional"),
    ]
    unknown = {p.code: p.need for p in deciding.papers(version, about(version, land_registry="unknown"))}
    assert unknown == {"location_plan": "required", "sketch": "recommended"}
    most = {need.code: (need.need, depends) for need, depends in deciding.papers_at_most(version)}
    assert most["land_book_extract"] == ("required", True)
    assert most["sketch"] == ("recommended", False)


def test_the_fee_changes_with_area_and_day_and_says_why(hall: Hall) -> None:
    version = procedures.current("urbanism_information")
    small = deciding.fee(version, about(version, land_area=150))
    later = deciding.fee(version, about(version, date(2027, 1, 4), land_area=150))
    large = deciding.fee(version, about(version, land_area=1250.5))
    assert small is not None
    assert later is not None
    assert large is not None
    assert (small.bani, later.bani, large.bani) == (600, 630, 1650)
    assert "art. 474" in small.act
    lines = deciding.fees(version, DAY)
    assert [line.bani for line in lines] == [600, 700, 900, 1200, 1400, None]
    assert all("2026" in line.words for line in lines)


def test_an_extension_costs_thirty_percent(hall: Hall) -> None:
    version = procedures.current("urbanism_extension")
    found = deciding.fee(version, about(version, land_area=800))
    assert found is not None
    assert found.bani == 420


def problems(
    *tables: str, toml: str = "[term]\ndays = 3", papers: bytes = b'[{"code": "plan"}]'
) -> list[str]:
    files = {"procedure.toml": toml.encode(), "papers.json": papers}
    assert tomllib.loads(toml)
    return [str(one) for one in deciding_checks.problems(files, book(*tables))]


TERM = '[term]\ndecision = "term"'


@pytest.mark.parametrize(
    ("told", "toml", "said"),
    [
        (
            table(["1"], ["days"], [["-", "3"]], own="term"),
            '[term]\ndecision = "term"',
            "must give act, unit",
        ),
        (
            table(["1"], ["days"], [["-", "3"]], own="other"),
            '[term]\ndecision = "term"',
            "asks the decision term",
        ),
        (
            table(["1"], ["code", "need"], [["-", '"map"', '"required"']], own="papers", hitPolicy="COLLECT"),
            "[term]",
            "asks for the paper map",
        ),
        (
            table(["1"], ["code", "need"], [["-", '"plan"', '"maybe"']], own="papers", hitPolicy="COLLECT"),
            "[term]",
            "says that a paper is maybe",
        ),
        (
            table(["1"], ["code", "need"], [["-", '"plan"', '"required"']], own="papers", hitPolicy="FIRST"),
            "[term]",
            "must give a list",
        ),
        (table(["1"], ["a", "b"], [["-", "3", "4"]], own="fee"), "[term]", "has 2 outputs"),
    ],
)
def test_a_bad_table_is_not_published(told: str, toml: str, said: str) -> None:
    found = problems(told, toml=toml)
    assert any(said in one for one in found), found


def test_all_procedures_are_well_decided() -> None:
    assert problems() == []
