"""The registry's blueprint: the register's book, what arrived, the counter's papers, and its measures."""

from app.web.registry import home
from app.web.registry.door import registry

__all__ = ["home", "registry"]
