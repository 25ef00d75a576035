"""Commands: prepare the hall, load procedures, run the worker, look at what failed."""

import json
from datetime import UTC, datetime

import click
import flask_migrate
from flask import Flask, current_app
from flask.cli import AppGroup

from app import demo
from app.cityhall import institutions, journal
from app.cityhall.procedures import actions as procedure_actions
from app.cityhall.procedures import folders
from app.cityhall.registry import queries as register
from app.cityhall.registry.rules import romanian_day
from app.database import transaction
from app.engine import checks, diagram, model
from app.jobs import runner
from app.journey.operations.catalogue import VERBS
from app.queue import jobs
from app.settings import Settings

hall = AppGroup("hall", help="Prepare and check the hall.")
procedures = AppGroup("procedures", help="Procedures as folders of files.")
job = AppGroup("jobs", help="The worker and its jobs.")


def init(app: Flask) -> None:
    """Hang the commands on the application."""
    for group in (hall, procedures, job):
        app.cli.add_command(group)


@hall.command()
def prepare() -> None:
    """Migrate, load procedures and (with DEMO=1) the demonstration sector; safe to repeat."""
    flask_migrate.upgrade(directory=str(_settings().root / "migrations"))
    if _settings().demo:
        with transaction():
            people = demo.furnish(_settings().cabinet, _now())
        (_settings().instance / "demo.json").write_text(
            json.dumps(people, ensure_ascii=False, indent=1), encoding="utf-8"
        )
    load_procedures()


@hall.command()
@click.option("--name", required=True)
@click.option("--short-name", required=True)
@click.option("--cif", required=True)
@click.option("--address", required=True)
@click.option("--phone", required=True)
@click.option("--email", required=True)
@click.option("--department", "departments", multiple=True, help="CODE=Name, as often as needed")
def found(departments: tuple[str, ...], **facts: str) -> None:
    """Found the institution that INSTITUTION names, with its departments."""
    named = dict(one.split("=", 1) for one in departments)
    with transaction():
        institutions.found(_settings().institution, facts, named)
    load_procedures()


@hall.command()
def verify() -> None:
    """Check the chains of the registers and of the journal; fails when one is broken."""
    broken = [
        f"{one.code}: {found.number} {found.reason}"
        for one in institutions.everyone()
        if (found := register.broken(one.id, romanian_day(_now()).year))
    ]
    link = journal.first_broken()
    if broken or link:
        raise click.ClickException("; ".join([*broken, *([f"journal: {link}"] if link else [])]))
    click.echo("whole")


@procedures.command("load")
def load() -> None:
    """Publish every procedure folder that differs from the current version."""
    load_procedures()


def load_procedures() -> None:
    """Check and publish all folders for the installed institution, when it is founded."""
    root = _settings().root
    institution = institutions.by_code(_settings().institution)
    if institution is None:
        click.echo(f"no institution {_settings().institution} yet: flask hall found")
        return
    for code in folders.codes(root):
        files = folders.read_folder(root, code)
        _check(code, files)
        with transaction():
            version = procedure_actions.publish(institution, code, files, _now())
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


@job.command("run")
def run() -> None:
    """Work until told to stop (SIGTERM)."""
    runner.run(current_app.extensions["house"])


@job.command("dead")
def dead() -> None:
    """List jobs that gave up."""
    for one in jobs.dead():
        click.echo(f"{one.id} {one.kind} {one.key} {one.attempts} {(one.error or '')[:200]}")


@job.command("retry")
def retry() -> None:
    """Try every dead job again."""
    with transaction():
        for one in jobs.dead():
            jobs.retry(one, _now())


def _settings() -> Settings:
    found: Settings = current_app.extensions["settings"]
    return found


def _now() -> datetime:
    return datetime.now(UTC)
