"""`python -m simulators.messages`: until SIGTERM. Keys may come from SMS_API_KEY and SMS_CALLBACK_KEY."""

import argparse
import os
import threading
from pathlib import Path

from flask import Flask

from simulators import faults, serving
from simulators.ledger import Ledger
from simulators.messages import gateway, page, registry_form, reports
from simulators.messages.mailbox import open_mailbox
from simulators.messages.store import TABLES, Sandbox
from simulators.post.delivery import Letterbox


def main() -> None:
    """Open the mailbox, start reporting, answer."""
    asked = _arguments().parse_args()
    ledger = Ledger(asked.database, TABLES)
    sandbox = Sandbox(ledger, key=asked.key, callback_key=asked.callback_key, registry=_registry(asked))
    reports.begin_again(sandbox)
    mailbox = open_mailbox(sandbox, asked.smtp_port)
    threading.Thread(target=reports.keep_reporting, args=(sandbox,), daemon=True).start()
    serving.serve(create_app(sandbox), asked.port, "messages")
    mailbox.stop()


def create_app(sandbox: Sandbox) -> Flask:
    """The gateway and the page."""
    app = Flask("simulators.messages")
    serving.guard(app, sandbox.key)
    faults.attach(app, sandbox.faults, "/api/faults")
    gateway.hang(app, sandbox)
    page.hang(app, sandbox)
    registry_form.hang(app, sandbox.registry)
    return app


def _registry(asked: argparse.Namespace) -> Letterbox | None:
    """The mailbox for letters to the registry, where there is one."""
    if not asked.imap_port:
        return None
    return Letterbox(asked.imap_port, asked.registry, os.environ["IMAP_PASSWORD"])


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="simulators.messages", description="SMS gateway and mail server.")
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--smtp-port", type=int, required=True)
    parser.add_argument("--database", type=Path, required=True)
    parser.add_argument("--imap-port", type=int, default=0, help="where letters to the registry go")
    parser.add_argument("--registry", default="registratura@ps6.example")
    _key(parser, "--key", "SMS_API_KEY")
    _key(parser, "--callback-key", "SMS_CALLBACK_KEY")
    return parser


def _key(parser: argparse.ArgumentParser, name: str, variable: str) -> None:
    """From the environment rather than from the command line, which `ps` shows to everybody."""
    given = os.environ.get(variable)
    parser.add_argument(name, default=given, required=given is None, help=f"or {variable}")


if __name__ == "__main__":
    main()
