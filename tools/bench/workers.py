"""`workers`: jobs a second of two workers against one, real processes on PostgreSQL."""

import statistics
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta

import psycopg
from flask import Flask
from sqlalchemy import select

from app.database import db, session, transaction
from app.errands import runner
from app.queue import jobs
from app.queue.models import Job
from tools import pages, place, processes
from tools.bench import twins
from tools.bench.clerks import NOW, Clerks
from tools.bench.figures import Figure
from tools.bench.site import Site, inside
from tools.hall import FLASK
from tools.place import ROOT, Place
from tools.processes import Command
from tools.trouble import Trouble

REACH = 1.6
TURNS = 2
PATIENCE_SECONDS = 120.0
# The beginning and the end, when a worker starts or finds no more, are not counted.
FIRST, LAST = 0.1, 0.9
FINISHED = "SELECT finished_at FROM job WHERE state = 'done' ORDER BY 1"
UNFINISHED = "SELECT DISTINCT state FROM job WHERE state <> 'done'"


def workers(site: Site, cases: int) -> Figure:
    """Each case has a service job that moves it and writes two notices, and then two jobs that send them.

    Sending waits for a gateway of 20 ms. Every turn works on a fresh copy of the same database.
    """
    model = _with_jobs(site.postgres_hall(), cases)
    here = Place(pages.free_block(2, first=29_000), site.folder / "workers")
    place.make(here)
    taken: dict[int, list[float]] = {2: [], 1: []}
    with _running(Command("gateway", _gateway(here)), here):
        for _ in range(TURNS):
            for many, each in taken.items():
                database = site.cluster.create(model)
                each.append(_milliseconds_a_job(site.cluster.url(database), many, here))
    two, one = (statistics.median(each) for each in taken.values())
    best = min(taken[1]) / min(taken[2])
    parts = {"jobs a second, two": 1000 / two, "jobs a second, one": 1000 / one}
    return Figure("workers", two, one, one / two, REACH, best, at_least=True, parts=parts)


def _with_jobs(app: Flask, cases: int) -> str:
    """A hall with that many cases that have just been filed and have their receipt; the database's name."""
    with inside(app):
        clerks = Clerks(app)
        case_id = clerks.file()
        runner.perform_one(clerks.house, NOW)
        with transaction():
            payload = session().scalars(select(Job.payload).where(Job.state == "ready")).one()
        made = twins.of(case_id, cases - 1)
        with transaction():
            for ids in made:
                new = ids[case_id]
                key = f"service:{new}:{payload['task']}"
                jobs.enqueue(key, "service", {**payload, "case": str(new)}, NOW, case_id=new)
        return str(db.engine.url.database)


def _gateway(here: Place) -> tuple[str, ...]:
    return (sys.executable, "-m", "tools.bench.gateway", str(here.port), str(here.port + 1))


def _milliseconds_a_job(url: str, many: int, here: Place) -> float:
    told: Mapping[str, str] = {
        **place.environment(here, place.keys(here)),
        "DATABASE_URL": url,
        "SMS_URL": here.url,
        "SMTP_PORT": str(here.port + 1),
    }
    with (
        _running(Command("workers", (*FLASK, "jobs", "run", "--processes", str(many)), told), here),
        psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as look,
    ):
        _wait_until_done(look)
        finished: list[datetime] = [at for (at,) in look.execute(FINISHED)]
    first, last = (int(len(finished) * share) for share in (FIRST, LAST))
    return (finished[last] - finished[first]) / timedelta(milliseconds=last - first)


def _wait_until_done(look: psycopg.Connection) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while states := [state for (state,) in look.execute(UNFINISHED)]:
        if time.monotonic() > deadline or "dead" in states:
            raise Trouble(f"The workers did not finish: {states}")
        time.sleep(0.1)


@contextmanager
def _running(command: Command, here: Place) -> Iterator[None]:
    kept = processes.start(command, logs=here.logs, cwd=ROOT)
    try:
        yield
    finally:
        processes.end([kept])
