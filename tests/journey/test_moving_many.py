"""Many cases at once, and the commands: first it is said who can move, then they move."""

from app.cityhall.cases import moves
from app.cityhall.procedures import queries as procedures
from app.database import session
from app.journey import versions
from tests.hall import Hall
from tests.journey.editions import at_analysis, published, relabelled, unanalysed


def test_of_many_only_those_that_can_are_moved_and_each_is_told(hall: Hall) -> None:
    first, second = at_analysis(hall), hall.petition()
    closed = hall.petition()
    there = {"other_body": "Apa Nova", "other_reason": "Rețeaua de apă."}
    hall.does("Ion", closed, "routing", competence="other", **there)
    to = published(hall, unanalysed)
    told: list[versions.Forecast] = []
    assert versions.move_all(to, None, hall.now, told.append) == (1, 1)
    assert {one.case_id: one.verdict.can for one in told} == {first.id: False, second.id: True}
    numbers = [hall.fresh(case).version.number for case in (first, second, closed)]
    assert numbers == [1, 2, 1]
    assert moves.counts(to.procedure_id) == {hall.fresh(first).version_id: 1, to.id: 1}


def test_cases_are_read_in_batches_in_the_order_of_their_numbers(hall: Hall) -> None:
    filed = [hall.petition() for _ in range(5)]
    to = published(hall, relabelled)
    assert [one.case_id for one in moves.running(to, batch=2)] == [case.id for case in filed]


def command(hall: Hall, *words: str) -> tuple[int, str]:
    session().rollback()
    done = hall.app.test_cli_runner().invoke(args=list(words))
    return done.exit_code, done.output


def test_the_command_first_says_and_then_moves(hall: Hall) -> None:
    gone, well = at_analysis(hall), hall.petition()
    published(hall, unanalysed)
    number = f"{well.entry.number}/{well.entry.year}"
    code, said = command(hall, "cases", "migrate", "petition")
    assert code == 1
    assert "Pasul „Analiză”, la care se află cererea, nu mai există." in said
    assert [line.split()[0] for line in said.splitlines()] == [f"{gone.entry.number}/2026", number]
    assert hall.fresh(well).version.number == 1
    assert command(hall, "cases", "migrate", "petition", "--case", number, "--yes")[0] == 0
    assert hall.fresh(well).version.number == 2
    assert command(hall, "cases", "migrate", "petition", "--yes")[0] == 1
    said = command(hall, "procedures", "versions", "petition")[1]
    assert [line.split()[-2:] for line in said.splitlines()] == [["1", "running"]] * 2
    assert command(hall, "cases", "undo", number) == (0, f"{number} is on v1 again\n")
    code, said = command(hall, "cases", "undo", number)
    assert (code, said) == (1, "Error: Cererea nu a fost mutată pe altă versiune.\n")
    assert command(hall, "cases", "migrate", "petition", "--to", "9")[0] == 1


def test_loading_procedures_leaves_running_cases_where_they_are(hall: Hall) -> None:
    case = at_analysis(hall)
    published(hall, relabelled)
    assert command(hall, "procedures", "load")[0] == 0
    assert procedures.current("petition").number == 3
    assert hall.fresh(case).version.number == 1
