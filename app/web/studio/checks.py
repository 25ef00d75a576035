"""Stub: checks."""

from app.web.studio.door import studio


@studio.get("/<code>/ciorna/verificare")
def checks(code: str) -> str:
    """Stub."""
    return "checks" + code
