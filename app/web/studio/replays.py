"""Stub: replays."""

from app.web.studio.door import studio


@studio.get("/<code>/ciorna/reluare")
def replays(code: str) -> str:
    """Stub."""
    return "replays" + code
