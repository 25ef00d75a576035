"""The controller's HTTP API, as docs/locker-api.md describes it."""

import json
import secrets
import sqlite3
from collections.abc import Callable
from typing import Any

from flask import Blueprint, Flask, Response, current_app, jsonify, request

from simulators.locker import doors, events, grants, presenting
from simulators.locker.cabinet import ALL_DOORS, LIVE, Answer, Cabinet, height_cm, refused
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


@api.before_request
def without_network() -> Response | None:
    """A fault: the cabinet is cut off. Who stands before it may still open a door (`/sim/present`)."""
    return _respond(refused(503, "offline")) if _cabinet().faults["offline"] else None


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
    return jsonify([_shown(row) for row in _cabinet().ledger.rows(ALL_DOORS)])


@api.get("/events")
def events_after() -> Response:
    after = request.args.get("after", 0, type=int)
    return jsonify(site=_cabinet().site, events=events.after(_cabinet(), after))


@api.get("/reservations")
def living_reservations() -> Response:
    """What the hall compares its books with after a long silence."""
    if request.args.get("state") != "live":
        raise ValueError
    return jsonify([dict(row) for row in _cabinet().ledger.rows(LIVE)])


@api.post("/reservations")
def reserve() -> Response:
    new_id = f"r-{secrets.token_hex(8)}"
    asked = _json()
    ref, size, accessible = asked["ref"], asked["size"], asked.get("accessible") is True
    return _once(lambda db: doors.reserve(db, new_id, ref, doors.SIZES.index(size), accessible))


@api.put("/reservations/<reservation>/grants")
def replace_grants(reservation: str) -> Response:
    given = _json()
    version, all_of_them = int(given["version"]), given["grants"]
    return _once(lambda db: grants.replace(db, reservation, version, all_of_them))


@api.post("/reservations/<reservation>/open")
def open_door(reservation: str) -> Response:
    asked, now = _json(), _cabinet().now()
    purpose, actor = asked["purpose"], str(asked["actor"])
    return _once(lambda db: doors.open_for_operator(db, now, reservation, purpose, actor))


@api.post("/reservations/<reservation>/cancel")
def cancel(reservation: str) -> Response:
    return _once(lambda db: doors.cancel(db, reservation))


@api.get("/grants")
def held_grants() -> Response:
    with _cabinet().ledger.change() as db:
        return jsonify(grants.held(db))


@api.post("/reservations/<reservation>/move")
def move(reservation: str) -> Response:
    now = _cabinet().now()
    return _once(lambda db: doors.move(db, now, reservation))


@api.post("/compartments/<int:number>/open")
def open_compartment(number: int) -> Response:
    asked, now = _json(), _cabinet().now()
    actor, reason = str(asked["actor"]), str(asked["reason"])
    return _once(lambda db: doors.open_for_reason(db, now, number, actor, reason))


@api.post("/compartments/<int:number>/block")
def block(number: int) -> Response:
    reason, now = str(_json()["reason"]), _cabinet().now()
    return _once(lambda db: doors.block(db, now, number, reason))


@api.post("/compartments/<int:number>/unblock")
def unblock(number: int) -> Response:
    now = _cabinet().now()
    return _once(lambda db: doors.unblock(db, now, number))


@api.post("/present")
def present() -> Response:
    cabinet, asked = _cabinet(), _json()
    shown = presenting.Shown(
        str(asked["credential"]).strip(), asked.get("compartment"), str(asked.get("factor") or "")
    )
    return _once(lambda db: presenting.present(db, cabinet.now(), cabinet.site, shown))


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
        "height_cm": height_cm(row["number"]),
        "ref": row["ref"],
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
