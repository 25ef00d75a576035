"""Preparing and checking the hall."""

import json

import click
import flask_migrate
from flask.cli import AppGroup

from app import demo, metrics
from app.adapters.authority import AUTHORITY, DemoAuthority
from app.adapters.signing_keys import PERSON_LABEL, SEAL_LABEL
from app.cityhall import institutions, journal
from app.cityhall.people import posts
from app.cityhall.registry import verify as register
from app.cityhall.registry.rules import romanian_day
from app.cli import procedures
from app.cli.here import now, settings
from app.database import transaction

group = AppGroup("hall", help="Prepare and check the hall.")


@group.command()
def prepare() -> None:
    """Migrate, load procedures and (with DEMO=1) the demonstration sector; safe to repeat."""
    metrics.begin_anew(settings().instance)
    flask_migrate.upgrade(directory=str(settings().root / "migrations"))
    if settings().demo:
        with transaction():
            people = demo.furnish([one.code for one in settings().lockers], now())
        (settings().instance / "demo.json").write_text(
            json.dumps(people, ensure_ascii=False, indent=1), encoding="utf-8"
        )
    if settings().seals == "demo":
        DemoAuthority(settings().instance / AUTHORITY).found(now())
    procedures.load_all()


@group.command()
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
        institutions.found(settings().institution, facts, named)
    procedures.load_all()


@group.command()
def signers() -> None:
    """Print the names by which the keys of the seal and of the staff are found (docs/operate.md)."""
    for one in institutions.everyone():
        click.echo(f"{SEAL_LABEL.format(institution=one.code)}\t{one.name}")
        for account in posts.staff(one.id, romanian_day(now())):
            click.echo(f"{PERSON_LABEL.format(key=account.person_id)}\t{account.person.full_name}")


@group.command()
def verify() -> None:
    """Check the chains of the registers and of the journal; fails when one is broken."""
    broken = [
        f"{one.code}: {found.number} {found.reason}"
        for one in institutions.everyone()
        if (found := register.broken(one.id, romanian_day(now()).year))
    ]
    link = journal.first_broken()
    if broken or link:
        raise click.ClickException("; ".join([*broken, *([f"journal: {link}"] if link else [])]))
    click.echo("whole")
