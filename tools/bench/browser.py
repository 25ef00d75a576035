"""Somebody's browser at a hall of this process, signed in through its own page, with its tokens."""

from typing import Any

from flask import Flask
from lxml import html
from werkzeug.test import TestResponse

from tools.scenes import PASSWORD


class Browser:
    """Pages of one person; `open` and `send` are requests as a real server would see them."""

    def __init__(self, app: Flask, email: str) -> None:
        self._client = app.test_client()
        page = self.open("/intrare")
        self.send("/intrare", {**self.fields(page, "password"), "email": email, "password": PASSWORD})

    def open(self, address: str) -> TestResponse:
        """A page. Raises AssertionError when it does not come."""
        answer = self._client.get(address)
        assert answer.status_code == 200, f"{address}: {answer.status}"
        return answer

    def send(self, address: str, fields: dict[str, Any]) -> TestResponse:
        """A form. Raises AssertionError when it is not accepted."""
        answer = self._client.post(address, data=fields)
        assert answer.status_code in {302, 303}, f"{address}: {answer.status} {answer.text[:2000]}"
        return answer

    @staticmethod
    def fields(page: TestResponse, name: str) -> dict[str, list[str]]:
        """What stands in the form of that page which has a field of that name."""
        forms: Any = html.document_fromstring(page.data).iter("form")
        form = next(one for one in forms if name in one.fields)
        found: dict[str, list[str]] = {}
        for key, value in form.form_values():
            found.setdefault(key, []).append(value)
        return found
