"""The worker and its jobs."""

import click
from flask import current_app
from flask.cli import AppGroup

from app.cli.here import now
from app.database import transaction
from app.jobs.crew import Crew
from app.journey import incidents
from app.queue import jobs

group = AppGroup("jobs", help="The worker and its jobs.")


@group.command("run")
@click.option("--processes", default=1, show_default=True, help="How many workers on this host.")
def run(processes: int) -> None:
    """Work until told to stop (SIGTERM)."""
    Crew(current_app._get_current_object(), processes).work()  # type: ignore[attr-defined]  # noqa: SLF001


@group.command("dead")
def dead() -> None:
    """List jobs that gave up."""
    for one in jobs.dead():
        click.echo(f"{one.id} {one.kind} {one.key} {one.attempts} {(one.error or '')[:200]}")


@group.command("retry")
def retry() -> None:
    """Try every dead job again, and close its incident."""
    with transaction():
        click.echo(f"{incidents.retry_dead(now())} tried again")
