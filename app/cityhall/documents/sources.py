"""A paper that another authority issued: the hall obtains it, or reads its number, instead of a copy.

OUG 41/2016 as amended by Legea 9/2023: no copies of papers issued by other public bodies; the hall obtains
them with the person's express consent.
"""

import uuid
from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint, delete, select, update
from sqlalchemy.orm import Mapped, mapped_column

from app.cityhall.forms.definition import FormDefinition, definition
from app.database import Base, Identified, session

HALL, NUMBER, COPY = "hall", "number", "copy"
FORM: FormDefinition = definition(
    "paper_source",
    {
        "type": "object",
        "properties": {"way": {"type": "string", "oneOf": [{"const": w} for w in (HALL, NUMBER, COPY)]}},
        "allOf": [
            {
                "if": {"properties": {"way": {"const": HALL}}, "required": ["way"]},
                "then": {
                    "properties": {"consent": {"type": "boolean", "const": True}},
                    "required": ["consent"],
                },
            },
            {
                "if": {"properties": {"way": {"const": NUMBER}}, "required": ["way"]},
                "then": {
                    "properties": {
                        "number": {"type": "string", "maxLength": 80},
                        "issued_on": {"type": "string", "format": "date"},
                    },
                    "required": ["number", "issued_on"],
                },
            },
        ],
    },
    {"x-pages": [{"id": "source", "title": "", "fields": ["way", "consent", "number", "issued_on"]}]},
)


class PaperSource(Identified, Base):
    """Where a paper comes from: `hall` obtains it since `consent_at`, or `number` and day identify it."""

    __tablename__ = "paper_source"
    __table_args__ = (UniqueConstraint("draft_id", "code"),)

    draft_id: Mapped[uuid.UUID]
    case_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("hall_case.id"), index=True)
    code: Mapped[str] = mapped_column(String(60))
    title: Mapped[str] = mapped_column(String(200))
    way: Mapped[str] = mapped_column(String(12))
    issuer: Mapped[str] = mapped_column(String(200))
    number: Mapped[str | None] = mapped_column(String(80))
    issued_on: Mapped[date | None]
    consent_at: Mapped[datetime | None]
    given_at: Mapped[datetime]
    given_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))

    @property
    def words(self) -> str:
        """In Romanian, as the receipt and the letters say it."""
        if self.way == HALL:
            return f"{self.title}: îl obține primăria de la {self.issuer}, cu acordul solicitantului"
        return f"{self.title}: nr. {self.number} din {self.issued_on:%d.%m.%Y}, emis de {self.issuer}"


def of_draft(draft_id: uuid.UUID) -> dict[str, PaperSource]:
    """The sources given with a draft, by the paper's code."""
    query = select(PaperSource).where(PaperSource.draft_id == draft_id)
    return {one.code: one for one in session().scalars(query)}


def of_case(case_id: uuid.UUID) -> list[PaperSource]:
    """The sources given with a request that was sent."""
    query = select(PaperSource).where(PaperSource.case_id == case_id)
    return list(session().scalars(query.order_by(PaperSource.code)))


def give(
    draft_id: uuid.UUID,
    code: str,
    said: Mapping[str, Any],
    paper: tuple[str, str],
    by: uuid.UUID,
    now: datetime,
) -> None:
    """Keep the answer to FORM for a paper (its title and issuer); saying it again keeps the first consent."""
    found = of_draft(draft_id).get(code)
    if said.get("way") not in {HALL, NUMBER}:
        if found is not None:
            session().delete(found)
        return
    if found is None:
        found = PaperSource(draft_id=draft_id, code=code, consent_at=None)
        session().add(found)
    by_hall = said["way"] == HALL
    found.title, found.issuer = paper
    found.way, found.given_at, found.given_by_id = said["way"], now, by
    found.number = None if by_hall else said["number"]
    found.issued_on = None if by_hall else date.fromisoformat(said["issued_on"])
    found.consent_at = (found.consent_at or now) if by_hall else None


def move_to_case(draft_id: uuid.UUID, case_id: uuid.UUID, called_for: Collection[str]) -> None:
    """A sent draft's sources become the case's; a consent that nobody needs any more is forgotten."""
    own = PaperSource.draft_id == draft_id
    session().execute(delete(PaperSource).where(own, PaperSource.code.not_in(called_for)))
    session().execute(update(PaperSource).where(own).values(case_id=case_id))


def drop(draft_id: uuid.UUID) -> None:
    """An unsent draft is given up."""
    session().execute(delete(PaperSource).where(PaperSource.draft_id == draft_id))
