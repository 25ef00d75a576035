"""Where a run of the tests writes: in memory where there is room, for thousands of commits wait for a disk.

Each hall's database is as careful as in a real hall (`PRAGMA synchronous=FULL`), and what a `kill -9` may
not lose is with the kernel either way. `TMPDIR` set by whoever runs the tests is left alone.
"""

import os
import shutil
import tempfile
from pathlib import Path

import pytest

MEMORY = Path("/dev/shm")
NEEDED_BYTES = 4 << 30


@pytest.hookimpl(tryfirst=True)
def pytest_configure() -> None:
    if "TMPDIR" not in os.environ and _roomy():
        os.environ["TMPDIR"] = str(MEMORY)
        tempfile.tempdir = None  # look again


def _roomy() -> bool:
    return os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free >= NEEDED_BYTES
