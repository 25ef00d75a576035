"""Stub: versions."""

from app.web.studio.door import studio


@studio.get("/<code>/versiuni")
def versions(code: str) -> str:
    """Stub."""
    return "versions" + code
