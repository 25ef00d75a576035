"""Stub: procedure."""

from app.web.studio.door import studio


@studio.get("/<code>")
def procedure(code: str) -> str:
    """Stub."""
    return "procedure" + code
