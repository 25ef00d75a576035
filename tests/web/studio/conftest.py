"""At the analysts' door: `enter("Anca")` is Anca's browser; `draft` is her draft of petitions."""

from collections.abc import Iterator

import pytest

from app.cityhall.drafts import actions
from app.cityhall.drafts.models import Draft
from app.cityhall.procedures import queries as procedures
from app.database import transaction
from tests.hall import Hall
from tests.served import over_http
from tests.web.citizen.conftest import enter

__all__ = ["enter"]


@pytest.fixture
def draft(hall: Hall) -> Draft:
    """The open draft of petitions, with the files of the version in force."""
    with transaction():
        by = hall.actor("Anca").person_id
        return actions.begin(procedures.current("petition"), by, hall.now)


@pytest.fixture
def address(hall: Hall) -> Iterator[str]:
    """The hall, over real HTTP."""
    with over_http(hall.app) as address:
        yield address
