"""`python -m simulators.locker`: one cabinet until SIGTERM. The key may come from LOCKER_KEY."""

import argparse
import os
import threading
from pathlib import Path

from flask import Flask

from simulators import faults, serving
from simulators.ledger import Ledger
from simulators.locker import api, events, page
from simulators.locker.cabinet import TABLES, Cabinet, boot


def main() -> None:
    """Build the doors, start telling the hall, answer."""
    asked = _arguments().parse_args()
    cabinet = Cabinet(
        ledger=Ledger(asked.database, TABLES),
        site=asked.site,
        key=asked.key,
        hook_url=asked.hook_url,
        left_open_after=asked.left_open_after,
    )
    with cabinet.ledger.change() as db:
        boot(db, asked.site, asked.doors)
    threading.Thread(target=events.keep_telling, args=(cabinet,), daemon=True).start()
    serving.serve(create_app(cabinet), asked.port, "locker")


def create_app(cabinet: Cabinet) -> Flask:
    """The controller's API and the cabinet's page."""
    app = Flask("simulators.locker")
    serving.guard(app, cabinet.key)
    faults.attach(app, cabinet.faults, "/sim/faults")
    api.hang(app, cabinet)
    page.hang(app, cabinet)
    return app


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="simulators.locker", description="A cabinet of lockers, simulated.")
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--database", type=Path, required=True)
    parser.add_argument("--hook-url", default="", help="where events go; empty: they are only kept")
    parser.add_argument("--site", default="cabinet-1")
    parser.add_argument("--doors", type=int, default=24)
    parser.add_argument("--left-open-after", type=float, default=60.0, help="seconds")
    key = os.environ.get("LOCKER_KEY")
    parser.add_argument(
        "--key", default=key, required=key is None, help="shared with the hall (or LOCKER_KEY)"
    )
    return parser


if __name__ == "__main__":
    main()
