"""Stub: live."""

from app.web.studio.door import studio


@studio.get("/<code>/viu")
def live(code: str) -> str:
    """Stub."""
    return "live" + code
