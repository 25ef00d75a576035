"""Searching what stands in the documents."""

from flask import render_template, request

from app.cityhall.documents import finding
from app.refusal import Refusal
from app.web import gate, wording
from app.web.documents.door import documents

ON_A_PAGE = 20


@documents.get("")
def home() -> tuple[str, int]:
    """Words, and the documents that hold them; only of cases that the reader may see."""
    words = request.args.get("q", "")[:200]
    page = max(1, request.args.get("page", 1, type=int))
    found, error, status = [], "", 200
    if words.strip():
        try:
            start = (page - 1) * ON_A_PAGE
            found = finding.found(words, gate.actor(), limit=ON_A_PAGE + 1, offset=start)
        except Refusal as refusal:
            error, status = wording.sentence(refusal.key, refusal.facts), wording.status(refusal.key)
    text = render_template(
        "documents/home.html",
        words=words,
        found=found[:ON_A_PAGE],
        error=error,
        page=page,
        more=len(found) > ON_A_PAGE,
    )
    return text, status
