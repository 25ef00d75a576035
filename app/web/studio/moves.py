"""Stub: moves."""

from app.web.studio.door import studio


@studio.get("/<code>/mutari")
def moves(code: str) -> str:
    """Stub."""
    return "moves" + code
