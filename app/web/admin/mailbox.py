"""How the registry's mailboxes are read: when the last time, and what stands in the way."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import lazy_gettext as l_
from flask_babel.speaklater import LazyString

from app.cityhall import institutions
from app.cityhall.arrivals import queries
from app.cityhall.arrivals.models import MailboxPlace
from app.journey.house import House
from app.web.filters import moment

PATIENCE = timedelta(minutes=5)
WHY: Mapping[str, LazyString] = {
    "unauthorized": l_("Serverul de poștă nu primește numele sau parola."),
    "unreachable": l_("Serverul de poștă nu răspunde."),
    "timeout": l_("Serverul de poștă răspunde prea greu."),
    "not_secure": l_("Legătura cu serverul de poștă nu este sigură: certificatul nu este recunoscut."),
    "refused": l_("Serverul de poștă nu dă dosarul cerut."),
    "file_not_kept": l_("Discul este plin sau nu se poate scrie pe el."),
}


class Line(NamedTuple):
    """One mailbox, as a notice."""

    tone: str
    title: str
    text: str


def lines(house: House, institution_ids: Sequence[UUID], now: datetime) -> list[Line]:
    """A line for each of these institutions that has a mailbox."""
    places = {one.institution_id: one for one in queries.mailboxes()}
    halls = [hall for one in institution_ids if (hall := institutions.by_id(one))]
    return [
        _line(hall.short_name, places.get(hall.id), now) for hall in halls if hall.code in house.outside.post
    ]


def _line(hall: str, place: MailboxPlace | None, now: datetime) -> Line:
    if place is None or (place.looked_at is None and place.read_at is None):
        return Line("warn", hall, _("Încă nu a fost citită. O citesc lucrătorii."))
    last = moment(place.read_at) if place.read_at else _("niciodată")
    if place.error:
        why = str(WHY.get(place.error, _("Ceva neașteptat; vedeți jurnalul lucrătorilor.")))
        said = _(
            "%(why)s Nimic nu s-a mutat din căsuță; se încearcă din nou singur. Ultima citire: %(last)s.",
            why=why,
            last=last,
        )
        return Line("bad", hall, said)
    if place.looked_at is not None and now - place.looked_at > PATIENCE:
        return Line("warn", hall, _("Nu a mai fost citită de la %(last)s.", last=last))
    return Line("ok", hall, _("Citită la %(last)s.", last=last))
