"""A person with a browser, without JavaScript: opens pages, fills forms by their names, presses buttons."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin

import requests
from lxml import html
from requests.adapters import HTTPAdapter
from urllib3 import Retry

SECONDS = 30
# As a browser does: what only asks is asked again when a kept connection is gone.
ASKED_AGAIN = Retry(total=2, status=0, allowed_methods={"GET"}, backoff_factor=0.2)


class WalkError(Exception):
    """The page was not what a person would expect here."""


@dataclass
class Page:
    """One page as it was answered."""

    visitor: "Visitor"
    answer: requests.Response
    tree: html.HtmlElement = field(init=False)

    def __post_init__(self) -> None:
        self.tree = html.document_fromstring(self.answer.content or b"<html></html>")

    @property
    def url(self) -> str:
        return str(self.answer.url)

    @property
    def text(self) -> str:
        """What a person reads in the main part."""
        main = self.tree.find(".//main")
        return " ".join(str((main if main is not None else self.tree).text_content()).split())

    def expect(self, *words: str) -> "Page":
        """Go on only if the page says these words. Raises WalkError."""
        missing = [word for word in words if word not in self.text]
        if missing:
            raise WalkError(f"{self.url} does not say {missing}: {self.text[:400]}")
        return self

    def forms(self) -> list["Form"]:
        """The forms of the main part."""
        main = self.tree.find(".//main")
        return [Form(self, one) for one in (main if main is not None else self.tree).iter("form")]

    def form(self, *names: str) -> "Form":
        """The first form that has all these fields or buttons. Raises WalkError."""
        found = next((one for one in self.forms() if set(names) <= one.names()), None)
        if found is None:
            have = [sorted(one.names()) for one in self.forms()]
            raise WalkError(f"{self.url} has no form with {names}; it has {have}: {self.text[:300]}")
        return found

    def form_to(self, ending: str) -> "Form":
        """The first form that is sent to an address with that ending. Raises WalkError."""
        for one in self.forms():
            if one.action.split("?")[0].endswith(ending):
                return one
        raise WalkError(f"{self.url} has no form to {ending}: {[one.action for one in self.forms()]}")

    def link(self, part: str) -> str:
        """The first link whose address or text has this part. Raises WalkError."""
        for one in self.tree.iter("a"):
            if part in (one.get("href") or "") or part in one.text_content():
                return str(urljoin(self.url, one.get("href")))
        raise WalkError(f"{self.url} has no link with “{part}”")

    def follow(self, part: str) -> "Page":
        """Open that link."""
        return self.visitor.open(self.link(part))

    def find(self, pattern: str) -> str:
        """The first group of a pattern in what the page says. Raises WalkError."""
        found = re.search(pattern, self.text)
        if found is None:
            raise WalkError(f"{self.url} has nothing like {pattern}: {self.text[:400]}")
        return str(found.group(1))


class Form:
    """A form on a page, with what stands in it."""

    def __init__(self, page: Page, element: html.HtmlElement) -> None:
        self.page = page
        self.element = element

    @property
    def action(self) -> str:
        return str(urljoin(self.page.url, self.element.get("action") or self.page.url))

    def names(self) -> set[str]:
        """Names of its fields and buttons."""
        named = (one.get("name") for one in self.element.iter("input", "select", "textarea", "button"))
        return {name for name in named if name}

    def values(self) -> dict[str, list[str]]:
        """What would be sent untouched, without any button."""
        found: dict[str, list[str]] = {}
        for name, value in self.element.form_values():
            found.setdefault(name, []).append(value)
        return found

    def send(
        self,
        answers: Mapping[str, Any] | None = None,
        files: Iterable[tuple[str, tuple[str, bytes, str]]] = (),
        button: tuple[str, str] | None = None,
        to: str | None = None,
    ) -> Page:
        """Fill the named fields, press the button, arrive. `to` is the address of a button that has its own.

        Raises WalkError on a field that the form does not have.
        """
        data = self.values()
        for name, value in (answers or {}).items():
            if name not in self.names():
                raise WalkError(f"{self.page.url}: the form has no field {name}: {sorted(self.names())}")
            data[name] = [str(one) for one in value] if isinstance(value, list) else [str(value)]
        if button is not None:
            data[button[0]] = [button[1]]
        return self.page.visitor.send(to or self.action, data, list(files))

    def fill(self, answers: Mapping[str, Any]) -> Page:
        """Like send, with only those answers that this page asks for."""
        return self.send({name: value for name, value in answers.items() if name in self.names()})


class Visitor:
    """One browser: cookies, and the pages it sees."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.http = requests.Session()
        self.http.mount("http://", HTTPAdapter(max_retries=ASKED_AGAIN))

    def open(self, path: str) -> Page:
        """A page. Raises WalkError when the hall does not answer well."""
        return self._page(self.http.get(urljoin(self.url, path), timeout=SECONDS))

    def get(self, path: str) -> requests.Response:
        """A file."""
        answer = self.http.get(urljoin(self.url, path), timeout=SECONDS)
        if not answer.ok:
            raise WalkError(f"{path}: {answer.status_code}")
        return answer

    def send(
        self, url: str, data: Mapping[str, list[str]], files: list[tuple[str, tuple[str, bytes, str]]]
    ) -> Page:
        """Post a form."""
        return self._page(self.http.post(url, data=data, files=files or None, timeout=SECONDS))

    def _page(self, answer: requests.Response) -> Page:
        page = Page(self, answer)
        if answer.status_code >= 400:
            raise WalkError(f"{answer.request.method} {answer.url}: {answer.status_code} {page.text[:500]}")
        return page

    def sign_in(self, email: str, password: str) -> Page:
        """Sign in and arrive where one belongs."""
        return self.open("/intrare").form("email", "password").send({"email": email, "password": password})
