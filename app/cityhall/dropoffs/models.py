"""Papers that somebody hands in through a compartment, before and after the door closes."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.cityhall.cabinets.models import Cabinet
from app.cityhall.cases.models import Case
from app.cityhall.dropoffs import rules
from app.cityhall.lockers.models import Parcel
from app.cityhall.people.models import Person
from app.cityhall.registry.models import RegisterEntry
from app.database import Base, Identified


class DropOff(Identified, Base):
    """What somebody prepared to lay into a compartment, and what became of it.

    `kind`: request (a draft of any procedure, sent when the door closes) or completion (of a task).
    `items`: the checklist, as [{code, title, need, laid, found}]. `answers`: as they were checked when it was
    prepared. States: see `rules`. `closed_at`: when the door closed, by the cabinet's clock. `trouble`: why
    what was laid in could only be entered, not filed. `returned_case_id`: the case that gives originals back.
    Its parcel has the same id.
    """

    __tablename__ = "drop_off"

    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), index=True)
    institution_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("institution.id"))
    cabinet_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("cabinet.id"))
    kind: Mapped[str] = mapped_column(String(12))
    draft_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("draft.id"))
    task_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("case_task.id"))
    title: Mapped[str] = mapped_column(String(200))
    size: Mapped[str] = mapped_column(String(1), default="S")
    accessible: Mapped[bool] = mapped_column(default=False)
    items: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    answers: Mapped[dict[str, Any]] = mapped_column(default=dict)
    state: Mapped[str] = mapped_column(String(12), default="prepared")
    trouble: Mapped[str] = mapped_column(String(80), default="")
    parcel_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("parcel.id"), unique=True)
    window_from: Mapped[datetime]
    window_until: Mapped[datetime]
    prepared_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    case_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("hall_case.id"), index=True)
    entry_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("register_entry.id"))
    emptied_at: Mapped[datetime | None]
    emptied_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    verified_at: Mapped[datetime | None]
    verified_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    returned_case_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("hall_case.id"))
    cabinet: Mapped[Cabinet] = relationship(lazy="joined")
    parcel: Mapped[Parcel | None] = relationship()
    case: Mapped[Case | None] = relationship(foreign_keys=[case_id])
    returned: Mapped[Case | None] = relationship(foreign_keys=[returned_case_id])
    entry: Mapped[RegisterEntry | None] = relationship()
    person: Mapped[Person] = relationship(foreign_keys=[person_id])

    @property
    def number(self) -> str:
        return rules.shown_number(self.id)
