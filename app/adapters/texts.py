"""What stands in a file: read in a process of its own, for a hostile file may eat memory and time."""

import json
import resource
import subprocess
import sys
from pathlib import Path
from typing import Any

CHILD = Path(__file__).with_name("text_child.py")
SECONDS = 20
MEMORY = 1024 * 1024 * 1024
NOTHING: dict[str, Any] = {"text": "", "facts": {"unreadable": True}}


def read(content: bytes, media_type: str) -> dict[str, Any]:
    """The text and facts {pages, fonts, scripts, encrypted, standard, signatures …} of a file.

    A file that its reader cannot bear gives no text and the fact `unreadable`; nothing is raised.
    """
    try:
        done = subprocess.run(
            [sys.executable, "-I", str(CHILD), media_type],
            input=content,
            capture_output=True,
            timeout=SECONDS,
            check=True,
            preexec_fn=_poor,
        )
        found: dict[str, Any] = json.loads(done.stdout)
    except (subprocess.SubprocessError, ValueError, OSError):
        return NOTHING
    return found


def _poor() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
