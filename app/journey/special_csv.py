"""A year of a special register as CSV, always in Romanian."""

from collections.abc import Iterator
from dataclasses import replace

from app.cityhall.registry import special
from app.cityhall.registry.special import Asked, SpecialEntry
from app.database import session
from app.journey.csv_text import BEGINNING, csv_text

STEP = 500
HEADINGS = ("Instituția", "Numărul", "Data", "Documentul", "Nr. în registrul general", "Conținutul pe scurt")


def lines(asked: Asked) -> Iterator[str]:
    """The whole register of that year, whatever its page searches for; by institution and number."""
    yield BEGINNING + csv_text([HEADINGS])
    for institution in sorted(asked.institutions):
        yield from _of_one(replace(asked, institutions=[institution], words=""))


def _of_one(asked: Asked) -> Iterator[str]:
    after = 0
    while some := special.after(asked, after, STEP):
        after = some[-1].number
        yield csv_text([_row(one) for one in some])
        session().expunge_all()


def _row(one: SpecialEntry) -> list[str]:
    entry = one.entry
    day = f"{one.entered_on:%d.%m.%Y}"
    return [entry.institution.code, str(one.number), day, one.title, entry.legal_number, entry.summary]
