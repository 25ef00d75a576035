"""Parcels: states that lead somewhere, ends that are ends, and secrets that are derived."""

import uuid
from contextlib import suppress
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.exc import IntegrityError

from app.cityhall.cabinets import queries as cabinets
from app.cityhall.lockers import actions, grants, queries, rules
from app.cityhall.lockers.models import Parcel
from app.cityhall.lockers.rules import MOVES, OVER, ParcelState
from app.database import session, transaction
from app.refusal import Refusal
from tests.hall import MONDAY, Hall

STATES = st.sampled_from(ParcelState)
IDS = st.uuids(version=4)


def test_every_state_can_be_reached_and_can_end() -> None:
    def reachable(state: ParcelState, seen: frozenset[ParcelState] = frozenset()) -> frozenset[ParcelState]:
        for following in MOVES[state] - seen:
            seen = reachable(following, seen | {following})
        return seen

    assert reachable(ParcelState.RESERVED) | {ParcelState.RESERVED} == set(ParcelState)
    assert all(state in OVER or reachable(state) & OVER for state in ParcelState)
    assert {str(state) for state in OVER} == {"collected", "returned", "cancelled", "verified"}


@given(st.lists(STATES, max_size=12))
def test_no_sequence_of_moves_leaves_an_end(wanted: list[ParcelState]) -> None:
    state, way = ParcelState.RESERVED, [ParcelState.RESERVED]
    for following in wanted:
        with suppress(Refusal):
            rules.check_move(state, following)
            state = following
            way.append(state)
    assert not any(state in OVER for state in way[:-1])
    assert len(way) == len(set(way))  # and none is ever entered twice
    if ParcelState.COLLECTED in way:
        assert ParcelState.DEPOSITED in way


@given(st.text(min_size=1), IDS, st.integers(1, 9))
def test_secrets_are_the_same_each_time_and_new_with_each_version(
    secret: str, parcel: uuid.UUID, version: int
) -> None:
    token = rules.grant_token(secret, parcel, version)
    pin = rules.grant_pin(secret, parcel, version)
    assert token == rules.grant_token(secret, parcel, version)
    assert pin == rules.grant_pin(secret, parcel, version)
    assert token != rules.grant_token(secret, parcel, version + 1)
    assert token != rules.grant_token(secret + "x", parcel, version)
    assert token.startswith("FH1:")
    assert (len(pin), pin.isdecimal()) == (8, True)
    assert len(token) == len("FH1:") + 32


def test_the_same_secrets_after_years() -> None:
    # A running parcel must survive an update of the hall: these values may never change.
    parcel = uuid.UUID("00000000-0000-4000-8000-000000000001")
    assert rules.grant_token("a secret", parcel, 1) == "FH1:5MFIMSESACJTGTT4F22HALDWGS4USTI4"
    assert rules.grant_pin("a secret", parcel, 1) == "64390429"
    assert rules.link_code("a secret", parcel) == "yMRpREVipV498728xiXvBw"


@given(st.sets(IDS, min_size=2, max_size=20))
def test_links_differ_and_open_nothing(parcels: set[uuid.UUID]) -> None:
    links = {rules.link_code("secret", parcel) for parcel in parcels}
    assert len(links) == len(parcels)
    assert all(len(link) == 22 for link in links)
    assert links.isdisjoint(rules.grant_token("secret", parcel, 1) for parcel in parcels)


def test_a_pin_is_bound_to_its_cabinet() -> None:
    assert rules.pin_sha256("12345678", "cabinet-1") != rules.pin_sha256("12345678", "cabinet-2")


def parcel_of(hall: Hall, compartment: int = 1) -> Parcel:
    case = hall.petition(delivery="email")
    cabinet = cabinets.cabinet("cabinet-1")
    with transaction():
        parcel = Parcel(
            case_id=case.id,
            cabinet_id=cabinet.id,
            reservation=f"r-{uuid.uuid4()}",
            compartment=compartment,
            reserved_at=MONDAY,
        )
        session().add(parcel)
    return parcel


def test_each_move_leaves_its_stamp_and_its_proof(any_hall: Hall) -> None:
    parcel = parcel_of(any_hall)
    way = [ParcelState.OPENED, ParcelState.DEPOSITED, ParcelState.READY, ParcelState.COLLECTED]
    with transaction():
        for hours, state in enumerate(way):
            actions.move(parcel, state, MONDAY + timedelta(hours=hours))
    assert [event.kind for event in queries.events(parcel.id)] == [str(state) for state in way]
    assert parcel.deposited_at == MONDAY + timedelta(hours=1)
    assert parcel.ended_at == MONDAY + timedelta(hours=3)
    assert parcel.over
    assert queries.living(parcel.case_id) is None
    assert queries.latest(parcel.case_id) is parcel


def test_a_refused_move_changes_nothing(hall: Hall) -> None:
    parcel = parcel_of(hall)
    with pytest.raises(Refusal, match=r"parcel\.wrong_state"), transaction():
        actions.move(parcel, ParcelState.COLLECTED, MONDAY)
    assert parcel.state == ParcelState.RESERVED
    assert queries.events(parcel.id) == []


def test_two_living_parcels_never_share_a_door(any_hall: Hall) -> None:
    first_id = parcel_of(any_hall).id
    with pytest.raises(IntegrityError):
        parcel_of(any_hall)
    with transaction():
        first = queries.by_id(first_id)
        assert first is not None
        actions.move(first, ParcelState.CANCELLED, MONDAY)
    assert parcel_of(any_hall).compartment == 1


def test_a_link_finds_its_parcel_and_a_guess_finds_nothing(hall: Hall) -> None:
    parcel = parcel_of(hall)
    with transaction():
        span = {"not_before": MONDAY, "not_after": MONDAY + timedelta(days=3), "now": MONDAY}
        made = grants.make(parcel.id, "collect", "applicant", "a secret", **span)
    assert grants.by_link(rules.link_code("a secret", made.id)) is made
    assert grants.parcel_of(made) is parcel
    with pytest.raises(Refusal, match=r"parcel\.unknown"):
        grants.by_link("ghicit")
    with pytest.raises(Refusal, match=r"cabinet\.unknown"):
        cabinets.cabinet("cabinet-9")
