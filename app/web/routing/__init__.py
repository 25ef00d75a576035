"""The routing blueprint: resolutions of heads and the works of departments; only staff pass."""

from app.web.routing import alarm, home, leaves, many, papers, works
from app.web.routing.door import routing

__all__ = ["alarm", "home", "leaves", "many", "papers", "routing", "works"]
