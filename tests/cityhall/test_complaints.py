"""Places, distances and states of complaints: rules without a database, and the written-down lists."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.cityhall.complaints import rules
from app.cityhall.complaints.rules import Place, Point, State

ROOT = Path(__file__).resolve().parents[2]
UNIVERSITY = Point(44.4355, 26.1020)
points = st.builds(Point, st.floats(-85, 85), st.floats(-179, 179))
near_points = st.builds(Point, st.floats(44.3, 44.6), st.floats(25.9, 26.3))
shifts = st.floats(-0.01, 0.01)
words = st.text(alphabet="abcdefghijklmnopqrstuvwxyzăâîșț ", min_size=1, max_size=20)


@pytest.mark.parametrize(
    ("other", "metres"),
    [(UNIVERSITY, 0), (Point(44.4355, 26.1033), 103.2), (Point(44.4364, 26.1020), 100.1)],
)
def test_distances_are_those_of_a_ruler(other: Point, metres: float) -> None:
    assert rules.distance(UNIVERSITY, other) == pytest.approx(metres, abs=0.5)


@given(points, points)
def test_a_distance_is_the_same_both_ways_and_never_beyond_the_globe(one: Point, other: Point) -> None:
    assert rules.distance(one, other) == pytest.approx(rules.distance(other, one), abs=1e-6)
    assert 0 <= rules.distance(one, other) <= 3.1416 * rules.EARTH


@given(near_points, near_points, near_points)
def test_no_way_round_is_shorter(one: Point, two: Point, three: Point) -> None:
    direct = rules.distance(one, three)
    assert direct <= rules.distance(one, two) + rules.distance(two, three) + 1e-6


@given(near_points, shifts, shifts)
def test_the_box_holds_all_that_is_near(one: Point, north: float, east: float) -> None:
    other = Point(one.latitude + north, one.longitude + east)
    box = rules.around(one)
    inside = box.south <= other.latitude <= box.north and box.west <= other.longitude <= box.east
    assert inside or rules.distance(one, other) > rules.NEAR


@pytest.mark.parametrize(
    ("street", "number", "key"),
    [
        ("Str. Fabricii", "12", "fabricii 12"),
        ("strada FABRICII", "nr. 12", "fabricii 12"),
        ("Bd. Timișoara nr. 12", "A", "timisoara 12 a"),
        ("Bulevardul Timi\u015foara", "", "timisoara"),
        ("", "12", ""),
        ("Aleea Băiuț", "3 bis", "baiut 3bis"),
    ],
)
def test_a_street_is_the_same_however_it_is_written(street: str, number: str, key: str) -> None:
    assert rules.street_key(street, number) == key


@given(words)
def test_kinds_and_accents_of_a_street_do_not_matter(name: str) -> None:
    assert rules.street_key(f"Str. {name}", "5") == rules.street_key(f"strada {name.upper()}", "nr. 5")


def test_points_decide_where_both_have_one_else_the_street() -> None:
    here, there = Point(44.4320, 26.0350), Point(44.4340, 26.0350)
    assert rules.same_place(Place(here, "fabricii 1"), Place(here, "alta 2"))
    assert not rules.same_place(Place(here, "fabricii 1"), Place(there, "fabricii 1"))
    assert rules.same_place(Place(here, "fabricii 1"), Place(None, "fabricii 1"))
    assert not rules.same_place(Place(None, ""), Place(None, ""))


@pytest.mark.parametrize("typed", ["", "abc", "44", "444,1234", None, 44.4, "44,", "1e5,0"])
def test_what_is_no_coordinate_is_none(typed: object) -> None:
    assert rules.coordinate(typed) in {None, 444.1234}
    assert rules.point_of({"lat": typed, "lon": "26,02"}) is None


def sector() -> list[rules.Ring]:
    area: dict[str, Any] = json.loads((ROOT / "processes/complaint/area.geojson").read_text())
    assert "demonstrație" in area["properties"]["note"]
    return rules.outer_rings(area)


@pytest.mark.parametrize(
    ("point", "inside"),
    [
        (Point(44.4320, 26.0350), True),
        (UNIVERSITY, False),
        (Point(44.4600, 26.1500), False),
        (Point(44.40, 26.03), False),
    ],
)
def test_the_sector_has_an_inside_and_an_outside(point: Point, *, inside: bool) -> None:
    assert rules.contains(sector(), point) is inside


@given(near_points)
def test_every_kind_of_geojson_means_the_same_area(point: Point) -> None:
    ring = sector()[0]
    polygon = {"type": "Polygon", "coordinates": [ring]}
    several = {"type": "MultiPolygon", "coordinates": [[ring]]}
    features = {"type": "FeatureCollection", "features": [{"type": "Feature", "geometry": several}]}
    said = {rules.contains(rules.outer_rings(one), point) for one in (polygon, several, features)}
    assert len(said) == 1


@pytest.mark.parametrize(
    ("status", "outcome", "result", "state"),
    [
        ("registered", None, None, State.RECEIVED),
        ("field_check", None, None, State.CHECKING),
        ("planned", None, None, State.PLANNED),
        ("settled", "resolved", "resolved", State.RESOLVED),
        ("closed", "closed_anonymous", "unfounded", State.UNFOUNDED),
        ("closed", "redirected", None, State.REDIRECTED),
        ("closed", "withdrawn", "resolved", State.WITHDRAWN),
    ],
)
def test_anybody_reads_a_plain_word(status: str, outcome: str, result: str, state: State) -> None:
    assert rules.state_of(status, outcome, result) is state
