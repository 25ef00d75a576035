"""`python -m simulators.payments`: until SIGTERM. The key may come from PAYMENT_KEY."""

import argparse
import os
import threading
from pathlib import Path

from flask import Flask

from simulators import faults, serving
from simulators.ledger import Ledger
from simulators.payments import api, calls, page
from simulators.payments.store import TABLES, Till


def main() -> None:
    """Open the till, start telling the hall, answer."""
    asked = _arguments().parse_args()
    till = Till(Ledger(asked.database, TABLES), key=asked.key, url=f"http://127.0.0.1:{asked.port}")
    calls.begin_again(till)
    threading.Thread(target=calls.keep_calling, args=(till,), daemon=True).start()
    serving.serve(create_app(till), asked.port, "payments")


def create_app(till: Till) -> Flask:
    """The provider's API, its payment page and its ledger."""
    app = Flask("simulators.payments")
    serving.guard(app, till.key)
    faults.attach(app, till.faults, "/api/faults")
    api.hang(app, till)
    page.hang(app, till)
    return app


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="simulators.payments", description="Card payments, simulated.")
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--database", type=Path, required=True)
    key = os.environ.get("PAYMENT_KEY")
    parser.add_argument("--key", default=key, required=key is None, help="shared with the hall")
    return parser


if __name__ == "__main__":
    main()
