"""The studio's first page: every procedure with its versions, running cases and open draft."""

from flask import render_template, request

from app.cityhall.drafts import queries as drafts
from app.cityhall.publications import queries as publications
from app.web import gate
from app.web.studio.door import studio
from app.web.studio.drafts import shelf

LONGEST = 100


@studio.get("/")
def home() -> str:
    """The tree of procedures, whole or those that one looks for."""
    words = request.args.get("q", "")[:LONGEST]
    found = shelf.rows(gate.actor(), gate.now())
    shown = shelf.matching(found, words)
    return render_template(
        "studio/home.html",
        groups=shelf.grouped(shown),
        words=words,
        shown=len(shown),
        all=len(found),
        drafts=sum(one.draft is not None for one in found),
        under_way=sum(one.under_way for one in found),
        to_approve=publications.to_approve(drafts.institutions_of(gate.actor()), gate.actor().person_id),
    )
