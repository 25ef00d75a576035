"""What every floor's tests may use; each floor adds its own sentences in a conftest beside its tests."""

import pytest

pytest_plugins = ["tests.postgres", "tests.browser", "tests.halls"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The long ones first: the tests that kill take one worker while the other does all the rest."""
    items.sort(key=lambda item: item.get_closest_marker("kills") is None)
