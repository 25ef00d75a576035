"""Documents of a case or a draft, and their revisions; bytes lie in the file store by their hash."""

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.cityhall.people.models import Person
from app.database import Base, Identified


class Document(Identified, Base):
    """One paper. `kind`: paper (from the applicant), receipt, request, draft_letter, letter, act, internal.

    `public`: may the applicant see it? `paper_code`: which paper of the checklist it is; `letter`: which of
    the procedure's letters. `identity`: it is somebody's identity paper, shown only with a watermark;
    None until a reader or a colleague has said so.
    """

    __tablename__ = "document"

    case_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("hall_case.id"), index=True)
    draft_id: Mapped[uuid.UUID | None] = mapped_column(index=True)
    kind: Mapped[str] = mapped_column(String(20))
    title: Mapped[str] = mapped_column(String(200))
    paper_code: Mapped[str | None] = mapped_column(String(60))
    letter: Mapped[str | None] = mapped_column(String(80))
    public: Mapped[bool] = mapped_column(default=True)
    identity: Mapped[bool | None]
    created_at: Mapped[datetime]
    revisions: Mapped[list["Revision"]] = relationship(
        back_populates="document", order_by="Revision.number", lazy="selectin"
    )

    @property
    def latest(self) -> "Revision":
        return self.revisions[-1]


class Revision(Identified, Base):
    """One state of a document's bytes; never changed, a new one is added.

    `destroyed_at`: the archive let them go when their term was over; these facts stay.
    """

    __tablename__ = "revision"

    document_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("document.id", ondelete="CASCADE"), index=True)
    number: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    size: Mapped[int]
    media_type: Mapped[str] = mapped_column(String(100))
    filename: Mapped[str] = mapped_column(String(200))
    added_at: Mapped[datetime]
    added_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    destroyed_at: Mapped[datetime | None]
    document: Mapped[Document] = relationship(back_populates="revisions")
    added_by: Mapped[Person | None] = relationship()


class UnreadFile(Base):
    """A file that waits to be read; `tries` counts readers that did not come to its end."""

    __tablename__ = "unread_file"

    revision_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("revision.id", ondelete="CASCADE"), primary_key=True
    )
    tries: Mapped[int] = mapped_column(default=0)
    since: Mapped[datetime] = mapped_column(index=True)
