"""The worker and its jobs."""

import click
from flask import current_app
from flask.cli import AppGroup

from app.cli.here import now
from app.database import transaction
from app.jobs import runner
from app.queue import jobs

group = AppGroup("jobs", help="The worker and its jobs.")


@group.command("run")
def run() -> None:
    """Work until told to stop (SIGTERM)."""
    runner.run(current_app.extensions["house"])


@group.command("dead")
def dead() -> None:
    """List jobs that gave up."""
    for one in jobs.dead():
        click.echo(f"{one.id} {one.kind} {one.key} {one.attempts} {(one.error or '')[:200]}")


@group.command("retry")
def retry() -> None:
    """Try every dead job again."""
    with transaction():
        for one in jobs.dead():
            jobs.retry(one, now())
