"""The archive: how long a file is kept, and what it holds."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.cityhall import archive
from app.cityhall.cases.models import Case
from app.database import session, transaction
from tests.hall import MONDAY, Hall


@pytest.mark.parametrize(
    ("closed", "years", "since", "until"),
    [
        (date(2026, 12, 31), 10, date(2027, 1, 1), date(2037, 1, 1)),
        (date(2027, 1, 1), 10, date(2028, 1, 1), date(2038, 1, 1)),
        (date(2028, 2, 29), 30, date(2029, 1, 1), date(2059, 1, 1)),
        (date(2026, 6, 1), archive.PERMANENT, date(2027, 1, 1), None),
    ],
)
def test_retention_counts_from_the_first_of_january_after_closing(
    closed: date, years: int, since: date, until: date | None
) -> None:
    assert archive.keep_from(closed) == since
    assert archive.keep_until(closed, years) == until


@given(st.dates(date(2026, 1, 1), date(2100, 12, 31)), st.integers(1, 100))
def test_a_file_is_kept_for_all_its_years_and_less_than_one_more(closed: date, years: int) -> None:
    until = archive.keep_until(closed, years)
    assert until is not None
    assert 365 * years < (until - closed).days <= 366 * (years + 1)


def test_filing_away_again_changes_nothing(any_hall: Hall) -> None:
    case = any_hall.petition()
    for code, contents in (("II B 4", [{"title": "Dovada"}]), ("altul", [])):
        with transaction():
            fresh = session().get(Case, case.id)
            assert fresh is not None
            archive.file_away(fresh, archive.Filed(code, 10), date(2026, 11, 23), contents, MONDAY)
    kept = archive.of_case(case.id)
    assert kept is not None
    assert (kept.code, kept.contents) == ("II B 4", [{"title": "Dovada"}])


def test_the_closed_file_names_every_paper_with_its_hash(hall: Hall) -> None:
    case = hall.petition(delivery="email")
    assert archive.of_case(case.id) is None
    hall.answered(case)
    kept = archive.of_case(case.id)
    assert kept is not None
    assert (kept.code, kept.retention_years, kept.keep_until) == ("II B 4", 10, date(2037, 1, 1))
    for paper in kept.contents:
        assert len(hall.house.outside.files.get(paper["sha256"])) == paper["size"]
    assert {paper["kind"] for paper in kept.contents} == {"receipt", "request", "draft_letter", "act"}
