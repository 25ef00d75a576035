"""Procedures as folders of files."""

from pathlib import Path

import click
from flask.cli import AppGroup

from app.cityhall import institutions
from app.cityhall.cases import moves
from app.cityhall.institutions import Institution
from app.cityhall.procedures import actions, folders, notices, queries
from app.cli.here import house, now, settings
from app.database import transaction
from app.engine import diagram
from app.engine.checking import checks
from app.engine.reading import model
from app.journey import deciding_checks, letter_checks
from app.journey.operations.catalogue import VERBS
from app.refusal import Refusal
from app.web import wording

group = AppGroup("procedures", help="Procedures as folders of files.")


@group.command("load")
def load() -> None:
    """Publish every procedure folder that differs from the current version."""
    load_all()


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


def load_all() -> None:
    """Check and publish all folders for the installed institution, when it is founded."""
    root = settings().root
    institution = institutions.by_code(settings().institution)
    if institution is None:
        click.echo(f"no institution {settings().institution} yet: flask hall found")
        return
    for code in folders.codes(root):
        _load_retired(institution, root, code)
        files = folders.read_folder(root, code)
        _check(code, files)
        with transaction():
            version = actions.publish(institution, code, files, now())
        click.echo(f"{institution.code} {code} v{version.number}")


def _load_retired(institution: Institution, root: Path, code: str) -> None:
    """Editions of before come first, so that the one in force has the latest number."""
    for name, files in folders.retired(root, code).items():
        _check(f"{code} {name}", files)
        with transaction():
            actions.publish_retired(institution, code, files)


def _check(code: str, files: dict[str, bytes]) -> None:
    """What would not run is not published. Raises ClickException with every problem."""
    drawings = {
        path: content
        for path, content in files.items()
        if path.endswith((".bpmn", ".dmn")) and "/" not in path
    }
    forms = {
        path.removeprefix("forms/").removesuffix(".schema.json")
        for path in files
        if path.endswith(".schema.json")
    }
    operations = {name: verb.parameters for name, verb in VERBS.items()}
    optional = {name: verb.optional for name, verb in VERBS.items()}
    try:
        notices.check(files)
        plain = model.read(drawings)
        found = [
            *checks.problems(plain, forms, operations, optional),
            *deciding_checks.problems(files, plain.decisions),
            *letter_checks.problems(files, plain),
            *letter_checks.fields(files, plain, _asked),
        ]
    except Refusal as refused:
        raise click.ClickException(f"{code}: {wording.sentence(refused.key, refused.facts)}") from refused
    if found:
        raise click.ClickException(f"{code}: " + "; ".join(str(problem) for problem in found))
    diagram.parse(drawings)


def _asked(template: bytes) -> list[str]:
    """The fields that a letter's template asks for."""
    return house().outside.letters.fields(template)
