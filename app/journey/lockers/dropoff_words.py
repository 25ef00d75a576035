"""Writing to whoever hands papers in: before there is a case, there is nothing else that could."""

import tomllib
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from string import Template
from typing import Any

from app.cityhall import institutions
from app.cityhall.dropoffs import queries
from app.cityhall.dropoffs.models import DropOff
from app.cityhall.lockers import grants
from app.cityhall.lockers.models import Grant
from app.cityhall.notices import Notice
from app.cityhall.registry.rules import BUCHAREST, romanian_day
from app.database import session
from app.journey.house import House
from app.queue import jobs

WORDS: Mapping[str, Any] = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))


def write(
    dropped: DropOff,
    template: str,
    house: House,
    now: datetime,
    said: Mapping[str, str] | None = None,
    *,
    key: str = "",
) -> None:
    """Write to the person on every channel known; `$pickup` and `$pin` are set in when it goes out.

    Once for each template, or for each `key` where it may be said again.
    """
    person = dropped.person
    account = person.account
    locale = account.locale if account else "ro"
    words = {**WORDS[template], **WORDS[template].get(locale, {})}
    values = {**_values(dropped, house, now), **(said or {})}
    addresses = {"email": person.email or (account.email if account else ""), "sms": person.phone}
    for channel, address in addresses.items():
        if address:
            notice = Notice(
                # A message about a request that has no case yet belongs to the person alone.
                case_id=dropped.case_id,
                person_id=person.id,
                channel=channel,
                template=f"drop_off_{template}",
                recipient=address,
                subject=Template(words["subject"]).safe_substitute(values),
                text=Template(words[channel]).safe_substitute(values),
                delivery_key=f"{key or f'drop_off:{dropped.id}:{template}'}:{channel}",
                created_at=now,
            )
            _send(notice, dropped, now)


def next_steps(dropped: DropOff, *, asked: bool) -> str:
    """What follows from an item that was not there, in the person's language."""
    account = dropped.person.account
    locale = account.locale if account else "ro"
    return str(WORDS["next"].get(locale, WORDS["next"]["ro"])["asked" if asked else "alone"])


def depositor(dropped: DropOff) -> Grant | None:
    """The right to open the door for laying in."""
    kept = grants.of_parcel(dropped.parcel_id) if dropped.parcel_id else []
    return next((one for one in kept if one.holder == "depositor"), None)


def _send(notice: Notice, dropped: DropOff, now: datetime) -> None:
    session().add(notice)
    session().flush()
    grant = depositor(dropped)
    payload = {"notice": str(notice.id), "secrets": {}, **({"grant": str(grant.id)} if grant else {})}
    jobs.enqueue(f"send:{notice.delivery_key}", "send_notice", payload, now)


def _values(dropped: DropOff, house: House, now: datetime) -> dict[str, str]:
    hall = institutions.by_id(dropped.institution_id)
    assert hall is not None
    days = queries.policy(hall.id, "check_days", romanian_day(now))
    link = f"cereri/{dropped.case_id}" if dropped.case_id else f"cereri/depuneri/{dropped.id}"
    return {
        "name": dropped.person.full_name,
        "title": dropped.title,
        "institution": hall.name,
        "phone": dropped.cabinet.phone or hall.phone,
        "cabinet": dropped.cabinet.name,
        "place": dropped.cabinet.place,
        "door": str(dropped.parcel.compartment) if dropped.parcel else "",
        "until": _moment(dropped.window_until),
        "closed": _moment(dropped.closed_at),
        "number": dropped.entry.legal_number if dropped.entry else dropped.number,
        "days": str(days),
        "link": f"{house.url}/{link}",
    }


def _moment(at: datetime | None) -> str:
    return f"{at.astimezone(BUCHAREST):%d.%m.%Y, %H:%M}" if at else ""
