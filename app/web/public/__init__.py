"""The public door: services, verification of receipts, pick-up pages, language, health."""

from flask import Blueprint

public = Blueprint("public", __name__)

from app.web.public import audiences, certificates, complaints, figures, health, pages, pickup, verify  # noqa: E402, F401
