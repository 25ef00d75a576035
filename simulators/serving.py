"""Answering HTTP on this machine until told to stop."""

import signal
from contextlib import suppress
from datetime import UTC, datetime
from hmac import compare_digest
from zoneinfo import ZoneInfo

from flask import Flask, Response, jsonify, request
from werkzeug.serving import WSGIRequestHandler, make_server

HALL_TIME = ZoneInfo("Europe/Bucharest")
ONLY_OURS = (
    "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


class _Quiet(WSGIRequestHandler):
    """Says nothing of requests: their lines would hold telephone numbers."""

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        pass


def serve(app: Flask, port: int, name: str) -> None:
    """Answer until SIGTERM or Ctrl-C; then leave quietly, everything is already written."""
    server = make_server("127.0.0.1", port, app, threaded=True, request_handler=_Quiet)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    print(f"{name} http://127.0.0.1:{server.port}", flush=True)
    with suppress(KeyboardInterrupt):
        server.serve_forever()


def same(kept: str, shown: str) -> bool:
    """Are these secrets the same? In a time that does not say how much of them is."""
    return compare_digest(kept.encode(), shown.encode())


def guard(app: Flask, key: str) -> None:
    """Calls under `/v1/` need the key; pages load nothing from elsewhere."""
    expected = f"Bearer {key}"

    @app.before_request
    def with_key() -> tuple[Response, int] | None:
        given = request.headers.get("Authorization", "")
        if request.path.startswith("/v1/") and not same(expected, given):
            return jsonify(error={"code": "unauthorized", "permanent": False}), 401
        return None

    @app.after_request
    def headers(response: Response) -> Response:
        response.headers["Content-Security-Policy"] = ONLY_OURS
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Referrer-Policy"] = "no-referrer"
        return response

    app.add_template_filter(_wall_time, "wall_time")


def iso(moment: float) -> str:
    """Seconds since 1970 as ISO 8601 in UTC."""
    return datetime.fromtimestamp(moment, UTC).isoformat(timespec="milliseconds")


def now_here() -> datetime:
    """Now, by the clock on the wall of the hall."""
    return datetime.now(HALL_TIME)


def _wall_time(moment: str) -> str:
    return datetime.fromisoformat(moment).astimezone(HALL_TIME).strftime("%d.%m.%Y, %H:%M:%S")
