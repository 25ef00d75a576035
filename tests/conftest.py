"""What every floor's tests may use; each floor adds its own sentences in a conftest beside its tests."""

import pytest

pytest_plugins = ["tests.scratch", "tests.postgres", "tests.browser", "tests.halls", "tests.mailbox"]
# What shares processes that are dear to start (a running hall, a browser) stays with one worker, the dearest
# first; the other worker does all the rest meanwhile.
TOGETHER = ("kills", "ui")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Give each test its group, and begin with the groups that take longest."""
    place = {item: _group(item) for item in items}
    items.sort(key=lambda item: TOGETHER.index(place[item]) if place[item] else len(TOGETHER))
    for item, group in place.items():
        if group:
            item.add_marker(pytest.mark.xdist_group(group))


def _group(item: pytest.Item) -> str:
    return next((name for name in TOGETHER if item.get_closest_marker(name)), "")


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """A file's bytes are no name: those that are made anew each time differ from worker to worker."""
    return argname if isinstance(val, bytes) else None


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """What a test measured is printed also when it passed (`record_property("table", …)`)."""
    for report in terminalreporter.getreports("passed"):
        for table in [value for name, value in report.user_properties if name == "table"]:
            terminalreporter.section(report.nodeid.rpartition("::")[2])
            terminalreporter.write_line(str(table))
