"""`/metrics`: what the hall counts and how it stands, for Prometheus."""

from collections.abc import Iterator
from datetime import timedelta

from flask import Response, abort, current_app, request

from app import metrics
from app.compared import same
from app.journey import watch
from app.journey.watch import Standing
from app.metrics import Gauge
from app.web import gate
from app.web.public import public


@public.get("/metrics")
def figures() -> Response:
    """Only for who has the key; for everybody else, and without a key set, there is no such page."""
    key = current_app.extensions["settings"].metrics_key
    given = request.headers.get("Authorization", "")
    if not key or not same(f"Bearer {key}", given):
        abort(404)
    return Response(metrics.page(_gauges(watch.look(gate.now()))), content_type=metrics.CONTENT_TYPE)


def _gauges(seen: Standing) -> Iterator[Gauge]:
    yield Gauge("hall_jobs", "Jobs that stand in this state", seen.jobs, "state")
    yield _one("hall_jobs_oldest_seconds", "How long the oldest due job waits", _seconds(seen.oldest_job))
    yield _one("hall_timers_late", "Timers that should have fired", seen.timers_late)
    yield _one("hall_timers_late_seconds", "How late the latest timer is", _seconds(seen.latest_timer))
    yield _one("hall_incidents_open", "Incidents that wait for an operator", seen.incidents)
    yield _one("hall_messages_waiting", "Messages that no case has taken yet", seen.messages_waiting)
    yield _one("hall_deliveries_unconfirmed", "Messages to people, not known to be sent", seen.unconfirmed)
    yield _one("hall_workers_alive", "Workers seen in the last half minute", seen.workers_alive)
    if seen.workers:
        last = min(seen.workers.values())
        yield _one("hall_worker_seen_seconds", "How long ago any worker was seen", _seconds(last))


def _one(name: str, text: str, value: float) -> Gauge:
    return Gauge(name, text, {"": value})


def _seconds(age: timedelta | None) -> float:
    return age.total_seconds() if age else 0.0
