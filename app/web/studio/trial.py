"""Stub: trial."""

from app.web.studio.door import studio


@studio.get("/<code>/ciorna/incercare")
def trial(code: str) -> str:
    """Stub."""
    return "trial" + code
