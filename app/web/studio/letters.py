"""Stub: letters."""

from app.web.studio.door import studio


@studio.get("/<code>/ciorna/scrisori")
def letters(code: str) -> str:
    """Stub."""
    return "letters" + code
