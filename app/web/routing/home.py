"""The first page."""

from flask import render_template

from app.web.routing.door import routing


@routing.get("")
def home() -> str:
    """The first page of this door."""
    return render_template("routing/home.html")
