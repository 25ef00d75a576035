"""Wrong codes: counted, and too many of them lock the keypad."""

import sqlite3

DAY = 24 * 3600.0
TRIES, TRIES_WITHIN = 3, 10 * 60.0
FIRST_LOCK, LOCKS_FORGOTTEN = 5 * 60.0, DAY
# However slowly somebody tries. Three codes may live at a door: 30 * 3 / 10^8 is less than one in a million.
TRIES_A_DAY = 30


def wrong(db: sqlite3.Connection, now: float) -> None:
    """Count a wrong code; the third within ten minutes locks, each lock twice as long as the last."""
    db.execute("DELETE FROM wrong_try WHERE at < ?", (now - DAY,))
    db.execute("INSERT INTO wrong_try (at) VALUES (?)", (now,))
    # Those that led to an earlier lock are paid for.
    since = max(now - TRIES_WITHIN, _last_lock(db))
    if db.execute("SELECT count(*) FROM wrong_try WHERE at >= ?", (since,)).fetchone()[0] >= TRIES:
        _lock(db, now)


def locked_for(db: sqlite3.Connection, now: float) -> int:
    """Whole seconds until somebody may type again; 0: now."""
    until = max(_last_lock(db), _day_used_up(db))
    return int(until - now) + 1 if now < until else 0


def _last_lock(db: sqlite3.Connection) -> float:
    return float(db.execute("SELECT coalesce(max(until), 0) FROM lock").fetchone()[0])


def _day_used_up(db: sqlite3.Connection) -> float:
    """When the last but so many wrong codes are a day old: until then nobody may type."""
    newest = db.execute("SELECT at FROM wrong_try ORDER BY at DESC LIMIT 1 OFFSET ?", (TRIES_A_DAY - 1,))
    row = newest.fetchone()
    return float(row["at"]) + DAY if row else 0.0


def _lock(db: sqlite3.Connection, now: float) -> None:
    db.execute("DELETE FROM lock WHERE until < ?", (now - LOCKS_FORGOTTEN,))
    before = db.execute("SELECT count(*) FROM lock").fetchone()[0]
    db.execute("INSERT INTO lock (until) VALUES (?)", (now + FIRST_LOCK * 2**before,))
