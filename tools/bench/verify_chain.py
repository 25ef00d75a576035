"""`verify_chain`: proving a register of a million entries, per entry beside hashing alone.

Hashing alone is done with the facts of entries that lie in memory already. One entry is then changed behind
the register's back, and must be named.
"""

import time
from collections.abc import Callable
from uuid import UUID

from sqlalchemy import select, text

from app.cityhall.registry import rules, verify
from app.cityhall.registry.models import RegisterEntry
from app.cityhall.registry.verify import Broken
from app.database import session, transaction
from tools.bench import register
from tools.bench.figures import Figure
from tools.bench.site import Site, inside

REACH = 5
HASHED = 10_000


def verify_chain(site: Site, entries: int) -> Figure:
    """On SQLite, in a file; microseconds an entry."""
    app = site.hall()
    hall = register.fill([app], entries)
    with inside(app):
        whole, seconds = _timed(lambda: verify.broken(hall, register.YEAR))
        assert whole is None, whole
        ours, alone = seconds / entries * 1e6, _alone(hall)
        touched = entries * 2 // 3
        _touch(hall, touched)
        found, until_found = _timed(lambda: list(verify.faults(hall, register.YEAR)))
        assert found == [Broken(touched, "changed", touched)], found
    parts = {"seconds for all": seconds, "seconds with one changed, named": until_found}
    note = f"{entries} entries; a changed one is named, the rest is walked to the end"
    return Figure("verify_chain", ours, alone, ours / alone, REACH, unit="µs", note=note, parts=parts)


def _timed(doing: Callable[[], object]) -> tuple[object, float]:
    start = time.perf_counter()
    return doing(), time.perf_counter() - start


def _alone(hall: UUID) -> float:
    """Microseconds for one hash."""
    query = select(RegisterEntry.__table__).where(RegisterEntry.institution_id == hall).limit(HASHED)
    rows = [dict(row) for row in session().execute(query).mappings()]
    facts = [({name: row[name] for name in rules.HASHED[2]}, row["previous_hash"]) for row in rows]
    start = time.perf_counter()
    for one, previous in facts:
        rules.chain_hash(one, previous)
    return (time.perf_counter() - start) / len(facts) * 1e6


def _touch(hall: UUID, number: int) -> None:
    with transaction():
        changed = text(
            "UPDATE register_entry SET summary = 'Altceva' WHERE institution_id = :hall AND number = :n"
        )
        session().execute(changed, {"hall": hall.hex, "n": number})
