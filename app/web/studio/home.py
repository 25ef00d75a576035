"""Stub: home."""

from app.web.studio.door import studio


@studio.get("/")
def home() -> str:
    """Stub."""
    return "home"
