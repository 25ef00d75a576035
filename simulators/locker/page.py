"""The cabinet as one sees it in the street, and the hands of the people before it."""

import sqlite3
from datetime import datetime

from flask import Flask, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from simulators.locker import doors, presenting
from simulators.locker.api import Work
from simulators.locker.cabinet import COLUMN, Answer, Cabinet, empty
from simulators.serving import HALL_TIME

STATES = {
    "free": "liberă",
    "reserved": "rezervată",
    "occupied": "ocupată",
    "blocked": "scoasă din uz",
    "needs_check": "de verificat",
}
DOORS = {"closed": "închisă", "open": "deschisă", "jammed": "înțepenită"}
HOUR = 3600
SAYINGS = {
    "unknown": "Codul nu este bun.",
    "early": "Încă nu.",
    "expired": "Timpul a trecut.",
    "used": "Codul a fost folosit.",
    "jammed": "Ușa s-a blocat.",
    "locked": "Prea multe coduri greșite: așteptați.",
    "wrong_state": "Nu acum.",
    "factor_needed": "Se cere și al doilea cod (data nașterii sau numărul cererii).",
    "factor_wrong": "Al doilea cod nu se potrivește.",
}
PURPOSES = {"deposit": "depunere", "collect": "ridicare", "take_back": "scoatere", "service": "întreținere"}


def hang(app: Flask, cabinet: Cabinet) -> None:
    """Put the page and its buttons into the web application."""

    @app.get("/")
    def page() -> str:
        return render_template(
            "cabinet.html",
            site=cabinet.site,
            columns=_columns(cabinet.ledger.rows("SELECT * FROM compartment ORDER BY number")),
            states=STATES,
            doors=DOORS,
            purposes=PURPOSES,
            still=request.args.get("still"),
            said=request.args.get("said"),
            sayings=SAYINGS,
            hours=cabinet.faults["clock_ahead_s"] // HOUR,
            offline=cabinet.faults["offline"],
            clock=datetime.fromtimestamp(cabinet.now(), HALL_TIME),
        )

    @app.post("/sim/doors/<int:number>/<action>")
    def act(number: int, action: str) -> ResponseReturnValue:
        work = _act(cabinet, number, action)
        return _done(cabinet, work) if work else (jsonify(error={"code": "unknown_action"}), 404)

    @app.post("/sim/present")
    def show() -> ResponseReturnValue:
        shown = presenting.Shown(
            request.form.get("credential", "").strip(),
            request.form.get("compartment", type=int),
            request.form.get("factor", "").strip(),
        )
        return _done(cabinet, lambda db: presenting.present(db, cabinet.now(), cabinet.site, shown))

    @app.post("/sim/circumstances")
    def circumstances() -> ResponseReturnValue:
        hours = request.form.get("hours", 0, type=int)
        cabinet.faults.set(
            {"clock_ahead_s": hours * HOUR, "offline": int(request.form.get("offline") == "yes")}
        )
        cabinet.news.set()
        return redirect(url_for("page", still=request.args.get("still")), 303)

    @app.post("/sim/reset")
    def reset() -> ResponseReturnValue:
        return _done(cabinet, _emptied)


def _act(cabinet: Cabinet, number: int, action: str) -> Work | None:
    sensed = {name: bool(request.form.get(name)) for name in ("still_inside", "empty")}
    actions: dict[str, Work] = {
        "close": lambda db: doors.close(db, cabinet.now(), number, **sensed),
        "open": lambda db: doors.open_with_service_key(db, cabinet.now(), number),
        "jam": lambda db: doors.jam(db, cabinet.now(), number),
        "unjam": lambda db: doors.unjam(db, number),
    }
    return actions.get(action)


def _emptied(db: sqlite3.Connection) -> Answer:
    empty(db)
    return Answer(200, {"state": "free"})


def _done(cabinet: Cabinet, work: Work) -> ResponseReturnValue:
    with cabinet.ledger.change() as db:
        answer = work(db)
    cabinet.news.set()
    if request.accept_mimetypes.best == "application/json":
        return jsonify(answer.body), answer.status
    error = answer.body.get("error")
    said = error["code"] if isinstance(error, dict) else None
    return redirect(url_for("page", still=request.args.get("still"), said=said), 303)


def _columns(rows: list[sqlite3.Row]) -> list[list[sqlite3.Row]]:
    return [rows[first : first + len(COLUMN)] for first in range(0, len(rows), len(COLUMN))]
