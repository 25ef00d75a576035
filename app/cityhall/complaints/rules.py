"""Places, distances, twins and states of complaints: pure rules."""

import math
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, NamedTuple

EARTH = 6_371_000.0  # metres, mean radius
# The same thing, reported twice: policy of the hall, facts §1.5.
NEAR = 50.0
RECENT = timedelta(days=14)
COORDINATE = re.compile(r"-?\d{1,3}[.,]\d{1,8}")


class Point(NamedTuple):
    """Degrees north and east (WGS 84)."""

    latitude: float
    longitude: float


class Place(NamedTuple):
    """Where something was seen: a point, a street as written, or both."""

    point: Point | None
    street_key: str


class State(StrEnum):
    """What anybody may read about a complaint's way."""

    RECEIVED = "received"
    CHECKING = "checking"
    PLANNED = "planned"
    RESOLVED = "resolved"
    SANCTIONED = "sanctioned"
    UNFOUNDED = "unfounded"
    HANDED_OVER = "handed_over"
    REDIRECTED = "redirected"
    CONNECTED = "connected"
    WITHDRAWN = "withdrawn"


OVER = frozenset({State.RESOLVED, State.SANCTIONED, State.UNFOUNDED, State.HANDED_OVER})
GONE = frozenset({State.REDIRECTED, State.CONNECTED, State.WITHDRAWN})
_BY_STATUS = {"registered": State.RECEIVED, "planned": State.PLANNED}


def state_of(status: str, outcome: str | None, result: str | None) -> State:
    """The public word, from how the case ended, from what was found, else from the workflow's word."""
    if outcome in {State.REDIRECTED, State.CONNECTED, State.WITHDRAWN}:
        return State(outcome)
    if result:
        return State(result)
    return _BY_STATUS.get(status, State.CHECKING)


def coordinate(text: object) -> float | None:
    """`44,4321` or `44.4321` in degrees; None for anything else."""
    if not isinstance(text, str) or not COORDINATE.fullmatch(text.strip()):
        return None
    return float(text.strip().replace(",", "."))


def point_of(given: object) -> Point | None:
    """The point of a form's `{"lat": …, "lon": …}`; None when there is none or it lies nowhere."""
    if not isinstance(given, Mapping):
        return None
    latitude, longitude = coordinate(given.get("lat")), coordinate(given.get("lon"))
    if latitude is None or longitude is None or abs(latitude) > 90 or abs(longitude) > 180:
        return None
    return Point(latitude, longitude)


def distance(one: Point, other: Point) -> float:
    """Metres between two points along the ground (haversine)."""
    lat1, lat2 = math.radians(one.latitude), math.radians(other.latitude)
    north, east = lat2 - lat1, math.radians(other.longitude - one.longitude)
    chord = math.sin(north / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin(east / 2) ** 2
    return 2 * EARTH * math.asin(min(1.0, math.sqrt(chord)))


_SHORT = {
    "str": "strada",
    "bd": "bulevardul",
    "bdul": "bulevardul",
    "bld": "bulevardul",
    "blvd": "bulevardul",
    "b dul": "bulevardul",
    "sos": "soseaua",
    "cal": "calea",
    "al": "aleea",
    "spl": "splaiul",
    "intr": "intrarea",
    "pta": "piata",
    "dr": "drumul",
}
_KINDS_OF_STREET = frozenset(
    {*_SHORT.values(), "strada", "bulevard", "alee", "sosea", "drum", "intrare", "piata", "splai", "cale"}
)


def street_key(street: object, number: object = "") -> str:
    """A street and number as written, made comparable: `Bd. Timișoara nr. 12 A` → `timisoara 12a`."""
    words = _plain(str(street or "")).split()
    name = [word for word in (_SHORT.get(one, one) for one in words) if word not in _KINDS_OF_STREET]
    own = _plain(str(number or "")).replace("nr ", "").replace(" ", "")
    if not name:
        return ""
    return " ".join([*(word for word in name if word != "nr"), *([own] if own else [])])


def _plain(text: str) -> str:
    """Small letters and digits without accents, parted by single blanks."""
    decomposed = unicodedata.normalize("NFKD", text.lower())
    letters = "".join(
        sign if sign.isalnum() else " " for sign in decomposed if not unicodedata.combining(sign)
    )
    return " ".join(letters.split())


def same_place(one: Place, other: Place) -> bool:
    """Two points within 50 m; where one has no point, the same street and number."""
    if one.point is not None and other.point is not None:
        return distance(one.point, other.point) <= NEAR
    return bool(one.street_key) and one.street_key == other.street_key


def recent(reported: datetime, now: datetime) -> bool:
    """Within the last fourteen days."""
    return now - RECENT <= reported <= now


class Box(NamedTuple):
    """A span of degrees, to look up points by an ordinary comparison before measuring."""

    south: float
    north: float
    west: float
    east: float


def around(point: Point, metres: float = NEAR) -> Box:
    """A box that certainly holds all within so many metres."""
    up = math.degrees(metres / EARTH) * 1.01
    side = up / max(0.01, math.cos(math.radians(point.latitude)))
    return Box(point.latitude - up, point.latitude + up, point.longitude - side, point.longitude + side)


Ring = Sequence[Sequence[float]]


def contains(rings: Iterable[Ring], point: Point) -> bool:
    """Does the point lie in one of these rings (GeoJSON order: east, north)? Even-odd rule."""
    return any(_in_ring(ring, point) for ring in rings)


def _in_ring(ring: Ring, point: Point) -> bool:
    inside = False
    for (x1, y1, *_), (x2, y2, *_) in zip(ring, [*ring[1:], ring[0]], strict=True):
        if (y1 > point.latitude) != (y2 > point.latitude):
            crossing = x1 + (point.latitude - y1) / (y2 - y1) * (x2 - x1)
            if point.longitude < crossing:
                inside = not inside
    return inside


def outer_rings(area: Mapping[str, Any]) -> list[Ring]:
    """The outer rings of a GeoJSON Polygon, MultiPolygon, Feature or FeatureCollection."""
    kind = area.get("type")
    if kind == "FeatureCollection":
        return [ring for feature in area["features"] for ring in outer_rings(feature)]
    if kind == "Feature":
        return outer_rings(area["geometry"])
    if kind == "MultiPolygon":
        return [polygon[0] for polygon in area["coordinates"]]
    return [area["coordinates"][0]] if kind == "Polygon" else []


def kind_of(answers: Mapping[str, Any]) -> str:
    """What exactly, within the category: each category asks in a field of its own."""
    return str(answers.get(f"{answers.get('category')}_kind") or "")


def place_of(answers: Mapping[str, Any]) -> Place:
    """Where the form's answers say it is."""
    key = street_key(answers.get("street"), answers.get("street_number"))
    return Place(point_of(answers.get("point")), key)
