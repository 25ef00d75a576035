"""An open file goes to another institution and is not begun anew there (Legea 169/2026 art. 584)."""

import io
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from flask import Flask

from app.cityhall import institutions, transfers
from app.cityhall.cases import queries as cases
from app.cityhall.cases.models import Case
from app.cityhall.documents import queries as documents
from app.cityhall.registry import queries as register
from app.cityhall.registry import verify
from app.database import session, transaction
from app.journey.packages import giving, taking
from app.journey.packages.giving import Asked
from app.outside import OutsideError
from app.refusal import Refusal
from tests.hall import ANSWER, MONDAY, Hall, build, furnish
from tests.papers import laid, pdf

ASKED = Asked("Primăria Municipiului București", "Legea 169/2026 art. 584")


def gives(hall: Hall, case: Case) -> bytes:
    """Paul hands the file over; the package."""
    with transaction():
        made = giving.give(
            cases.staff_case(case.id, hall.actor("Paul")), ASKED, hall.actor("Paul"), hall.house, hall.now
        )
    return hall.house.outside.files.get(made.sha256)


def takes(hall: Hall, content: bytes) -> Case:
    """Paul of the other hall takes it over."""
    ours = institutions.by_code("PS6")
    assert ours is not None
    package = taking.opened(content)
    with transaction():
        case = taking.take(package, ours, ASKED.act, hall.actor("Paul"), hall.house, hall.now)
    hall.works()
    return case


@pytest.fixture
def there(tmp_path: Path) -> Callable[[], "contextmanager[Hall]"]:  # type: ignore[type-arg]
    """Another hall, in a database of its own, with other numbers given already."""
    app: Flask = build(tmp_path / "there")
    furnish(app)

    @contextmanager
    def enter() -> Iterator[Hall]:
        with app.app_context():
            hall = Hall(app, MONDAY)
            yield hall
            session().close()

    return enter


def in_the_middle(hall: Hall) -> Case:
    """A petition with a paper, worked on by several people, that waits for its applicant."""
    case = hall.petition(subject="Copac uscat")
    laid(hall, case, pdf("fotografia copacului"), "copac.pdf", "Fotografie")
    hall.does("Ion", case, "routing", competence="ours", department="SAL")
    hall.passes(days=3)
    hall.does(
        "Ana", case, "analysis", decision="completion", defects=[{"reason": "unclear", "note": "Unde?"}]
    )
    return case


def test_a_file_goes_on_where_it_stood_with_its_terms_papers_and_history(hall: Hall, there) -> None:  # type: ignore[no-untyped-def]
    case = in_the_middle(hall)
    number, term, element = (
        case.entry.legal_number,
        case.term.conservative,
        hall.task(case, "completion").element,
    )
    papers = {(d.title, d.latest.sha256) for d in documents.of_case(case.id)}
    history = [(e.kind, e.at) for e in cases.history(case.id, public_only=False)]
    content, case_id = gives(hall, case), case.id
    with there() as other:
        other.petition(subject="A altcuiva")
        ours = takes(other, content)
        assert ours.id == case_id
        assert ours.entry.number > 1
        assert ours.entry.sender_number == number
        assert ours.term is not None
        assert ours.term.conservative == term
        assert [task.element for task in cases.open_tasks(ours.id)] == [element]
        assert {(d.title, d.latest.sha256) for d in documents.of_case(ours.id)} == papers
        told = [(e.kind, e.at) for e in cases.history(ours.id, public_only=False)]
        assert [one for one in told if one in history] == history[:-1] or told[: len(history)] == history
        assert ours.department is not None
        assert ours.department.code == "SAL"


def test_the_applicant_answers_and_the_case_ends_in_the_other_hall(hall: Hall, there) -> None:  # type: ignore[no-untyped-def]
    content = gives(hall, in_the_middle(hall))
    with there() as other:
        case = takes(other, content)
        task = other.task(case, "completion")
        other.finishes(other.actor("Elena"), task, {"answer": "Pe strada Dezrobirii, la numărul 12."})
        other.does("Ana", case, "analysis", decision="answer")
        other.does("Ana", case, "drafting", **ANSWER)
        other.signed(case)
        other.works()
        assert [one.direction for one in register.of_case(case.id)][-1] == "out"


def test_here_the_file_is_closed_and_says_where_it_went(hall: Hall) -> None:
    case = in_the_middle(hall)
    gives(hall, case)
    fresh = session().get(Case, case.id)
    assert fresh is not None
    assert (fresh.status, fresh.outcome) == ("closed", "handed_over")
    assert cases.open_tasks(case.id) == []
    assert cases.armed(case.id) == []
    assert [m.value for m in register.marks(case.entry_id) if m.kind == "resolved"] == [
        "predat către Primăria Municipiului București"
    ]
    hall.passes(days=60)
    assert [one.other for one in transfers.of_case(case.id)] == ["Primăria Municipiului București"]
    with pytest.raises(Refusal, match=r"transfer\.closed"):
        gives(hall, case)


def test_twice_is_refused_and_so_is_a_file_that_is_here(hall: Hall, there) -> None:  # type: ignore[no-untyped-def]
    content = gives(hall, in_the_middle(hall))
    with pytest.raises(Refusal, match=r"transfer\.here_already"):
        takes(hall, content)
    with there() as other:
        takes(other, content)
        with pytest.raises(Refusal, match=r"transfer\.here_already"):
            takes(other, content)


def test_a_paper_in_the_locker_must_be_fetched_first(hall: Hall) -> None:
    case = hall.petition()
    hall.answered(case)
    hall.works()
    with pytest.raises(Refusal, match=r"transfer\.busy_locker"):
        gives(hall, case)


@pytest.mark.parametrize("name", ["data/dosar.json", "data/stare.bin", "data/procedura.zip", "bag-info.txt"])
def test_a_changed_package_is_refused_and_leaves_nothing(hall: Hall, there, name: str) -> None:  # type: ignore[no-untyped-def]
    content = changed(gives(hall, in_the_middle(hall)), name)
    with there() as other:
        before = verify.broken(institutions.by_code("PS6").id, 2026)  # type: ignore[union-attr]
        with pytest.raises((OutsideError, Refusal)):
            takes(other, content)
        assert session().query(Case).count() == 0
        assert verify.broken(institutions.by_code("PS6").id, 2026) == before  # type: ignore[union-attr]


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 no zip", b"nothing"])
def test_what_is_no_package_is_refused(content: bytes) -> None:
    with pytest.raises(OutsideError, match="package_unreadable"):
        taking.opened(content)


def test_names_that_lead_elsewhere_are_refused(tmp_path: Path) -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("../../escaped", "x")
    with pytest.raises(OutsideError, match="package_unreadable"):
        taking.opened(made.getvalue())


def changed(content: bytes, name: str) -> bytes:
    """The package with one byte of one file turned."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w") as new:
        for entry in old.namelist():
            data = bytearray(old.read(entry))
            if entry.endswith(name):
                data[len(data) // 2] ^= 1
            new.writestr(entry, bytes(data))
    return made.getvalue()
