"""Stub: scenarios."""

from app.web.studio.door import studio


@studio.get("/<code>/ciorna/scenarii")
def scenarios(code: str) -> str:
    """Stub."""
    return "scenarios" + code
