"""Stub: publish."""

from app.web.studio.door import studio


@studio.get("/<code>/ciorna/publicare")
def publish(code: str) -> str:
    """Stub."""
    return "publish" + code
