"""The live page in words: how many cases stand where, since when, and how long one usually waits there."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from flask import url_for
from flask_babel import format_decimal
from flask_babel import gettext as _

from app.cityhall.incidents import Incident
from app.engine.reading.model import Element, Model
from app.journey.standing import Place
from app.web.form_pages.wording import language

# Working days that one usually waits at an element: below each bound it is one degree cooler.
DEGREES = (1.0, 3.0, 5.0, 10.0)
Tab = tuple[str, str, int | None, bool]


@dataclass(frozen=True)
class Line:
    """One element of the live table."""

    element: str
    name: str
    place: Place
    heat: int


def heat(days: float | None) -> int:
    """From 1 (under a working day) to 5 (more than ten)."""
    return 1 + sum(days > bound for bound in DEGREES) if days is not None else 1


def named(element: Element | None, own: str) -> str:
    """What an element is called on the diagram, else its id."""
    if element is None:
        return own
    return ((language() == "en" and element.name_en) or element.name or own).replace("\n", " ")


def days(value: float | None) -> str:
    """„2,5 zile lucrătoare”; under a tenth of a day it is told so."""
    if value is None:
        return "–"
    shown = round(value, 1)
    if shown < 0.1:
        return str(_("sub o zecime de zi"))
    if shown == 1:
        return str(_("o zi lucrătoare"))
    many = shown == int(shown) and int(shown) % 100 not in range(1, 20)
    said = _("%(n)s de zile lucrătoare") if many else _("%(n)s zile lucrătoare")
    return str(said) % {"n": format_decimal(shown)}


def told(element: Element, place: Place, now: datetime) -> str:
    """An element's title: „Analiză: cereri acum: 5, cea mai veche de 12 zile; de obicei 3 zile lucrătoare”"""
    parts = [_("%(name)s: cereri acum: %(count)s", name=named(element, element.id), count=place.count)]
    if place.oldest:
        age = max((now - place.oldest).days, 0)
        parts.append(_("cea mai veche stă de zile: %(age)s", age=age))
    if place.usual is not None:
        whom = _("solicitantul") if place.for_citizen else _("primăria")
        parts.append(_("de obicei se așteaptă %(who)s %(long)s", who=whom, long=days(place.usual)))
    return "; ".join(parts)


def lines(model: Model, places: Mapping[str, Place], view: str) -> list[Line]:
    """What the drawing shows, as rows: where most time goes first."""
    shown = (p for p in places.values() if view == "all" or p.for_citizen == (view == "citizen"))
    found = [
        Line(p.element, named(model.elements.get(p.element), p.element), p, heat(p.usual)) for p in shown
    ]
    return sorted(found, key=lambda line: (-line.place.count, -line.place.total, line.name))


def views(code: str, view: str, version: str) -> list[Tab]:
    """The choice of whose waiting colours the diagram."""
    names = {
        "all": _("Toată așteptarea"),
        "citizen": _("Se așteaptă solicitantul"),
        "hall": _("Se așteaptă primăria"),
    }
    return [
        (title, url_for("studio.live", code=code, caldura=name, versiune=version or None), None, name == view)
        for name, title in names.items()
    ]


def failed(one: Incident) -> str:
    """What an incident is, in a few words."""
    words: dict[str, str] = {
        "job": _("Un serviciu nu a răspuns"),
        "timer": _("Un moment programat nu a mers"),
        "message": _("Un mesaj nu a ajuns"),
    }
    return words.get(one.kind, one.kind)
