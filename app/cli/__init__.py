"""Commands: prepare the hall, load procedures, move cases, count terms, run workers, look at what failed."""

from flask import Flask

from app.cli import cases, hall, jobs, procedures, terms


def init(app: Flask) -> None:
    """Hang the commands on the application."""
    for group in (hall.group, procedures.group, cases.group, terms.group, jobs.group):
        app.cli.add_command(group)
