"""What analysts try of a draft: their own trials, scenarios played, finished cases replayed."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.cityhall.cases.models import Case
from app.database import Base, Identified


class Trial(Identified, Base):
    """A scenario that somebody is writing by trying it: the trial is its list of steps, nothing else."""

    __tablename__ = "rehearsal_trial"
    __table_args__ = (UniqueConstraint("draft_id", "person_id"),)

    draft_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("procedure_draft.id"))
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    told: Mapped[dict[str, Any]]
    revision: Mapped[int] = mapped_column(default=1)
    changed_at: Mapped[datetime]


class Play(Identified, Base):
    """One scenario played on a draft whose files were named by `digest`.

    `state`: waiting, running, passed, failed. `complaints` say what was not as told; `elements` and `flows`
    are what the case went through.
    """

    __tablename__ = "rehearsal_play"
    __table_args__ = (UniqueConstraint("draft_id", "digest", "scenario"),)

    draft_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("procedure_draft.id"))
    digest: Mapped[str] = mapped_column(String(64))
    scenario: Mapped[str] = mapped_column(String(100))
    state: Mapped[str] = mapped_column(String(12), default="waiting")
    complaints: Mapped[list[Any]] = mapped_column(default=list)
    elements: Mapped[list[str]] = mapped_column(default=list)
    flows: Mapped[list[str]] = mapped_column(default=list)
    milliseconds: Mapped[int] = mapped_column(default=0)
    asked_at: Mapped[datetime]
    at: Mapped[datetime | None]

    @property
    def seconds(self) -> float:
        return self.milliseconds / 1000


class Replay(Identified, Base):
    """A finished case made anonymous and played again on a draft.

    `state`: waiting, running, same, differs, unsure (it does not repeat even on its own version), failed.
    `differences` are facts for sentences.
    """

    __tablename__ = "rehearsal_replay"
    __table_args__ = (UniqueConstraint("draft_id", "digest", "case_id"),)

    draft_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("procedure_draft.id"))
    digest: Mapped[str] = mapped_column(String(64))
    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("hall_case.id"))
    state: Mapped[str] = mapped_column(String(12), default="waiting")
    differences: Mapped[list[Any]] = mapped_column(default=list)
    milliseconds: Mapped[int] = mapped_column(default=0)
    asked_at: Mapped[datetime]
    at: Mapped[datetime | None]
    case: Mapped[Case] = relationship(lazy="joined")

    @property
    def seconds(self) -> float:
        return self.milliseconds / 1000
