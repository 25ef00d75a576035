"""The same browsers as at the citizen's door."""

from tests.web.citizen.conftest import enter

__all__ = ["enter"]
