"""The first page."""

from flask import render_template

from app.web.registry.door import registry


@registry.get("")
def home() -> str:
    """The first page of this door."""
    return render_template("registry/home.html")
