"""Procedures as folders of files."""

from pathlib import Path

import click
from flask.cli import AppGroup

from app.cityhall import institutions
from app.cityhall.cases import moves
from app.cityhall.institutions import Institution
from app.cityhall.procedures import actions, folders, queries
from app.cli import exporting
from app.cli.here import house, now, settings
from app.database import transaction
from app.journey import checking, publishing
from app.refusal import Refusal
from app.web import wording

group = AppGroup("procedures", help="Procedures as folders of files.")


@group.command("load")
@click.option("--over", is_flag=True, help="also in the place of what the studio published")
def load(over: bool) -> None:
    """Publish every procedure folder that is new; what the studio published stays, unless --over."""
    if load_all(over=over):
        raise SystemExit(1)


@group.command("versions")
@click.argument("code")
def versions(code: str) -> None:
    """List the versions of CODE, with how many running cases stand on each."""
    institution = institutions.by_code(settings().institution)
    found = queries.versions(code, institution.id) if institution else []
    standing = moves.counts(found[0].procedure_id) if found else {}
    for one in found:
        now_or_then = "current" if one.retired_at is None else f"until {one.retired_at:%Y-%m-%d}"
        running = standing.get(one.id, 0)
        click.echo(f"v{one.number:<4} {one.published_at:%Y-%m-%d}  {now_or_then:<17} {running} running")


@group.command("export")
@click.argument("codes", nargs=-1)
@click.option("--version", "number", type=int, help="not the current version but this one")
@click.option("--draft", is_flag=True, help="the draft that is open, not a version")
@click.option("--to", type=click.Path(path_type=Path, file_okay=False), help="another repository's folder")
@click.option("--zip", "packed", is_flag=True, help="as a zip that stands alone")
def export(codes: tuple[str, ...], number: int | None, draft: bool, to: Path | None, packed: bool) -> None:
    """Write procedures back as folders (all, or CODES), so that git stays possible."""
    institution = institutions.by_code(settings().institution)
    if institution is None:
        raise click.ClickException(f"no institution {settings().institution} yet: flask hall found")
    for code in codes or exporting.codes(institution):
        try:
            files = exporting.files(institution, code, number, draft=draft)
        except Refusal as refusal:
            raise click.ClickException(f"{code}: {wording.sentence(refusal.key, refusal.facts)}") from refusal
        for line in exporting.write(code, files, to or settings().root, packed=packed):
            click.echo(line)


def load_all(*, over: bool = False) -> int:
    """Check and publish all folders for the installed institution, if it is founded; how many it refused."""
    root = settings().root
    institution = institutions.by_code(settings().institution)
    if institution is None:
        click.echo(f"no institution {settings().institution} yet: flask hall found")
        return 0
    refused = 0
    for code in folders.codes(root):
        _load_retired(institution, root, code)
        files = folders.read_folder(root, code)
        _check(code, files)
        refused += not _publish(institution, code, files, over=over)
    return refused


def _publish(institution: Institution, code: str, files: dict[str, bytes], *, over: bool) -> bool:
    """Say what became of a folder; False when it would have taken the place of the studio's version."""
    try:
        with transaction():
            found = publishing.load(institution, code, files, now(), over=over)
    except Refusal as refusal:
        click.echo(f"{institution.code} {code}: {wording.sentence(refusal.key, refusal.facts)}", err=True)
        return False
    kept = "  (the studio's; the folder was published before)" if found.how == "kept" else ""
    click.echo(f"{institution.code} {code} v{found.version.number}{kept}")
    return True


def _load_retired(institution: Institution, root: Path, code: str) -> None:
    """Editions of before come first, so that the one in force has the latest number."""
    for name, files in folders.retired(root, code).items():
        _check(f"{code} {name}", files)
        with transaction():
            actions.publish_retired(institution, code, files)


def _check(code: str, files: dict[str, bytes]) -> None:
    """What would not run is not published. Raises ClickException with every problem."""
    found = checking.problems(files, house().outside.letters)
    if errors := [str(problem) for problem in found if problem.severity == "error"]:
        raise click.ClickException(f"{code}: " + "; ".join(errors))
