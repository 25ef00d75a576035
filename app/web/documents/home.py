"""The first page."""

from flask import render_template

from app.web.documents.door import documents


@documents.get("")
def home() -> str:
    """The first page of this door."""
    return render_template("documents/home.html")
