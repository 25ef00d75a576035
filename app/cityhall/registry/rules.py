"""Pure rules of the register: the day of a number, the chain of hashes."""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

BUCHAREST = ZoneInfo("Europe/Bucharest")
GENESIS = "0" * 64


def romanian_day(moment: datetime) -> date:
    """The calendar day in Bucharest: an e-mail at 23:30 UTC is already tomorrow's."""
    return moment.astimezone(BUCHAREST).date()


def chain_hash(facts: Mapping[str, object], previous: str) -> str:
    """Hex SHA-256 over an entry's columns and the hash of the entry before it."""
    content = json.dumps(dict(facts), sort_keys=True, ensure_ascii=False, default=_text)
    return hashlib.sha256(f"{previous}\n{content}".encode()).hexdigest()


def _text(value: object) -> str:
    return value.astimezone(UTC).isoformat() if isinstance(value, datetime) else str(value)
