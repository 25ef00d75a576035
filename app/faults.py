"""Named places where this process dies when somebody asks it to.

"Nothing is lost when a process dies" is true or false at exact places: between a commit and the answer,
between a call outside and the note of it. Killing at random almost never hits them, so the code names
them itself: `tests/faults` asks for each in turn and looks whether the hall is whole afterwards.

A point costs one comparison unless the hall was started with CRASH_POINTS=<folder> (`app.settings` refuses
that outside a demonstration). Then whoever takes the file <folder>/<name> away dies by SIGKILL: one file, one
death, whichever of the processes comes by first. It leaves <name>.<its process number> behind.
"""

import os
import signal
from pathlib import Path

_armed: Path | None = None


def arm(folder: Path | None) -> None:
    """From now on obey the files in this folder; None: never die."""
    global _armed  # noqa: PLW0603 - one process dies as one
    _armed = folder


def point(name: str) -> None:
    """Die here if somebody asked for it."""
    if _armed is None:
        return
    try:
        (_armed / name).rename(_armed / f"{name}.{os.getpid()}")
    except FileNotFoundError:
        return
    os.kill(os.getpid(), signal.SIGKILL)
