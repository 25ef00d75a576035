"""Stub: draft."""

from app.web.studio.door import studio


@studio.get("/<code>/ciorna")
def draft(code: str) -> str:
    """Stub."""
    return "draft" + code
