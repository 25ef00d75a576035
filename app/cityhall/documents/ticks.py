"""The checklist at the counter, ticked item by item: what the clerk saw, what the person did not bring.

A paper that was only seen needs no copy: no copies are asked of papers that other public bodies issued, and
of identity papers the desk notes that it looked (Legea 9/2023, OUG 41/2016).
"""

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint, select, update
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.cityhall.people.models import Person
from app.database import Base, Identified, session

SEEN, ABSENT, RECEIVED = "seen", "absent", "received"
STATES = (SEEN, ABSENT, RECEIVED)


class PaperTick(Identified, Base):
    """One item of a checklist: `seen` on paper, `absent` (the person knows what follows) or `received`."""

    __tablename__ = "paper_tick"
    __table_args__ = (UniqueConstraint("draft_id", "code"),)

    draft_id: Mapped[uuid.UUID]
    case_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("hall_case.id"), index=True)
    code: Mapped[str] = mapped_column(String(60))
    title: Mapped[str] = mapped_column(String(200))
    state: Mapped[str] = mapped_column(String(10))
    at: Mapped[datetime]
    by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    by: Mapped[Person] = relationship()

    @property
    def words(self) -> str:
        """In Romanian, as the receipt says it; nothing of what was not brought."""
        return f"{self.title}: văzut la ghișeu, fără copie" if self.state == SEEN else ""


def of_draft(draft_id: uuid.UUID) -> dict[str, PaperTick]:
    """What was ticked for a draft, by the paper's code."""
    query = select(PaperTick).where(PaperTick.draft_id == draft_id)
    return {one.code: one for one in session().scalars(query)}


def of_case(case_id: uuid.UUID) -> list[PaperTick]:
    """What was ticked for a request that was sent."""
    query = select(PaperTick).where(PaperTick.case_id == case_id)
    return list(session().scalars(query.order_by(PaperTick.title)))


def tick(draft_id: uuid.UUID, code: str, title: str, state: str, by: uuid.UUID, now: datetime) -> None:
    """Tick an item; any other state takes the tick away."""
    found = of_draft(draft_id).get(code)
    if state not in STATES:
        if found is not None:
            session().delete(found)
        return
    if found is None:
        found = PaperTick(draft_id=draft_id, code=code, title=title[:200])
        session().add(found)
    if found.state != state:
        found.state, found.at, found.by_id = state, now, by


def move_to_case(draft_id: uuid.UUID, case_id: uuid.UUID) -> None:
    """A sent draft's ticks become the case's."""
    session().execute(update(PaperTick).where(PaperTick.draft_id == draft_id).values(case_id=case_id))
