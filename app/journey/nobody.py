"""The alarm of what nobody holds: counted every few minutes, told once a working morning."""

from datetime import datetime, time
from pathlib import Path

from app.cityhall import institutions, notices, routing
from app.cityhall.institutions import Institution
from app.cityhall.people import posts
from app.cityhall.people.models import Account
from app.cityhall.people.rights import Actor
from app.cityhall.registry.rules import BUCHAREST, romanian_day
from app.cityhall.routing import actions, nobody, queries
from app.cityhall.routing.nobody import Forgotten
from app.cityhall.routing.rules import HALL_ROUTERS, HEAD
from app.cityhall.terms import days_off
from app.cityhall.terms.calendar import is_working
from app.database import session, transaction
from app.journey import notify
from app.journey.house import House
from app.journey.wishes import WISHES

# Who can do something about it, and whom the morning's e-mail goes to.
TOLD = (*HALL_ROUTERS, "administrator")
READERS = (*TOLD, HEAD)
MORNING = time(7, 30)
LINES = 10
TEXTS = (Path(routing.__file__).parent / "notices.toml").read_bytes()


def found(actor: Actor, now: datetime) -> list[Forgotten]:
    """What is forgotten in the institutions where the actor may do something about it, as of now."""
    halls = {post.institution_id for post in actor.posts if post.role in READERS}
    return nobody.look(halls, romanian_day(now), WISHES)


def round_(house: House, now: datetime) -> int:
    """Count again in each institution, tell who must know; how many there are in all."""
    with transaction():
        for item in queries.annulled():
            actions.strike(item, now)
    return sum(_look(one, house, now) for one in institutions.everyone())


def count_again(now: datetime) -> None:
    """So that the navigation says what the page says, after somebody has mended something."""
    for hall in institutions.everyone():
        forgotten = nobody.look({hall.id}, romanian_day(now), WISHES)
        with transaction():
            nobody.remember(hall, len(forgotten), now)


def _look(hall: Institution, house: House, now: datetime) -> int:
    forgotten = nobody.look({hall.id}, romanian_day(now), WISHES)
    with transaction():
        nobody.remember(hall, len(forgotten), now)
        if forgotten and _is_morning(hall, now):
            for account in _told(hall, now):
                _tell(hall, account, forgotten, house, now)
    return len(forgotten)


def _is_morning(hall: Institution, now: datetime) -> bool:
    local = now.astimezone(BUCHAREST)
    return local.time() >= MORNING and is_working(local.date(), days_off.calendar_of(hall.id))


def _told(hall: Institution, now: datetime) -> list[Account]:
    everyone = [one for role in TOLD for one in posts.holders(hall.id, role, romanian_day(now))]
    return [one for one in dict.fromkeys(everyone) if one.disabled_at is None]


def _tell(
    hall: Institution, account: Account, forgotten: list[Forgotten], house: House, now: datetime
) -> None:
    """Once a day: the key says it was told."""
    key = f"nobody:{hall.code}:{romanian_day(now)}:{account.id}"
    if notices.by_key(key) is not None:
        return
    said = {
        "institution": hall.short_name,
        "count": str(len(forgotten)),
        "lines": "\n".join(f"- nr. {one.entry.legal_number}" for one in forgotten[:LINES]),
        "link": f"{house.url}/repartizare/alarma",
    }
    notify.to_person(account.person, TEXTS, "nobody", key, said, now)
    session().flush()
