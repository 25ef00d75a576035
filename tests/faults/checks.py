"""What must be true when all have gone home, whoever died on the way."""

import json
import sqlite3
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from uuid import UUID

from sqlalchemy import func, select

from app.adapters.file_store import DiskFileStore
from app.cityhall.cases.models import Case, CaseEvent, CaseTask, CaseTimer
from app.cityhall.documents.models import Revision
from app.cityhall.incidents import Incident
from app.cityhall.lockers.models import Parcel
from app.cityhall.notices import Notice
from app.cityhall.registry.models import RegisterEntry
from app.database import db
from app.queue.models import Delivery, Job
from tests.faults.ledger import Ledger
from tests.faults.people import Way
from tests.faults.stage import Stage

QUIET_SECONDS = 90


def everything(stage: Stage, ledger: Ledger, played: Sequence[tuple[UUID, Way]]) -> list[str]:
    """Raises AssertionError at the first thing that is not whole; else what was looked at, in words."""
    wait_for_quiet(ledger)
    locker = stage.here.instance / "locker.sqlite"
    return [
        cases(ledger, played),
        jobs(ledger),
        numbers(ledger, played),
        messages(ledger, stage.here.instance / "messages.sqlite"),
        parcels(ledger, locker, sum(way.delivery == "locker" for _case, way in played)),
        doors(ledger, locker),
        documents(ledger, stage.here.instance / "files", played),
        chains(stage),
    ]


def wait_for_quiet(ledger: Ledger) -> None:
    """Until nothing is left to be done."""
    deadline = time.monotonic() + QUIET_SECONDS
    while left := ledger.unfinished():
        assert time.monotonic() < deadline, left
        time.sleep(0.1)


def cases(ledger: Ledger, played: Sequence[tuple[UUID, Way]]) -> str:
    """Every case ended, none was opened twice, nothing waits for anybody."""
    states = Counter(row[0] for row in ledger.rows(select(Case.status)))
    assert len({case for case, _way in played}) == len(played)
    assert states == {"closed": len(played)}
    assert ledger.rows(select(CaseTask.form).where(CaseTask.state == "open")) == []
    assert ledger.rows(select(CaseTimer.element)) == []
    return f"{len(played)} cases ended, no task or timer is left"


def jobs(ledger: Ledger) -> str:
    """No job gave up, nobody was called for help."""
    assert ledger.rows(select(Incident.kind, Incident.facts)) == []
    assert ledger.rows(select(Job.kind, Job.error).where(Job.state == "dead")) == []
    attempts = [row[0] for row in ledger.rows(select(Job.attempts).where(Job.state == "done"))]
    return f"{len(attempts)} jobs done in {sum(attempts)} attempts, none dead, no incident"


def numbers(ledger: Ledger, played: Sequence[tuple[UUID, Way]]) -> str:
    """One number for each request, each completion and each answer, without a gap."""
    entries = ledger.rows(
        select(RegisterEntry.number, RegisterEntry.direction, RegisterEntry.case_id, RegisterEntry.summary)
    )
    assert sorted(one.number for one in entries) == list(range(1, len(entries) + 1))
    each = Counter((one.case_id, one.direction) for one in entries if "Completare" not in one.summary)
    assert each == Counter({(case, way): 1 for case, _way in played for way in ("in", "out")})
    registered = Counter(one.case_id for one in entries if "Completare" in one.summary)
    said = ledger.rows(select(CaseEvent.case_id).where(CaseEvent.kind == "completion_registered"))
    assert registered == Counter(row[0] for row in said)
    assert not registered or max(registered.values()) == 1
    return f"numbers 1 to {len(entries)}, each once"


def messages(ledger: Ledger, sandbox: Path) -> str:
    """Each notice left once: the gateway accepted one SMS for each, the mail server one Message-ID."""
    handed = {row[0]: row[1] for row in ledger.rows(select(Delivery.key, Delivery.state))}
    assert set(handed.values()) <= {"accepted", "delivered"}, Counter(handed.values())
    query = select(Notice.delivery_key).where(Notice.channel == "sms")
    texts = {row[0] for row in ledger.rows(query)}
    accepted = [row[0] for row in rows_of(sandbox, "SELECT idempotency_key FROM sms")]
    assert sorted(accepted) == sorted(texts)
    twice = "SELECT recipient, text FROM sms GROUP BY 1, 2 HAVING count(*) > 1"
    assert [text for _to, text in rows_of(sandbox, twice)] == []
    letters = ledger.rows(select(func.count()).where(Notice.channel == "email"))[0][0]
    (arrived,) = next(rows_of(sandbox, "SELECT count(DISTINCT message_id) FROM mail"))
    assert arrived == letters
    return f"{len(accepted)} SMS accepted once each, {arrived} e-mails"


def parcels(ledger: Ledger, locker: Path, wanted: int) -> str:
    """Each paper lay in one compartment and was collected; every compartment is free again."""
    states = Counter(row[0] for row in ledger.rows(select(Parcel.state)))
    assert states == ({"collected": wanted} if wanted else {})
    assert list(rows_of(locker, "SELECT number, state, door FROM compartment WHERE state != 'free'")) == []
    assert list(rows_of(locker, "SELECT number FROM compartment WHERE door != 'closed'")) == []
    reserved = next(rows_of(locker, "SELECT count(*), count(DISTINCT ref) FROM reservation"))
    assert reserved == (wanted, wanted)
    return f"{wanted} parcels collected, all compartments free"


def doors(ledger: Ledger, locker: Path) -> str:
    """A door opened once for each citizen's grant, and for an operator never more often than asked."""
    events = [json.loads(row[0]) for row in rows_of(locker, "SELECT body FROM event")]
    opened = Counter((one["ref"], one["purpose"]) for one in events if one["type"] == "door.opened")
    uses = dict(rows_of(locker, "SELECT reservation, uses FROM grant_kept"))
    assert set(uses.values()) <= {1}
    asked = Counter(
        row[0]["parcel"] for row in ledger.rows(select(Job.payload).where(Job.kind == "open_door"))
    )
    for (ref, purpose), times in opened.items():
        assert times <= (1 if purpose == "collect" else asked[ref]), (ref, purpose, times, asked[ref])
    return f"{sum(opened.values())} doors opened, each for one grant or one order"


def documents(ledger: Ledger, files: Path, played: Sequence[tuple[UUID, Way]]) -> str:
    """Every document has its bytes, and they are the ones that were hashed."""
    store = DiskFileStore(files)
    hashes = [str(row[0]) for row in ledger.rows(select(Revision.sha256))]
    assert len(hashes) >= 3 * len(played)  # receipt, draft of the letter, letter
    assert all(store.get(one) for one in hashes)
    return f"{len(hashes)} documents match their hashes"


def chains(stage: Stage) -> str:
    """Register and journal, link by link."""
    with stage.app.app_context():
        db.engine.dispose()  # whoever killed the database killed our connections too
    done = stage.app.test_cli_runner().invoke(args=["hall", "verify"])
    assert done.output.strip() == "whole", (done.output, done.exception)
    return "register and journal whole"


def rows_of(database: Path, query: str) -> Iterator[tuple]:
    """What stands in a provider's own file."""
    with sqlite3.connect(database) as connection:
        yield from connection.execute(query).fetchall()
