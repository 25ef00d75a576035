"""The hall's end of the call-backs, played by a test."""

import json
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import NamedTuple

from tests import patience


class Received(NamedTuple):
    timestamp: str
    signature: str
    body: bytes

    @property
    def json(self) -> dict:
        return json.loads(self.body)


class Hook:
    """Takes call-backs, or refuses them while `open` is False."""

    def __init__(self, host: str = "127.0.0.1", port: int = 0) -> None:
        self.received: list[Received] = []
        self.turned_away: list[Received] = []
        self.refused = 0
        self.open = True
        hook = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                hook.take(Received(self.headers["X-Timestamp"], self.headers["X-Signature"], body))
                self.send_response(204 if hook.open else 503)
                self.end_headers()

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer((host, port), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}/"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def take(self, received: Received) -> None:
        if self.open:
            self.received.append(received)
        else:
            self.refused += 1
            self.turned_away.append(received)

    def events(self) -> list[dict]:
        """A cabinet's events, as they arrived."""
        return [event for received in self.received for event in received.json["events"]]

    def latest(self, field: str) -> object:
        """What the latest event says there; None before the first."""
        events = self.events()
        return events[-1].get(field) if events else None

    def until(self, fulfilled: Callable[["Hook"], bool], seconds: float = patience.SECONDS) -> None:
        """Wait for something to have arrived."""
        patience.until(
            lambda: fulfilled(self),
            lambda: f"did not arrive: {self.received}, refused {self.refused}",
            seconds,
        )

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
