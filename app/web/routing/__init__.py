"""The routing blueprint: resolutions of heads and the works of departments; only staff pass."""

from app.web.routing import home
from app.web.routing.door import routing

__all__ = ["home", "routing"]
