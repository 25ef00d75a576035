"""The first page."""

from flask import render_template

from app.web.archive.door import archive


@archive.get("")
def home() -> str:
    """The first page of this door."""
    return render_template("archive/home.html")
