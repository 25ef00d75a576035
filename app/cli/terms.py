"""Legal terms: decreed days off, and counting running cases again."""

from datetime import date, datetime
from uuid import UUID

import click
from flask.cli import AppGroup

from app.cityhall import institutions
from app.cityhall.terms import days_off
from app.cli.here import now
from app.journey import terms
from app.journey.terms import Moved
from app.refusal import Refusal
from app.web import wording

group = AppGroup("terms", help="Legal terms: decreed days off, counting again.")
days = AppGroup("day-off", help="Days off decreed for public staff, each with its act.")
group.add_command(days)
DAY = click.DateTime(["%Y-%m-%d"])
HALL = click.option("--institution", help="only this one, by its code (PS6); else the whole country")


@days.command("add")
@click.argument("day", type=DAY)
@click.option("--act", required=True, help="the decree: HG 1234/2026")
@HALL
@click.option("--worked", is_flag=True, help="on the contrary: worked to make up for a day off")
def add(day: datetime, act: str, institution: str | None, worked: bool) -> None:
    """Decree DAY (2026-12-28) and count the running cases again; print those that moved."""
    table = _Table()
    try:
        looked = terms.decree(day.date(), act, _hall(institution), now(), table.row, worked=worked)
    except Refusal as refusal:
        raise _said(refusal) from refusal
    table.total(looked)


@days.command("remove")
@click.argument("day", type=DAY)
@HALL
def remove(day: datetime, institution: str | None) -> None:
    """Strike DAY out and count the running cases again; print those that moved."""
    table = _Table()
    try:
        looked = terms.strike_out(day.date(), _hall(institution), now(), table.row)
    except Refusal as refusal:
        raise _said(refusal) from refusal
    table.total(looked)


@days.command("list")
def listed() -> None:
    """Print every decreed day."""
    codes = {one.id: one.code for one in institutions.everyone()}
    for one in days_off.all_of_them():
        where = codes.get(one.institution_id, "") if one.institution_id else "all"
        click.echo(f"{one.day}  {'worked' if one.worked else 'off':<7} {where:<6} {one.act}")


@group.command("recount")
def recount() -> None:
    """Count the terms of all running cases again, from what is stored; print those that moved."""
    table = _Table()
    table.total(terms.count_all_again(now(), table.row))


class _Table:
    """Rows as they come, the heading before the first."""

    def __init__(self) -> None:
        self.rows = 0

    def row(self, moved: Moved) -> None:
        if not self.rows:
            click.echo(f"{'case':<22} {'before':<11} after")
        click.echo(f"{moved.number:<22} {_day(moved.before):<11} {_day(moved.after)}")
        self.rows += 1

    def total(self, looked: int) -> None:
        click.echo(f"{looked} counted again, {self.rows} moved")


def _day(day: date) -> str:
    return f"{day:%d.%m.%Y}"


def _hall(code: str | None) -> UUID | None:
    if code is None:
        return None
    found = institutions.by_code(code)
    if found is None:
        raise click.ClickException(f"no institution {code}")
    return found.id


def _said(refusal: Refusal) -> click.ClickException:
    return click.ClickException(wording.sentence(refusal.key, refusal.facts))
