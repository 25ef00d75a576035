"""`python -m simulators.post`: an IMAP mailbox until SIGTERM. Its password comes from IMAP_PASSWORD."""

import argparse
import os
import sys
import tempfile
from pathlib import Path

from pymap import main as server
from pysasl.hashing import BuiltinHash

USER = "registratura@ps6.example"


def main() -> None:
    """Make the user, then be the IMAP server; on loopback, so without TLS unless a certificate is given."""
    asked = _arguments().parse_args()
    password = os.environ["IMAP_PASSWORD"]
    asked.folder.mkdir(parents=True, exist_ok=True)
    # The server writes its lists aside and renames them, which works within one file system only.
    tempfile.tempdir = str(asked.folder)
    _make_user(asked.folder, asked.user, password)
    tls = ("--cert", str(asked.cert), "--key", str(asked.key)) if asked.cert else ("--no-tls",)
    sys.argv = ["pymap", "--host", "127.0.0.1", "--port", str(asked.port), *tls, "maildir", str(asked.folder)]
    server.main()


def _make_user(folder: Path, user: str, password: str) -> None:
    (folder / "pymap-etc-passwd").write_text(f"{user}:x::::{'inbox'}:\r\n")
    secret = BuiltinHash(rounds=1000).hash(password).replace(":", "\\:")
    shadow = folder / "pymap-etc-shadow"
    shadow.touch(0o600)
    shadow.write_text(f"{user}:{secret}:::::::\r\n")


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="simulators.post", description="An IMAP mailbox.")
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--user", default=USER)
    parser.add_argument("--cert", type=Path)
    parser.add_argument("--key", type=Path)
    return parser


if __name__ == "__main__":
    main()
