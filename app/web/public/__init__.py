"""The public door: services, verification of receipts, pick-up pages, language, health."""

from flask import Blueprint

public = Blueprint("public", __name__)

from app.web.public import (  # noqa: E402, F401
    audiences,
    certificates,
    complaints,
    figures,
    health,
    pages,
    pickup,
    pickup_actions,
    pickup_visit,
    shared,
    verify,
    verify_file,
)
