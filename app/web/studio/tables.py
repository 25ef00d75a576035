"""Stub: tables."""

from app.web.studio.door import studio


@studio.get("/<code>/ciorna/tabele")
def tables(code: str) -> str:
    """Stub."""
    return "tables" + code
