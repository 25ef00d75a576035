"""Filing a request, page by page: the same pages for a citizen and for a clerk at the counter.

A door attaches them once, with its own channel and addresses: `hang(door, Filing(...), start, drafts)`.
It must have two endpoints of its own: the home it names, and `confirmation` (with `case_id`).
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import Blueprint
from flask.typing import ResponseReturnValue

from app.web.filing import check, pages, papers, twins
from app.web.filing.where import Filing

__all__ = ["Filing", "hang"]

# endpoint, address below a draft, method, view
_VIEWS = (
    ("draft", "", "GET", pages.resume),
    ("papers", "/acte", "GET", papers.show),
    ("send_papers", "/acte", "POST", papers.save),
    ("draft_document", "/acte/<uuid:document_id>", "GET", papers.document),
    ("check", "/verificare", "GET", check.show),
    ("send", "/trimite", "POST", check.send),
    ("drop", "/sterge", "POST", check.drop),
    ("support", "/si-eu/<uuid:report_id>", "POST", twins.support),
    ("page", "/<page_id>", "GET", pages.show),
    ("save_page", "/<page_id>", "POST", pages.save),
)


def hang(door: Blueprint, where: Filing, start: str, drafts: str) -> None:
    """Attach the pages to a door: `start` is the address (with <code>) that begins a draft."""
    door.add_url_rule(start, "start", _here(where, pages.start), methods=["POST"])
    for endpoint, below, method, view in _VIEWS:
        rule = f"{drafts}/<uuid:draft_id>{below}"
        door.add_url_rule(rule, endpoint, _here(where, view), methods=[method])


def _here(where: Filing, view: Callable[..., ResponseReturnValue]) -> Callable[..., ResponseReturnValue]:
    """The view at that door; a function with a name, as the check against forged posts wants."""

    @wraps(view)
    def here(**facts: Any) -> ResponseReturnValue:
        return view(where, **facts)

    return here
