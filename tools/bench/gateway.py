"""An SMS gateway and a mail server that take their time: `python -m tools.bench.gateway PORT MAIL_PORT`."""

import asyncio
import json
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from aiosmtpd.controller import Controller

SECONDS = 0.02


class Sms(BaseHTTPRequestHandler):
    """Accepts every message, after a while."""

    protocol_version = "HTTP/1.1"
    # Otherwise the answer waits for the caller's acknowledgement of its head.
    disable_nagle_algorithm = True

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        time.sleep(SECONDS)
        self._answer(202, {"id": self.headers.get("Idempotency-Key", ""), "state": "accepted"})

    def do_GET(self) -> None:
        self._answer(200, [])

    def _answer(self, status: int, content: object) -> None:
        body = json.dumps(content).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_facts: object) -> None:
        """Nobody reads it."""


class Mailbox:
    """Accepts every letter, after a while."""

    async def handle_DATA(self, *_facts: object) -> str:  # noqa: N802 - the library's name
        await asyncio.sleep(SECONDS)
        return "250 OK"


def main(port: int, mail_port: int) -> None:
    """Until killed."""
    Controller(Mailbox(), hostname="127.0.0.1", port=mail_port).start()
    ThreadingHTTPServer(("127.0.0.1", port), Sms).serve_forever()


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
