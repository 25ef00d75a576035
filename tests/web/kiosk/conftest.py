"""The same browsers as at the desks."""

from tests.web.desk.conftest import door

__all__ = ["door"]
