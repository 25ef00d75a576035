"""`enter("ioana@exemplu.ro")` is Ioana's browser, in a hall whose clock the test moves."""

import pytest

from app.web import gate
from tests.hall import Hall
from tests.web.citizen.people import Citizen, Enter


@pytest.fixture
def enter(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> Enter:
    hall.app.config["WTF_CSRF_ENABLED"] = False
    monkeypatch.setattr(gate, "now", lambda: hall.now)

    def come_in(email: str) -> Citizen:
        visitor = Citizen(hall)
        return visitor.signed_in(hall, email) if email else visitor

    return come_in
