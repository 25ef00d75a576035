"""`python -m simulators.signing --credential seal-PS6`: until SIGTERM. The key may come from SIGNING_KEY."""

import argparse
import os

from flask import Flask

from simulators import faults, serving
from simulators.signing import api
from simulators.signing.keys import Vault


def main() -> None:
    """Make the keys, answer."""
    asked = _arguments().parse_args()
    serving.serve(create_app(Vault(asked.credential), asked.key), asked.port, "signing")


def create_app(vault: Vault, key: str) -> Flask:
    """The service's interface."""
    app = Flask("simulators.signing")
    serving.guard(app, key)
    faults.attach(app, faults.Faults(), "/api/faults")
    api.hang(app, vault)
    return app


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="simulators.signing", description="Remote signing, simulated.")
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument(
        "--credential", action="append", default=[], help="who is enrolled; as often as needed"
    )
    key = os.environ.get("SIGNING_KEY")
    parser.add_argument("--key", default=key, required=key is None, help="shared with the hall")
    return parser


if __name__ == "__main__":
    main()
