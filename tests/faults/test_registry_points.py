"""A registrar's confirmation, killed in the middle."""

from pathlib import Path

import pytest
from sqlalchemy import func, select

from app.cityhall.arrivals.filled import of_proposal
from app.cityhall.arrivals.models import Arrival
from app.cityhall.registry.models import RegisterEntry
from app.database import session
from tests.arrivals.coming import comes, letter
from tests.faults.post_points import dies_at
from tests.hall import Hall
from tests.journey.test_intake import GARBAGE
from tests.web.desk.conftest import Door, door

__all__ = ["door"]


def count(model: type[object]) -> int:
    session().rollback()
    return session().scalar(select(func.count()).select_from(model)) or 0


@pytest.mark.parametrize("point", ["intake.before_commit", "intake.after_commit"])
def test_a_confirmation_killed_in_the_middle_gives_one_number_and_one_answer(
    hall: Hall, door: Door, tmp_path: Path, point: str
) -> None:
    arrival = comes(hall, letter("Gunoi neridicat", GARBAGE, message_id="<k1@exemplu.ro>"))
    address, told = f"/registratura/sosite/{arrival.id}", of_proposal(arrival.proposal)

    def confirms() -> int:
        elena = door("Elena")
        elena.get(address)
        return elena.post(f"{address}/confirma", **told).status_code

    assert dies_at(tmp_path, point, confirms)
    assert count(RegisterEntry) == (0 if point == "intake.before_commit" else 1)
    assert confirms() in {200, 409}
    assert count(RegisterEntry) == 1
    hall.works()
    answers = [one for one in hall.mail.sent.values() if one["to"] == "maria.serban@exemplu.ro"]
    assert len(answers) == 1
    session().rollback()
    assert session().scalars(select(Arrival.state)).all() == ["registered"]
