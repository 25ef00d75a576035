"""Pure rules of the register: the day of a number, the chain of hashes."""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

BUCHAREST = ZoneInfo("Europe/Bucharest")
GENESIS = "0" * 64
# What a row's hash covers, for ever: rows of scheme 1 were written until 2026, all later ones are of 2.
SCHEME = 2
HASHED: Mapping[int, tuple[str, ...]] = {
    1: (
        *("institution_id", "direction", "issuer", "summary", "department", "file_code", "channel"),
        *("operator_id", "recipient", "sheets", "annexes", "sender_number", "sender_date"),
        *("connected_to_id", "case_id", "annuls_id", "hashes"),
        *("year", "number", "registered_at", "registered_on", "verify_token"),
    )
}
HASHED = {**HASHED, 2: (*HASHED[1], "position", "scheme", "arrived_at", "started_at", "written_at")}


def romanian_day(moment: datetime) -> date:
    """The calendar day in Bucharest: an e-mail at 23:30 UTC is already tomorrow's."""
    return moment.astimezone(BUCHAREST).date()


def chain_hash(facts: Mapping[str, object], previous: str) -> str:
    """Hex SHA-256 over an entry's columns and the hash of the entry before it."""
    content = json.dumps(dict(facts), sort_keys=True, ensure_ascii=False, default=_text)
    return hashlib.sha256(f"{previous}\n{content}".encode()).hexdigest()


def _text(value: object) -> str:
    return value.astimezone(UTC).isoformat() if isinstance(value, datetime) else str(value)
