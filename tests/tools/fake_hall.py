"""Tiny fake processes, kept as tools.hall keeps real ones: `python -m tests.tools.fake_hall FOLDER`."""

import sys
from pathlib import Path

from tools import hall, processes
from tools.processes import Command, Stop

SLEEPER = "import time; print('up', flush=True); time.sleep(60)"
DEAF = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN);" + SLEEPER
PARENT = (
    "import subprocess, sys, time;"
    "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)']);"
    "print('child', child.pid, flush=True); time.sleep(60)"
)


def fake(name: str, program: str) -> Command:
    return Command(name, (sys.executable, "-c", program))


def main(folder: Path) -> None:
    processes.TERM_SECONDS = 1.0
    stop = Stop().listen()
    commands = [fake("sleeper", SLEEPER), fake("deaf", DEAF), fake("parent", PARENT)]
    crew = [processes.start(command, logs=folder, cwd=folder, pids=folder) for command in commands]
    try:
        print("kept", flush=True)
        hall.keep(crew, stop)
    finally:
        processes.end(crew)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
