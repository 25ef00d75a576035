"""Stub: config."""

from app.web.studio.door import studio


@studio.get("/<code>/ciorna/setari")
def config(code: str) -> str:
    """Stub."""
    return "config" + code
