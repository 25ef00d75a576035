"""Commands: prepare the hall, load procedures, run the worker, look at what failed."""

from flask import Flask

from app.cli import hall, jobs, procedures


def init(app: Flask) -> None:
    """Hang the commands on the application."""
    for group in (hall.group, procedures.group, jobs.group):
        app.cli.add_command(group)
