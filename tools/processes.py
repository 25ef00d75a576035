"""Processes that are kept alive, and that all end when their keeper does, however it ends."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tools.trouble import Trouble

TERM_SECONDS = 8.0
STEADY_SECONDS = 3.0
LONGEST_PAUSE = 10.0
LOOK_SECONDS = 0.1
LARGE_LOG = 10_000_000
STARTED = "--- started "
PR_SET_PDEATHSIG = 1

_libc = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


@dataclass(frozen=True)
class Command:
    """What to start: its name, its words, and what it is told beside our own environment."""

    name: str
    words: Sequence[str]
    told: Mapping[str, str] = field(default_factory=dict)


@dataclass(eq=False)
class Kept:
    """A command with the process that runs it now."""

    command: Command
    process: subprocess.Popen[bytes]
    log: Path
    pid_file: Path | None
    falls: int = 0
    began: float = field(default_factory=time.monotonic)


@dataclass
class Stop:
    """Whether somebody asked us to end (Ctrl-C, SIGTERM, a closed terminal)."""

    asked: bool = False

    def listen(self) -> "Stop":
        signal.signal(signal.SIGINT, self._hear)
        signal.signal(signal.SIGTERM, self._hear)
        # Under nohup a closed terminal is no reason to end.
        if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:
            signal.signal(signal.SIGHUP, self._hear)
        return self

    def _hear(self, _number: int, _frame: object) -> None:
        self.asked = True


def tied_to(parent: int) -> Callable[[], None]:
    """For a child, before it becomes its program: die when `parent` dies, even by kill -9."""

    def tie() -> None:
        if _libc is not None:
            _libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
            if os.getppid() != parent:
                os._exit(1)

    return tie


def start(command: Command, *, logs: Path, cwd: Path, pids: Path | None = None) -> Kept:
    """Start a command in a session of its own, its output in `logs`, its pid in `pids`."""
    log = logs / f"{command.name}.log"
    process = _open(command, log, cwd)
    kept = Kept(command, process, log, pids / f"{command.name}.pid" if pids else None)
    _note_pid(kept)
    return kept


def _open(command: Command, log: Path, cwd: Path) -> subprocess.Popen[bytes]:
    if log.exists() and log.stat().st_size > LARGE_LOG:
        log.replace(log.with_suffix(".log.1"))
    with log.open("ab") as output:
        output.write(f"{STARTED}{time.strftime('%Y-%m-%d %H:%M:%S')}\n".encode())
        output.flush()
        return subprocess.Popen(
            command.words,
            env={**os.environ, "PYTHONUNBUFFERED": "1", **command.told},
            cwd=cwd,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
            preexec_fn=tied_to(os.getpid()),  # noqa: PLW1509 (we start no threads)
        )


def _note_pid(kept: Kept) -> None:
    if kept.pid_file:
        fresh = kept.pid_file.with_suffix(".new")
        fresh.write_text(f"{kept.process.pid}\n")
        fresh.replace(kept.pid_file)


def mend(crew: Iterable[Kept], *, cwd: Path, now: float) -> list[Kept]:
    """Start again those that ended, each after a pause that grows while it keeps falling."""
    fallen = [kept for kept in crew if kept.process.poll() is not None]
    return [kept for kept in fallen if _restart(kept, cwd, now)]


def _restart(kept: Kept, cwd: Path, now: float) -> bool:
    if now - kept.began > STEADY_SECONDS + pause(kept.falls):
        kept.falls = 0
    if now < kept.began + pause(kept.falls):
        return False
    # Children of the dead one may still hold its port.
    _signal_group(kept.process.pid, signal.SIGKILL)
    kept.process = _open(kept.command, kept.log, cwd)
    kept.falls += 1
    kept.began = now
    _note_pid(kept)
    return True


def pause(falls: int) -> float:
    """Seconds between two starts of a process that has fallen this often; the first costs none."""
    return min(LONGEST_PAUSE, 0.25 * 2**falls) if falls else 0.0


def finish(kept: Kept, stop: Stop) -> int | None:
    """Wait for a command that ends by itself; None when we are asked to stop first."""
    while not stop.asked:
        code = kept.process.poll()
        if code is not None:
            return code
        time.sleep(LOOK_SECONDS)
    return None


def end(crew: Sequence[Kept]) -> None:
    """End them all and what they started: first asked, then, after eight seconds, made to."""
    for kept in crew:
        _signal_group(kept.process.pid, signal.SIGTERM)
    deadline = time.monotonic() + TERM_SECONDS
    while any(kept.process.poll() is None for kept in crew) and time.monotonic() < deadline:
        time.sleep(LOOK_SECONDS / 2)
    for kept in crew:
        _signal_group(kept.process.pid, signal.SIGKILL)
        kept.process.wait()
        if kept.pid_file:
            kept.pid_file.unlink(missing_ok=True)


def _signal_group(leader: int, number: signal.Signals) -> None:
    try:
        os.killpg(leader, number)
    except (ProcessLookupError, PermissionError):
        pass


def refuse_broken(crew: Iterable[Kept], falls: int = 3) -> None:
    """While starting: a process that lies there after so many falls will not come up."""
    for kept in crew:
        if kept.falls >= falls and kept.process.poll() is not None:
            raise Trouble(f"“{kept.command.name}” ends as soon as it starts. {last_words(kept.log)}")


def last_words(log: Path, lines: int = 15) -> str:
    """The end of what a process wrote since it last started, for a message."""
    since = log.read_text(errors="replace").rpartition(STARTED)[2].splitlines()[1:]
    return "\n".join([f"The end of {log}:", *("  " + line for line in since[-lines:])])
