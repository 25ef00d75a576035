"""The controller's HTTP API, as docs/locker-api.md describes it."""

import json
import secrets
import sqlite3
from collections.abc import Callable
from typing import Any

from flask import Blueprint, Flask, Response, current_app, jsonify, request

from simulators.locker import doors, events, grants
from simulators.locker.cabinet import Answer, Cabinet, refused
from simulators.serving import iso

Work = Callable[[sqlite3.Connection], Answer]
api = Blueprint("api", __name__, url_prefix="/v1")


def hang(app: Flask, cabinet: Cabinet) -> None:
    """Put the API into the web application."""
    app.extensions["cabinet"] = cabinet
    app.register_blueprint(api)


def _cabinet() -> Cabinet:
    cabinet: Cabinet = current_app.extensions["cabinet"]
    return cabinet


@api.get("/site")
def site() -> Response:
    cabinet = _cabinet()
    (row,) = cabinet.ledger.rows(
        "SELECT last_seq, (SELECT count(*) FROM compartment) AS compartments,"
        " (SELECT count(*) FROM event WHERE NOT acked) AS unacknowledged FROM cabinet"
    )
    return jsonify(site=cabinet.site, clock=iso(cabinet.now()), **row)


@api.get("/compartments")
def compartments() -> Response:
    return jsonify(
        [_shown(row) for row in _cabinet().ledger.rows("SELECT * FROM compartment ORDER BY number")]
    )


@api.get("/events")
def events_after() -> Response:
    after = request.args.get("after", 0, type=int)
    return jsonify(site=_cabinet().site, events=events.after(_cabinet(), after))


@api.post("/reservations")
def reserve() -> Response:
    new_id = f"r-{secrets.token_hex(8)}"
    asked = _json()
    ref, size, accessible = asked["ref"], asked["size"], asked.get("accessible") is True
    return _once(lambda db: doors.reserve(db, new_id, ref, doors.SIZES.index(size), accessible))


@api.put("/reservations/<reservation>/credentials")
def credentials(reservation: str) -> Response:
    given = _json()
    version, all_of_them = int(given["version"]), given["credentials"]
    return _once(lambda db: grants.replace(db, reservation, version, all_of_them))


@api.post("/reservations/<reservation>/open")
def open_door(reservation: str) -> Response:
    asked, now = _json(), _cabinet().now()
    purpose, actor = asked["purpose"], str(asked["actor"])
    return _once(lambda db: doors.open_for_operator(db, now, reservation, purpose, actor))


@api.post("/reservations/<reservation>/cancel")
def cancel(reservation: str) -> Response:
    return _once(lambda db: doors.cancel(db, reservation))


@api.post("/present")
def present() -> Response:
    cabinet, shown = _cabinet(), str(_json()["credential"]).strip()
    return _once(lambda db: grants.present(db, cabinet.now(), cabinet.site, shown))


@api.errorhandler(KeyError)
@api.errorhandler(TypeError)
@api.errorhandler(ValueError)
def bad_request(_error: Exception) -> Response:
    """Something is missing in what was asked, or is of another kind."""
    return _respond(refused(400, "bad_request"))


def _shown(row: sqlite3.Row) -> dict[str, object]:
    return {
        "number": row["number"],
        "size": row["size"],
        "accessible": bool(row["accessible"]),
        "state": row["state"],
        "door": row["door"],
    }


def _json() -> dict[str, Any]:
    body = request.get_json(silent=True)
    if not isinstance(body, dict):
        raise TypeError
    return body


def _respond(answer: Answer) -> Response:
    response = jsonify(answer.body)
    response.status_code = answer.status
    return response


def _once(work: Work) -> Response:
    """Do the work and keep its answer under the key, in one transaction; the same key gets the same answer.

    A refusal is not kept: it changed nothing, and the same question may be asked again later.
    """
    key = request.headers.get("Idempotency-Key", "")
    if not key:
        return _respond(refused(400, "key_missing"))
    cabinet = _cabinet()
    with cabinet.ledger.change() as db:
        answer = _kept(db, key) or _kept_now(db, key, work(db))
    cabinet.news.set()
    return _respond(answer)


def _kept(db: sqlite3.Connection, key: str) -> Answer | None:
    row = db.execute("SELECT * FROM answer WHERE key = ? AND path = ?", (key, request.path)).fetchone()
    return Answer(row["status"], json.loads(row["body"])) if row else None


def _kept_now(db: sqlite3.Connection, key: str, answer: Answer) -> Answer:
    if answer.status < 300:
        values = (key, request.path, answer.status, json.dumps(answer.body))
        db.execute("INSERT INTO answer (key, path, status, body) VALUES (?, ?, ?, ?)", values)
    return answer
