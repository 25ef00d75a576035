"""Which papers get a label, and what is read back from one.

The bar code is number/year: what the register's own search understands, so a reader is a keyboard.
A label carries no name and no subject: whoever sees the paper's envelope learns nothing.
"""

import re
import uuid
from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import select

from app.cityhall.registry.cards import BARRED_CHANNEL
from app.cityhall.registry.models import RegisterEntry
from app.cityhall.registry.rules import BUCHAREST
from app.database import session
from app.refusal import Refusal

READ = re.compile(r"\s*(\d{1,9})\s*/\s*(?:\d{1,2}\.\d{1,2}\.)?(\d{4})\s*")


def code(entry: RegisterEntry) -> str:
    """What the bars say: 1234/2026."""
    return f"{entry.number}/{entry.year}"


def said(entry: RegisterEntry, address: str) -> dict[str, str]:
    """What a label says; `address`: where anybody may check the number."""
    counted = (("file", entry.sheets), ("anexe", entry.annexes))
    return {
        "institution": entry.institution.name,
        "number": entry.legal_number,
        "day": f"{entry.registered_at.astimezone(BUCHAREST):%d.%m.%Y, ora %H:%M:%S}",
        "words": " · ".join(f"{what}: {many}" for what, many in counted if many),
        "code": code(entry),
        "url": address,
    }


def chosen(entry_ids: Collection[uuid.UUID], institutions: Collection[uuid.UUID]) -> list[RegisterEntry]:
    """These entries, by number. Raises Refusal `entry.unknown` when one is not of these institutions."""
    query = select(RegisterEntry).where(
        RegisterEntry.id.in_(entry_ids),
        RegisterEntry.institution_id.in_(institutions),
        RegisterEntry.channel != BARRED_CHANNEL,
    )
    found = list(session().scalars(query.order_by(RegisterEntry.year, RegisterEntry.number)))
    if len(found) != len(set(entry_ids)):
        raise Refusal("entry.unknown")
    return found


def of_day(day: date, institutions: Collection[uuid.UUID], *, limit: int = 200) -> Sequence[RegisterEntry]:
    """The papers that came in on a day, the latest first; what came through the portal has no paper."""
    query = select(RegisterEntry).where(
        RegisterEntry.institution_id.in_(institutions),
        RegisterEntry.year == day.year,
        RegisterEntry.registered_on == day,
        RegisterEntry.direction == "in",
        RegisterEntry.channel.not_in(("portal", BARRED_CHANNEL)),
    )
    return session().scalars(query.order_by(RegisterEntry.position.desc()).limit(limit)).all()


def read(words: str, institutions: Collection[uuid.UUID]) -> RegisterEntry | None:
    """The entry whose label was read, or whose number was typed."""
    found = READ.fullmatch(words)
    if found is None:
        return None
    query = select(RegisterEntry).where(
        RegisterEntry.institution_id.in_(institutions),
        RegisterEntry.number == int(found[1]),
        RegisterEntry.year == int(found[2]),
    )
    return session().scalars(query.limit(1)).first()
