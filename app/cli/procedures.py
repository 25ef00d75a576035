"""Procedures as folders of files."""

import click
from flask.cli import AppGroup

from app.cityhall import institutions
from app.cityhall.procedures import actions, folders
from app.cli.here import now, settings
from app.database import transaction
from app.engine import checks, diagram, model
from app.journey.operations.catalogue import VERBS

group = AppGroup("procedures", help="Procedures as folders of files.")


@group.command("load")
def load() -> None:
    """Publish every procedure folder that differs from the current version."""
    load_all()


def load_all() -> None:
    """Check and publish all folders for the installed institution, when it is founded."""
    root = settings().root
    institution = institutions.by_code(settings().institution)
    if institution is None:
        click.echo(f"no institution {settings().institution} yet: flask hall found")
        return
    for code in folders.codes(root):
        files = folders.read_folder(root, code)
        _check(code, files)
        with transaction():
            version = actions.publish(institution, code, files, now())
        click.echo(f"{institution.code} {code} v{version.number}")


def _check(code: str, files: dict[str, bytes]) -> None:
    """What would not run is not published. Raises ClickException with every problem."""
    drawings = {path: content for path, content in files.items() if path.endswith(".bpmn")}
    forms = {
        path.removeprefix("forms/").removesuffix(".schema.json")
        for path in files
        if path.endswith(".schema.json")
    }
    operations = {name: verb.parameters for name, verb in VERBS.items()}
    found = checks.problems(model.read(drawings), forms, operations)
    if found:
        raise click.ClickException(f"{code}: " + "; ".join(str(problem) for problem in found))
    diagram.parse(drawings)
