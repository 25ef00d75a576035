"""A request's id on every line of the log, and one line when it is over. No address: it may hold a code."""

import re
import time
import uuid

from flask import Flask, Response, g, request

from app import logs, metrics

HEADER = "X-Request-ID"
# As proxies make them. Anything freer could carry somebody's number into the log.
WELL_FORMED = re.compile(r"[0-9a-f]{32}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")

KNOWN = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}


def init(app: Flask) -> None:
    """Before everything else, and after it."""
    app.before_request(_begin)
    app.after_request(_end)
    app.teardown_request(_clear)


def _begin() -> None:
    logs.clear()
    given = request.headers.get(HEADER, "")
    g.request_id = given if WELL_FORMED.fullmatch(given) else str(uuid.uuid4())
    g.begun, g.statements = time.perf_counter(), logs.counter()
    logs.bind(request=g.request_id)
    case_id = (request.view_args or {}).get("case_id")
    if isinstance(case_id, uuid.UUID):
        logs.bind(case=str(case_id))


def _end(response: Response) -> Response:
    response.headers[HEADER] = g.request_id
    metrics.request(request.blueprint or "hall", response.status_code)
    logs.log.info(
        "request",
        method=_method(),
        endpoint=request.endpoint,
        status=response.status_code,
        ms=round((time.perf_counter() - g.begun) * 1000, 1),
        statements=g.statements[0],
    )
    return response


def _method() -> str:
    """A way of asking that nobody knows may be any word."""
    return request.method if request.method in KNOWN else "other"


def _clear(_error: BaseException | None) -> None:
    logs.clear()
