"""Pressing a button as a browser without JavaScript does: the whole form travels, as the page shows it."""

from io import BytesIO
from typing import Any

from lxml import html
from werkzeug.test import TestResponse

from app.database import session
from tests.web.citizen.people import Citizen

Typed = dict[str, str | list[str]]


def press(
    who: Citizen,
    button: str,
    typed: Typed | None = None,
    *,
    file: tuple[str, str, bytes] | None = None,
    accept: str = "",
) -> TestResponse:
    """Press the first button with that text, after typing; a list ticks just those boxes."""
    pressed = _button(who.page, button)
    form = next(one for one in pressed.iterancestors("form"))
    data: dict[str, Any] = {}
    for name, value in form.form_values():
        data.setdefault(name, []).append(value)
    data |= {name: [value] if isinstance(value, str) else value for name, value in (typed or {}).items()}
    if pressed.get("name"):
        data[pressed.get("name")] = [pressed.get("value", "")]
    if file is not None:
        data[file[0]] = (BytesIO(file[2]), file[1])
    address = form.get("action")
    headers = {"Accept": accept} if accept else {}
    answer = who.client.post(address, data=data, headers=headers, follow_redirects=True)
    session().rollback()
    if answer.mimetype == "text/html":
        who.page = html.fromstring(answer.text)
    return answer


def _button(page: Any, text: str) -> Any:
    for one in page.xpath("//main//button"):
        if " ".join("".join(one.itertext()).split()) == text:
            return one
    raise AssertionError(f"no button {text!r}: " + ", ".join(page.xpath("//main//button//text()")))


def said(who: Citizen) -> str:
    """What the page says, in one line."""
    return " ".join(who.text("//main").split())
