"""Who may open: grants as the hall told them, kept as hashes."""

import sqlite3
from collections.abc import Mapping, Sequence
from datetime import datetime

from simulators.locker.cabinet import Answer, refused
from simulators.serving import iso


def replace(
    db: sqlite3.Connection, reservation: str, version: int, given: Sequence[Mapping[str, str]]
) -> Answer:
    """All grants of a reservation at once. One already used stays used under its id."""
    known = db.execute("SELECT version FROM reservation WHERE id = ?", (reservation,)).fetchone()
    if known is None:
        return refused(404, "unknown_reservation")
    if version < known["version"]:
        return refused(409, "stale", version=known["version"])
    used = {row["id"]: row for row in _of(db, reservation)}
    db.execute("DELETE FROM grant_kept WHERE reservation = ?", (reservation,))
    for grant in given:
        _keep(db, reservation, grant, used.get(grant["id"]))
    db.execute("UPDATE reservation SET version = ? WHERE id = ?", (version, reservation))
    return Answer(200, {"reservation": reservation, "version": version})


def _of(db: sqlite3.Connection, reservation: str) -> list[sqlite3.Row]:
    return db.execute("SELECT * FROM grant_kept WHERE reservation = ?", (reservation,)).fetchall()


def _keep(
    db: sqlite3.Connection, reservation: str, given: Mapping[str, str], before: sqlite3.Row | None
) -> None:
    db.execute(
        "INSERT INTO grant_kept VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            reservation,
            given["id"],
            given["purpose"],
            given["token_sha256"].lower(),
            given["pin_sha256"].lower(),
            given.get("factor_sha256", "").lower(),
            datetime.fromisoformat(given["not_before"]).timestamp(),
            datetime.fromisoformat(given["not_after"]).timestamp(),
            int(given.get("max_uses", 1)),
            before["uses"] if before else 0,
            before["used_at"] if before else None,
        ),
    )


def held(db: sqlite3.Connection) -> list[dict[str, object]]:
    """What may be opened without asking anybody: every grant of a living reservation, hashes left out."""
    rows = db.execute(
        "SELECT g.id, g.purpose, g.not_before, g.not_after, g.max_uses, g.uses, r.id AS reservation,"
        " r.ref, r.compartment FROM grant_kept g JOIN reservation r ON r.id = g.reservation"
        " WHERE NOT r.ended ORDER BY r.compartment, g.id"
    ).fetchall()
    return [
        {**dict(row), "not_before": iso(row["not_before"]), "not_after": iso(row["not_after"])}
        for row in rows
    ]
