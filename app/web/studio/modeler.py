"""Stub: modeler."""

from app.web.studio.door import studio


@studio.get("/<code>/ciorna/diagrama")
def modeler(code: str) -> str:
    """Stub."""
    return "modeler" + code
