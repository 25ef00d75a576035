"""What stands on the operators' pages for states, alarms, events and ages."""

from datetime import datetime, timedelta

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from app.cityhall.cabinets.models import Compartment

# state: its words and the tone of its tag
STATES = {
    "free": (_l("liber"), "muted"),
    "reserved": (_l("rezervat"), "new"),
    "occupied": (_l("ocupat"), "work"),
    "needs_check": (_l("de verificat"), "bad"),
    "blocked": (_l("scos din folosință"), "wait"),
}
DOORS = {"closed": _l("închisă"), "open": _l("deschisă"), "jammed": _l("blocată")}
ALARMS = {
    "left_open": _l("ușă rămasă deschisă"),
    "jammed": _l("ușă blocată"),
    "needs_check": _l("de verificat: pare să mai fie ceva înăuntru"),
    "offline": _l("caseta nu răspunde"),
    "help": _l("cineva cere ajutor"),
    "stray": _l("caseta ține o ușă pentru ceva ce nu cunoaștem"),
    "lost": _l("caseta nu mai știe de hârtiile din ușa aceasta"),
}
PARCELS = {
    "reserved": _l("ușa este păstrată"),
    "opened": _l("ușa a fost deschisă"),
    "deposited": _l("hârtiile sunt în casetă"),
    "ready": _l("așteaptă să fie ridicate"),
    "collected": _l("ridicate"),
    "recalled": _l("de scos: nu a venit nimeni"),
    "returned": _l("scoase de operator"),
    "cancelled": _l("anulat"),
    "emptied": _l("scoase, de verificat"),
    "verified": _l("verificate"),
}
EVENTS = {
    "door.opened": _l("ușa s-a deschis"),
    "door.closed": _l("ușa s-a închis"),
    "door.jammed": _l("ușa nu s-a deschis"),
    "door.left_open": _l("ușa a rămas deschisă"),
    "credential.rejected": _l("un cod a fost refuzat"),
    "door_asked": _l("un operator a cerut ușa"),
    "needs_check": _l("ceva a rămas înăuntru"),
    "nothing_laid_in": _l("ușa s-a închis fără să se pună ceva"),
    "moved": _l("hârtiile au fost mutate la altă ușă"),
    "unexpected": _l("ușa s-a închis când nu ne așteptam"),
}
REASONS = {"moved": _l("hârtiile au fost mutate: ușa s-a defectat")}


def state(door: Compartment) -> tuple[str, str]:
    """The one thing to know of a door first, and its tone."""
    if door.door == "jammed":
        return _("ușă blocată"), "bad"
    if door.door == "open":
        return _("ușă deschisă"), "bad"
    text, tone = STATES.get(door.state, (door.state, "muted"))
    return str(text), tone


def reason(door: Compartment) -> str:
    """Why it is out of service."""
    return str(REASONS.get(door.reason, door.reason))


def event(kind: str) -> str:
    """What happened, in words; a state of the parcel says itself."""
    known = EVENTS.get(kind.partition(":")[0]) or PARCELS.get(kind)
    return str(known or kind)


def age(since: datetime, now: datetime) -> str:
    """How long ago, in the largest whole unit."""
    passed = max(now - since, timedelta())
    if passed >= timedelta(days=1):
        return str(ngettext("%(num)d zi", "%(num)d zile", passed.days))
    if passed >= timedelta(hours=1):
        return str(ngettext("%(num)d oră", "%(num)d ore", int(passed / timedelta(hours=1))))
    return str(ngettext("%(num)d minut", "%(num)d minute", int(passed / timedelta(minutes=1))))


def number(value: float | None) -> str:
    """One decimal, as Romanians write it."""
    return "–" if value is None else f"{value:.1f}".replace(".", ",")
