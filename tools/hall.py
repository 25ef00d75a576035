"""`make run`: prepares the hall, starts its processes, keeps them alive, and ends them all.

python -m tools.hall run        PORT and INSTANCE say where
"""

import fcntl
import json
import os
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from app.settings import locker_key
from tools import pages, place, processes
from tools.place import CABINETS, REGISTRY, ROOT, Place
from tools.processes import Command, Kept, Stop
from tools.trouble import Trouble

START_SECONDS = 120.0
PYTHON = sys.executable
FLASK = (PYTHON, "-m", "flask", "--app", "wsgi")


def main(words: Sequence[str]) -> int:
    """The command line."""
    if list(words) != ["run"]:
        print("usage: python -m tools.hall run", file=sys.stderr)
        return 2
    try:
        here = place.from_environment(os.environ)
        place.make(here)
        with alone_in(here.instance):
            run(here)
    except Trouble as trouble:
        print(f"hall: {trouble}", file=sys.stderr)
        return 1
    return 0


@contextmanager
def alone_in(instance: Path) -> Iterator[None]:
    """Two halls never share one data folder."""
    with (instance / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Trouble(
                f"A hall is already running on {instance}. "
                "End it, or choose another folder: make run PORT=8100 INSTANCE=other"
            ) from None
        yield


def run(here: Place) -> None:
    """From nothing to a hall that answers, and back to nothing."""
    stop = Stop().listen()
    pages.refuse_taken(here.ports)
    told = place.environment(here, place.keys(here))
    crew: list[Kept] = []
    try:
        launch(crew, simulators(here, told), here)
        prepare(here, told, stop, crew)
        if not stop.asked:
            launch(crew, rooms(here, told), here)
        if wait_until_ready(here, crew, stop):
            print(welcome(here), flush=True)
            keep(crew, stop)
    finally:
        processes.end(crew)


def simulators(here: Place, told: Mapping[str, str]) -> list[Command]:
    """The world outside: locker cabinets, messages, a payment page, each knowing its own keys."""
    messages = (
        *(PYTHON, "-m", "simulators.messages", "--port", str(here.port + 2)),
        *("--smtp-port", str(here.smtp_port), "--database", str(here.instance / "messages.sqlite")),
        *("--imap-port", str(here.imap_port), "--registry", REGISTRY),
    )
    post = (
        *(PYTHON, "-m", "simulators.post", "--port", str(here.imap_port), "--user", REGISTRY),
        *("--folder", str(here.instance / "mailbox")),
    )
    payments = (
        *(PYTHON, "-m", "simulators.payments", "--port", str(here.port + 4)),
        *("--database", str(here.instance / "payments.sqlite")),
    )
    return [
        *(_locker(here, code, told) for code in CABINETS),
        Command("messages", messages, _only(told, "SMS_API_KEY", "SMS_CALLBACK_KEY", "IMAP_PASSWORD")),
        Command("post", post, _only(told, "IMAP_PASSWORD")),
        Command("payments", payments, _only(told, "PAYMENT_KEY")),
    ]


def _locker(here: Place, code: str, told: Mapping[str, str]) -> Command:
    """A cabinet; the first keeps its short name."""
    name = "locker" if code == "cabinet-1" else f"locker-{code}"
    command = (
        *(PYTHON, "-m", "simulators.locker", "--port", str(here.port + CABINETS[code])),
        *("--database", str(here.instance / f"{name}.sqlite"), "--hook-url", f"{here.url}/hooks/locker"),
        *("--site", code, "--doors", "24"),
    )
    return Command(name, command, {"LOCKER_KEY": told[locker_key(code)]})


def rooms(here: Place, told: Mapping[str, str]) -> list[Command]:
    """The hall itself: what answers people, and what works when nobody is looking."""
    web = (
        *(PYTHON, "-m", "gunicorn", "wsgi:app", "--bind", f"127.0.0.1:{here.port}", "--no-control-socket"),
        # Loaded once, then forked: a worker that falls is back at once.
        *("--preload", "--worker-class", "gthread", "--workers", "2", "--threads", "4"),
        # Longer than a proxy or a browser keeps a quiet connection, so that none is closed on a request.
        *("--timeout", "60", "--graceful-timeout", "6", "--keep-alive", "75"),
    )
    return [Command("web", web, told), Command("worker", (*FLASK, "jobs", "run", "--processes", "2"), told)]


def _only(told: Mapping[str, str], *names: str) -> dict[str, str]:
    return {name: told[name] for name in names}


def launch(crew: list[Kept], commands: Sequence[Command], here: Place) -> None:
    """Start these and add them to the crew, one by one, so that a failure leaves none behind."""
    for command in commands:
        crew.append(processes.start(command, logs=here.logs, cwd=ROOT, pids=here.pids))  # noqa: PERF401


def prepare(here: Place, told: Mapping[str, str], stop: Stop, crew: list[Kept]) -> None:
    """Migrations, procedures and the demo sector: the one step between a folder and a hall."""
    step = processes.start(Command("prepare", (*FLASK, "hall", "prepare"), told), logs=here.logs, cwd=ROOT)
    crew.append(step)
    if processes.finish(step, stop):
        raise Trouble(f"The hall could not be prepared. {processes.last_words(step.log)}")
    if not stop.asked:
        crew.remove(step)


def wait_until_ready(here: Place, crew: list[Kept], stop: Stop) -> bool:
    """True once every page answers; False when we are asked to stop before."""
    lockers = [f"{url}/" for url in here.lockers.values()]
    wanted = (f"{here.url}/readyz", *lockers, f"{here.sandbox_url}/", f"{here.payment_url}/")
    deadline = time.monotonic() + START_SECONDS
    while not stop.asked:
        if pages.all_answer(wanted):
            return True
        if time.monotonic() > deadline:
            silent = ", ".join(url for url in wanted if not pages.answers(url))
            raise Trouble(f"No answer within {START_SECONDS:.0f} seconds from {silent}; see {here.logs}.")
        processes.refuse_broken(crew)
        processes.mend(crew, cwd=ROOT, now=time.monotonic())
        time.sleep(processes.LOOK_SECONDS)
    return False


def keep(crew: Sequence[Kept], stop: Stop) -> None:
    """Until we are asked to stop: whoever falls is started again."""
    while not stop.asked:
        for kept in processes.mend(crew, cwd=ROOT, now=time.monotonic()):
            print(f"hall: “{kept.command.name}” had ended; started again, see {kept.log}", file=sys.stderr)
        time.sleep(processes.LOOK_SECONDS)


def welcome(here: Place) -> str:
    """The one line scripts wait for, the addresses, and who can sign in."""
    addresses = {
        "the hall": here.url,
        "the kiosk": f"{here.url}/kiosk",
        "the cabinet": here.locker_url,
        "the second cabinet": here.lockers["cabinet-2"],
        "SMS and e-mail": here.sandbox_url,
        "the registry": f"{here.sandbox_url}/registratura",
        "card payments": here.payment_url,
    }
    lines = [f"ready {here.url}", ""]
    lines += [f"  {what:<15} {url}" for what, url in addresses.items()]
    return "\n".join([*lines, *sign_ins(here), "", "  Ctrl-C ends everything; the data stays."])


def sign_ins(here: Place) -> list[str]:
    """The demo people as a table, as `hall prepare` left them in demo.json."""
    path = here.instance / "demo.json"
    people: list[dict[str, str]] = json.loads(path.read_text(encoding="utf-8")) if path.exists() else []
    rows = [[person["who"], person["email"], person["password"], person["where"]] for person in people]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = ("  ".join(f"{cell:<{width}}" for cell, width in zip(row, widths, strict=True)) for row in rows)
    return ["", *(f"  {line.rstrip()}" for line in lines)] if rows else []


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
