"""People at the doors of a hall: `door("Ana")` is Ana's browser."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.cityhall.people import accounts
from app.database import session, transaction
from tests.hall import STAFF, Hall


class Browser(FlaskClient):
    """Each request in a context of its own, as in a running hall: who was signed in before is forgotten."""

    def open(self, *given: Any, **named: Any) -> TestResponse:
        with self.application.app_context():
            return super().open(*given, **named)


class Visitor:
    """A signed-in browser that sends the version it was shown, as a page does."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client
        self.seen = "0"

    def get(self, address: str) -> TestResponse:
        return self._look(self.client.get(address))

    def post(self, address: str, **fields: object) -> TestResponse:
        data = {"version": self.seen, **{name.replace("__", "."): value for name, value in fields.items()}}
        return self._look(self.client.post(address, data=data, follow_redirects=True))

    def _look(self, answer: TestResponse) -> TestResponse:
        session().rollback()
        found = re.search(r'name="version" value="(\d+)"', answer.text) if "html" in answer.mimetype else None
        self.seen = found[1] if found else self.seen
        return answer


Door = Callable[[str], Visitor]


@pytest.fixture
def door(hall: Hall) -> Door:
    """The browser of staff by first name, of citizens by e-mail, of a stranger by an empty name."""
    hall.app.config["WTF_CSRF_ENABLED"] = False

    def enter(who: str) -> Visitor:
        client = Browser(hall.app, hall.app.response_class)
        account = accounts.by_email(STAFF.get(who, who))
        if account is not None:
            with transaction():
                token = accounts.sign_in(account, hall.now)
            with client.session_transaction() as kept:
                kept["_user_id"], kept["_fresh"] = token, True
        return Visitor(client)

    return enter
