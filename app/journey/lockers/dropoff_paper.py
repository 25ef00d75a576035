"""The cover sheet of a drop-off: code, door, window, what lies in it."""

from datetime import datetime
from typing import Any

from app.cityhall import institutions
from app.cityhall.dropoffs import rules
from app.cityhall.dropoffs.models import DropOff
from app.cityhall.registry.rules import BUCHAREST
from app.journey import secrets
from app.journey.house import House
from app.journey.lockers import dropoff_words
from app.refusal import Refusal

NEEDS = {"required": "obligatoriu", "recommended": "recomandat", "optional": "opțional"}


def pdf(dropped: DropOff, house: House, now: datetime) -> bytes:
    """The sheet that travels with the papers. Raises Refusal `dropoff.over` when no door is kept."""
    return house.outside.pdf.register_paper("deposit", fields(dropped, house, now))


def fields(dropped: DropOff, house: House, now: datetime) -> dict[str, Any]:
    """What it says; times in Bucharest."""
    grant, hall = dropoff_words.depositor(dropped), institutions.by_id(dropped.institution_id)
    if grant is None or hall is None or dropped.parcel is None:
        raise Refusal("dropoff.over")
    pin, until = secrets.grant_pin(house, grant), dropped.window_until.astimezone(BUCHAREST)
    return {
        **institutions.letterhead(hall),
        "at": now,
        "number": dropped.number,
        "code": secrets.grant_token(house, grant),
        "door": str(dropped.parcel.compartment),
        "pin": f"{pin[:4]} {pin[4:]}",
        "until": f"{until:%d.%m.%Y, ora %H:%M}",
        "facts": [
            ["De la", dropped.person.full_name],
            ["Pentru", dropped.title],
            ["Caseta", f"{dropped.cabinet.name}, {dropped.cabinet.place}"],
        ],
        "items": [[one["title"], NEEDS.get(one["need"], "")] for one in rules.laid(dropped.items)],
        "demo": hall.is_demo,
    }
