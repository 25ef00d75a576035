"""Running cases and the versions of their procedures."""

import click
from flask.cli import AppGroup

from app.cityhall import institutions
from app.cityhall.cases import queries
from app.cityhall.cases.models import Case
from app.cityhall.procedures import queries as procedures
from app.cityhall.procedures.models import ProcedureVersion
from app.cli.here import now, settings
from app.database import transaction
from app.engine.moving.migration import Verdict
from app.journey import versions
from app.journey.versions import Forecast
from app.refusal import Refusal
from app.web import obstacles, wording

group = AppGroup("cases", help="Running cases and the versions of their procedures.")


@group.command("migrate")
@click.argument("code")
@click.option("--to", "number", type=int, help="the version; the current one unless given")
@click.option("--case", "case_number", help="only this case, by its number: 17/2026")
@click.option("--yes", is_flag=True, help="move them; without it only say who could move")
def migrate(code: str, number: int | None, case_number: str | None, yes: bool) -> None:
    """Say of every running case of CODE whether it can move to a newer version; with --yes move them."""
    to = _version(code, number)
    stay = sum(_show(one) for one in versions.forecast(to, case_number))
    if yes:
        moved, stay = versions.move_all(to, None, now(), _say_moved, case_number)
        click.echo(f"{moved} moved to v{to.number}, {stay} stay")
    if stay:
        raise SystemExit(1)


@group.command("undo")
@click.argument("number")
def undo(number: str) -> None:
    """Take case NUMBER (17/2026) back to the version it was moved from, if it took no step since."""
    try:
        with transaction():
            version = versions.undo(_case(number).id, None, now())
    except Refusal as refusal:
        raise click.ClickException(wording.sentence(refusal.key, refusal.facts)) from refusal
    click.echo(f"{number} is on v{version.number} again")


def _show(one: Forecast) -> bool:
    """Print what would become of a case; True when it stays."""
    click.echo(_line(one, "can move"))
    return not one.verdict.can


def _say_moved(one: Forecast) -> None:
    click.echo(_line(one, "moved"))


def _line(one: Forecast, well: str) -> str:
    stands = ", ".join(one.stands_at)
    return f"{one.number:<12} v{one.version:<4} {stands:<40} {_told(one.verdict, well)}".rstrip()


def _told(verdict: Verdict, well: str) -> str:
    words = " ".join(obstacles.all_told(verdict))
    return f"{well if verdict.can else 'stays'}  {words}".rstrip()


def _version(code: str, number: int | None) -> ProcedureVersion:
    """A version of the installed institution's procedure. Raises ClickException."""
    institution = institutions.by_code(settings().institution)
    if institution is None:
        raise click.ClickException(f"no institution {settings().institution} yet: flask hall found")
    try:
        if number is None:
            return procedures.current(code, institution.id)
        return procedures.numbered(code, institution.id, number)
    except Refusal as refusal:
        raise click.ClickException(wording.sentence(refusal.key, refusal.facts)) from refusal


def _case(number: str) -> Case:
    """The installed institution's case with that number of that year. Raises ClickException."""
    plain, _, year = number.partition("/")
    found = queries.numbered(int(plain)) if plain.isdecimal() else []
    for case in found:
        if str(case.entry.year) == year and case.institution.code == settings().institution:
            return case
    raise click.ClickException(wording.sentence("case.unknown", {}))
