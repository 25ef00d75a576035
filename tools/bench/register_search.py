"""`register_search`: finding entries by what a registrar remembers, among a million against ten thousand.

On SQLite and on PostgreSQL, sixteen questions one after the other; the worse of the two counts.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from uuid import UUID

from flask import Flask

from app.cityhall.registry import search
from app.cityhall.registry.search import Asked
from app.database import session
from tools.bench import register
from tools.bench.figures import Figure, Pairs
from tools.bench.site import Site

REACH = 2
SMALLER, FEWEST = 100, 100
ROUNDS, PAGE = 15, 50


def register_search(site: Site, entries: int) -> Figure:
    """A page of fifty entries with its count, as the register's page asks for it."""
    few = max(FEWEST, entries // SMALLER)
    large, small = ([site.hall(), site.postgres_hall()] for _ in range(2))
    hall = register.fill(large, entries)
    register.fill(small, few)
    figures: dict[str, Figure] = {}
    parts: dict[str, float] = {}
    for place, database in enumerate(("SQLite", "PostgreSQL")):
        taken = {
            question: _pairs(large[place], small[place], asked).figure("register_search", REACH)
            for question, asked in _questions(hall, few).items()
        }
        figures[database] = _together(list(taken.values()))
        parts |= {f"{database}, {name}: ratio {one.ratio:.2f}, ms": one.ours for name, one in taken.items()}
    worst = max(figures.values(), key=lambda one: one.ratio)
    note = f"{entries} entries against {few}; the slowest question takes {max(parts.values()):.0f} ms"
    ratios = {f"ratio on {database}": one.ratio for database, one in figures.items()}
    return replace(worst, note=note, parts=ratios | parts)


def _together(taken: Sequence[Figure]) -> Figure:
    """All questions, one after the other."""
    ours, against = sum(one.ours for one in taken), sum(one.against or 0 for one in taken)
    return replace(taken[0], ours=ours, against=against, ratio=ours / against, best=None)


def _questions(hall: UUID, few: int) -> Mapping[str, Asked]:
    """What is remembered; all of it is found in both."""
    ours = frozenset({hall})
    sender = f"{few // 3 * 3}/{register.YEAR}"
    return {
        "number": Asked(ours, words=str(few // 2)),
        "number and year": Asked(ours, words=f"{few // 2}/{register.YEAR}"),
        "name": Asked(ours, words="ioana muresan"),
        "beginning of a name": Asked(ours, words="popes"),
        "words of the subject": Asked(ours, words="groapa carosabil sesizare"),
        "a word that every eighth has": Asked(ours, words="factura"),
        "name and subject": Asked(ours, words="vlad popescu iluminat"),
        "no entry has both": Asked(ours, words="factura inexistent"),
        "day": Asked(ours, words=f"12.05.{register.YEAR}"),
        "rare department": Asked(ours, department="Arhivă"),
        "department and words": Asked(ours, department="Urbanism", words="parcare"),
        "sender's number": Asked(ours, sender_number=f"A-{sender}"),
        "channel and direction": Asked(ours, channel="locker", direction="in"),
        "a month": Asked(ours, since=date(register.YEAR, 3, 1), until=date(register.YEAR, 3, 31)),
        "open, of a department": Asked(ours, state="open", department="Juridic"),
        "nothing said": Asked(ours),
    }


def _pairs(large: Flask, small: Flask, asked: Asked) -> Pairs:
    pairs = Pairs()
    for app in (large, small):
        _ask(app, asked)
    for _ in range(ROUNDS):
        pairs.take(partial(_ask, large, asked), partial(_ask, small, asked))
    return pairs


def _ask(app: Flask, asked: Asked) -> None:
    with app.app_context():
        search.found(asked, PAGE)
        session().close()
