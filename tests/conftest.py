"""What every floor's tests may use; each floor adds its own sentences in a conftest beside its tests."""

pytest_plugins = ["tests.postgres", "tests.browser", "tests.halls"]
