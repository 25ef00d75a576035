"""An analyst who brings files of other programs into a draft."""

import io
import re
from collections.abc import Callable
from urllib.parse import quote

import pytest
from lxml import html
from werkzeug.test import TestResponse

from app.database import session
from tests.hall import Hall
from tests.web.citizen.conftest import enter
from tests.web.citizen.people import Enter
from tests.web.studio.conftest import draft

__all__ = ["draft", "enter"]
ADDRESS = "/studio/petition/ciorna"
Bring = Callable[..., TestResponse]


@pytest.fixture
def bring(hall: Hall, enter: Enter, draft: object) -> Bring:
    """`bring("A.1.0.bpmn", content)`: Anca imports it as the diagram; the report or the refusal."""
    assert draft is not None
    anca = enter("Anca").client

    def take(name: str, content: bytes) -> TestResponse:
        page = html.fromstring(anca.get(f"{ADDRESS}/import").text)
        seen = page.xpath("//input[@name='seen']/@value")[0]
        target = next(
            v for v in page.xpath("//select[@name='target']//@value") if v.startswith("procedure.bpmn")
        )
        data = {"file": (io.BytesIO(content), name), "target": target, "seen": seen, "sure": "yes"}
        answer = anca.post(f"{ADDRESS}/import", data=data, follow_redirects=True)
        session().rollback()
        return answer

    hall.app.extensions["anca"] = anca
    return take


def exported(hall: Hall, path: str = "procedure.bpmn") -> bytes:
    """The file as the draft gives it back."""
    content: bytes = hall.app.extensions["anca"].get(f"{ADDRESS}/api/fisier/{quote(path)}").data
    return content


def words(answer: TestResponse) -> str:
    """What the page says, in one line."""
    return re.sub(r"\s+", " ", html.fromstring(answer.text).xpath("string(//main)"))
