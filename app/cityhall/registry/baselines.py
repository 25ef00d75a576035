"""What registering took in the paper days: twenty documents timed by hand, to compare with.

A measurement is begun with its date and act; the closed one with the latest date is the one that counts.
What is timed is the same as on the screen: from taking a document up until it has its number.
"""

import uuid
from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.cityhall.institutions import Institution
from app.database import Base, Identified, session
from app.refusal import Refusal

ENOUGH = 20
LONGEST = 4 * 3600  # seconds: whoever forgot to stop the watch has not measured


class PaperBaseline(Identified, Base):
    """One measurement of the paper days; `act` says who ordered it. Open until `closed_at`."""

    __tablename__ = "paper_baseline"

    institution_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("institution.id"), index=True)
    valid_from: Mapped[date]
    act: Mapped[str] = mapped_column(String(200))
    begun_at: Mapped[datetime]
    begun_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    closed_at: Mapped[datetime | None]
    institution: Mapped[Institution] = relationship(lazy="joined")
    timings: Mapped[list["PaperTiming"]] = relationship(order_by="PaperTiming.number", lazy="selectin")

    @property
    def timed(self) -> list[int]:
        """Whole seconds of the documents that were timed to the end."""
        return [one.seconds for one in self.timings if one.seconds is not None]

    @property
    def running(self) -> "PaperTiming | None":
        """The document whose watch runs now."""
        return next((one for one in self.timings if one.seconds is None), None)


class PaperTiming(Identified, Base):
    """One document timed; `seconds` is None while the watch runs since `started_at`."""

    __tablename__ = "paper_timing"
    __table_args__ = (UniqueConstraint("baseline_id", "number"),)

    baseline_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("paper_baseline.id"))
    number: Mapped[int]
    what: Mapped[str] = mapped_column(String(120))
    started_at: Mapped[datetime | None]
    seconds: Mapped[int | None]
    noted_at: Mapped[datetime]
    by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))


def begin(
    institution_id: uuid.UUID, valid_from: date, act: str, by: uuid.UUID, now: datetime
) -> PaperBaseline:
    """A new measurement. Raises Refusal `baseline.open` while another is open."""
    if open_one(institution_id) is not None:
        raise Refusal("baseline.open")
    made = PaperBaseline(
        institution_id=institution_id,
        valid_from=valid_from,
        act=act[:200],
        begun_at=now,
        begun_by_id=by,
        closed_at=None,
    )
    session().add(made)
    session().flush()
    return made


def start(baseline: PaperBaseline, what: str, by: uuid.UUID, now: datetime) -> PaperTiming:
    """Somebody takes the next document up: the watch runs. Raises Refusal `baseline.running`, `.closed`."""
    _check_open(baseline)
    if baseline.running is not None:
        raise Refusal("baseline.running")
    return _add(baseline, what, by, now, started_at=now)


def stop(baseline: PaperBaseline, now: datetime) -> None:
    """The document has its number. Raises Refusal `baseline.not_running`, `baseline.too_long`."""
    _check_open(baseline)
    running = baseline.running
    if running is None or running.started_at is None:
        raise Refusal("baseline.not_running")
    running.seconds = _honest(max(1, round((now - running.started_at).total_seconds())))
    running.noted_at = now


def note(baseline: PaperBaseline, what: str, seconds: int, by: uuid.UUID, now: datetime) -> None:
    """Write down what another watch showed. Raises Refusal `baseline.closed`, `.running`, `.too_long`."""
    _check_open(baseline)
    if baseline.running is not None:
        raise Refusal("baseline.running")
    _add(baseline, what, by, now, seconds=_honest(seconds))


def forget(baseline: PaperBaseline, timing_id: uuid.UUID) -> None:
    """Strike out a document that was badly timed, as long as the measurement is open."""
    _check_open(baseline)
    found = next((one for one in baseline.timings if one.id == timing_id), None)
    if found is not None:
        baseline.timings.remove(found)
        session().delete(found)
        session().flush()


def close(baseline: PaperBaseline, now: datetime) -> None:
    """From now on it counts and is not changed. Raises Refusal `baseline.too_few` below twenty."""
    _check_open(baseline)
    if len(baseline.timed) < ENOUGH:
        raise Refusal("baseline.too_few", timed=len(baseline.timed), enough=ENOUGH)
    if baseline.running is not None:
        raise Refusal("baseline.running")
    baseline.closed_at = now


def open_one(institution_id: uuid.UUID) -> PaperBaseline | None:
    """The measurement that is being made."""
    query = select(PaperBaseline).where(
        PaperBaseline.institution_id == institution_id, PaperBaseline.closed_at.is_(None)
    )
    return session().scalars(query).first()


def mine(baseline_id: uuid.UUID, institutions: Collection[uuid.UUID]) -> PaperBaseline:
    """A measurement of these institutions, locked. Raises Refusal `baseline.unknown`."""
    found = session().get(PaperBaseline, baseline_id, with_for_update={"of": PaperBaseline})
    if found is None or found.institution_id not in institutions:
        raise Refusal("baseline.unknown")
    return found


def in_force(institution_id: uuid.UUID) -> PaperBaseline | None:
    """The closed measurement that the dashboard compares with."""
    query = select(PaperBaseline).where(
        PaperBaseline.institution_id == institution_id, PaperBaseline.closed_at.is_not(None)
    )
    latest = query.order_by(PaperBaseline.valid_from.desc(), PaperBaseline.closed_at.desc())
    return session().scalars(latest).first()


def _check_open(baseline: PaperBaseline) -> None:
    if baseline.closed_at is not None:
        raise Refusal("baseline.closed")


def _honest(seconds: int) -> int:
    if not 1 <= seconds <= LONGEST:
        raise Refusal("baseline.too_long", hours=LONGEST // 3600)
    return seconds


def _add(
    baseline: PaperBaseline,
    what: str,
    by: uuid.UUID,
    now: datetime,
    *,
    started_at: datetime | None = None,
    seconds: int | None = None,
) -> PaperTiming:
    made = PaperTiming(
        baseline_id=baseline.id,
        number=max((one.number for one in baseline.timings), default=0) + 1,
        what=what[:120],
        started_at=started_at,
        seconds=seconds,
        noted_at=now,
        by_id=by,
    )
    baseline.timings.append(made)
    session().flush()
    return made
