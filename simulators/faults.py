"""Faults to switch on, because the real world has them: slow, failing and lost answers, and others."""

import random
import socket
import threading
import time
from collections.abc import Mapping

from flask import Flask, Response, jsonify, request

OF_ALL = (
    *("fail_next", "fail_percent", "lose_response", "lose_percent", "slow_ms"),
    *("duplicate_percent", "backwards"),
)
HELD_SECONDS = 0.3


class Faults:
    """Named numbers; a counting fault (`fail_next`) goes down by one each time it strikes.

    Failing, losing and duplicating are also there as shares (`fail_percent`). `backwards`: call-backs are
    held for a moment and then made one by one, the last first.
    """

    def __init__(self, *names: str) -> None:
        self._turn = threading.Lock()
        self._now = dict.fromkeys((*OF_ALL, *names), 0)

    def __getitem__(self, name: str) -> int:
        return self._now[name]

    def set(self, changes: Mapping[str, object]) -> dict[str, int]:
        """Change some; all that hold now. An unknown name or a value that is no number is a ValueError."""
        wrong = [
            name for name, value in changes.items() if name not in self._now or not isinstance(value, int)
        ]
        if wrong:
            raise ValueError(f"no such fault, or not a number: {', '.join(wrong)}")
        with self._turn:
            self._now |= {name: int(value) for name, value in changes.items() if isinstance(value, int)}
            return dict(self._now)

    def strikes(self, name: str) -> bool:
        """Does this counting fault strike now?"""
        with self._turn:
            left = self._now[name]
            self._now[name] = max(0, left - 1)
        return left > 0

    def happens(self, name: str) -> bool:
        """Does the dice of this share (a number of 100) say so?"""
        return random.random() * 100 < self._now[name]  # noqa: S311 - bad luck is no secret

    def fails(self) -> bool:
        """Is this call refused?"""
        return self.strikes("fail_next") or self.happens("fail_percent")

    def loses(self) -> bool:
        """Is the answer to this call lost on its way?"""
        return self.strikes("lose_response") or self.happens("lose_percent")

    def hold(self) -> None:
        """When call-backs go backwards, let some gather first."""
        if self._now["backwards"]:
            time.sleep(HELD_SECONDS)


def attach(app: Flask, faults: Faults, path: str) -> None:
    """Let the faults strike the calls that change something (POST, PUT under `/v1/`); set them at `path`."""

    @app.before_request
    def slow_or_failing() -> tuple[Response, int] | None:
        if not _changes():
            return None
        time.sleep(faults["slow_ms"] / 1000)
        if faults.fails():
            return jsonify(error={"code": "unavailable", "permanent": False}), 503
        return None

    @app.after_request
    def lost(response: Response) -> Response:
        if _changes() and response.status_code != 503 and faults.loses():
            request.environ["werkzeug.socket"].shutdown(socket.SHUT_RDWR)
        return response

    @app.post(path)
    def set_faults() -> tuple[Response, int]:
        try:
            return jsonify(faults.set(request.get_json())), 200
        except ValueError as error:
            return jsonify(error={"code": "bad_fault", "text": str(error)}), 400


def _changes() -> bool:
    return request.method in {"POST", "PUT"} and request.path.startswith("/v1/")
