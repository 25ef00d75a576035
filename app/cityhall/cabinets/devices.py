"""Screens beside cabinets: registered with a key that is written once, known by a secret, revoked at once."""

import hashlib
import secrets
import uuid
from datetime import datetime, timedelta

from sqlalchemy import select

from app.cityhall import journal
from app.cityhall.cabinets.models import Cabinet, KioskDevice
from app.database import session
from app.refusal import Refusal

KEY_BYTES = 20
SEEN_EVERY = timedelta(minutes=5)
# A key that nobody wrote into a screen by then is dead: it may have been left on a desk.
KEY_LIVES = timedelta(days=7)


def make(cabinet: Cabinet, name: str, by_id: uuid.UUID, now: datetime) -> tuple[KioskDevice, str]:
    """A new screen and the key to write into it; the key is told once and kept nowhere.

    Raises Refusal `kiosk.name_missing`.
    """
    name = " ".join(name.split())[:80]
    if not name:
        raise Refusal("kiosk.name_missing")
    key = secrets.token_urlsafe(KEY_BYTES)
    made = KioskDevice(
        id=uuid.uuid4(),
        cabinet_id=cabinet.id,
        name=name,
        key_hash=_hash(key),
        made_at=now,
        made_by_id=by_id,
    )
    session().add(made)
    facts = {"cabinet": cabinet.code, "name": name}
    journal.note("kiosk.made", now, actor_id=by_id, about=("kiosk_device", made.id), facts=facts)
    return made, key


def enrol(key: str, now: datetime) -> tuple[KioskDevice, str]:
    """The browser in which the key was written becomes that screen; its secret, which replaces the key.

    So a key read over a shoulder is worth nothing once it was used. Raises Refusal `kiosk.unknown_key`.
    """
    found = session().scalar(
        select(KioskDevice).where(KioskDevice.key_hash == _hash(key.strip())).with_for_update(of=KioskDevice)
    )
    if found is None or found.revoked_at or found.enrolled_at or found.made_at + KEY_LIVES < now:
        raise Refusal("kiosk.unknown_key")
    secret = secrets.token_urlsafe(32)
    found.key_hash, found.enrolled_at, found.seen_at = _hash(secret), now, now
    journal.note("kiosk.enrolled", now, about=("kiosk_device", found.id))
    return found, secret


def by_secret(secret: str) -> KioskDevice | None:
    """The screen whose browser holds the secret; None when it was revoked, or its cabinet was closed."""
    if not secret:
        return None
    found = session().scalar(select(KioskDevice).where(KioskDevice.key_hash == _hash(secret)))
    live = found is not None and found.enrolled_at is not None and found.revoked_at is None
    return found if live and found is not None and found.cabinet.closed_at is None else None


def unseen(device: KioskDevice, now: datetime) -> bool:
    """Is it time to write down again that the screen lives?"""
    return device.seen_at is None or device.seen_at + SEEN_EVERY < now


def seen(device: KioskDevice, now: datetime) -> None:
    """The screen was just looked at."""
    device.seen_at = now


def of_cabinet(cabinet_id: uuid.UUID) -> list[KioskDevice]:
    """All screens a cabinet ever had, the latest first."""
    query = select(KioskDevice).where(KioskDevice.cabinet_id == cabinet_id)
    return list(session().scalars(query.order_by(KioskDevice.made_at.desc())))


def revoke(device_id: uuid.UUID, cabinet_id: uuid.UUID, by_id: uuid.UUID, now: datetime) -> KioskDevice:
    """From now on that screen opens nothing; again changes nothing. Raises Refusal `kiosk.unknown`."""
    found = session().get(KioskDevice, device_id)
    if found is None or found.cabinet_id != cabinet_id:
        raise Refusal("kiosk.unknown")
    if found.revoked_at is None:
        found.revoked_at = now
        journal.note("kiosk.revoked", now, actor_id=by_id, about=("kiosk_device", found.id))
    return found


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
