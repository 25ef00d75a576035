"""A drop-off before the real controller: its token opens the door once, the closed door gives the number."""

from pathlib import Path

import pytest

from app.cityhall.dropoffs.rules import DropOffState
from app.database import transaction
from app.journey import secrets
from app.journey.lockers import dropoff_checks, dropoff_words, dropoffs
from tests.hall import Hall
from tests.journey.test_dropoffs import drafted, now, prepares
from tests.lockers.street import standing
from tests.lockers.town import Town


@pytest.mark.nightly
def test_from_the_code_to_the_emptied_door(hall: Hall, tmp_path: Path) -> None:
    with standing(tmp_path) as street:
        town = Town(hall, street)
        town.works()
        laid, forgotten = prepares(hall, drafted(hall)), prepares(hall, drafted(hall))
        grant = dropoff_words.depositor(now(laid))
        assert grant is not None
        token = secrets.grant_token(hall.house, grant)
        opened = street.bank.present(key="scan", credential=token)
        assert (opened.ref, opened.purpose) == (str(laid), "deposit")
        street.hand(opened.compartment, "close")
        heard(town)
        assert now(laid).entry is not None
        with transaction():
            dropoff_checks.ask_to_open(now(laid), hall.actor("Elena"), hall.now)
        hall.works()
        street.hand(opened.compartment, "close")
        heard(town)
        assert now(laid).state == DropOffState.EMPTIED
        street.passes(25 * 3600)
        town.works()
        dropoffs.lapse_due(town.now)
        town.works()
        assert now(forgotten).state == DropOffState.LAPSED
        assert {one.state for one in street.doors().values()} == {"free"}


def heard(town: Town) -> None:
    town.collects_post()
    town.reads_post()
