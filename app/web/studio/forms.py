"""Stub: forms."""

from app.web.studio.door import studio


@studio.get("/<code>/ciorna/formulare")
def forms(code: str) -> str:
    """Stub."""
    return "forms" + code
