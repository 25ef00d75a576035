"""A person's browser at the citizen's door: it sends what the page showed it, as browsers do."""

from collections.abc import Callable, Sequence
from io import BytesIO

from flask.testing import FlaskClient
from lxml import html
from werkzeug.test import TestResponse

from app.cityhall.people import accounts
from app.database import session, transaction
from tests.hall import STAFF, Hall
from tests.web.desk.conftest import Browser

Files = Sequence[tuple[str, str, bytes]]


class Citizen:
    """One browser; `page` is what it shows now."""

    def __init__(self, hall: Hall) -> None:
        self.client: FlaskClient = Browser(hall.app, hall.app.response_class)
        self.page = html.fromstring("<p></p>")

    def signed_in(self, hall: Hall, email: str) -> "Citizen":
        account = accounts.by_email(STAFF.get(email, email))
        assert account is not None
        with transaction():
            token = accounts.sign_in(account, hall.now)
        with self.client.session_transaction() as kept:
            kept["_user_id"], kept["_fresh"] = token, True
        return self

    def get(self, address: str) -> TestResponse:
        return self._look(self.client.get(address, follow_redirects=True))

    def post(self, address: str, *, files: Files = (), **fields: str) -> TestResponse:
        """Field names with `__` for the dots of blocks; the version shown travels along."""
        shown = {name: self._hidden(name) for name in ("version", "next") if self._hidden(name)}
        typed = {name.replace("__", "."): value for name, value in fields.items()}
        data: dict[str, object] = {**shown, **typed}
        for name, filename, content in files:
            data[name] = (BytesIO(content), filename)
        return self._look(self.client.post(address, data=data, follow_redirects=True))

    def text(self, path: str) -> str:
        return " ".join(" ".join(one.itertext()) for one in self.page.xpath(path))

    @property
    def errors(self) -> str:
        return self.text("//*[@id='error-summary']//li")

    def _hidden(self, name: str) -> str:
        return next(iter(self.page.xpath(f"//main//input[@name='{name}']/@value")), "")

    def _look(self, answer: TestResponse) -> TestResponse:
        session().rollback()
        if answer.mimetype == "text/html":
            self.page = html.fromstring(answer.text)
        return answer


Enter = Callable[[str], Citizen]
