"""Links to a document that expire: for somebody without an account, for a while, and not for ever."""

import hashlib
import secrets
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ForeignKey, String, select, update
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.cityhall.documents.models import Revision
from app.cityhall.people.models import Person
from app.database import Base, Identified, session
from app.refusal import Refusal

LONGEST_DAYS = 90
MOST_OPENINGS = 100


class DocumentLink(Identified, Base):
    """A link to one revision. The token is shown once; only its hash is kept."""

    __tablename__ = "document_link"

    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    revision_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("revision.id"), index=True)
    for_whom: Mapped[str] = mapped_column(String(200))
    made_at: Mapped[datetime]
    made_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    expires_at: Mapped[datetime]
    most_openings: Mapped[int]
    openings: Mapped[int] = mapped_column(default=0)
    opened_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
    revision: Mapped[Revision] = relationship(lazy="joined")
    made_by: Mapped[Person] = relationship(lazy="joined")

    def live(self, now: datetime) -> bool:
        """Does it still open the document?"""
        return self.revoked_at is None and now < self.expires_at and self.openings < self.most_openings


@dataclass(frozen=True)
class Asked:
    """A link somebody asks for: whom it is for, how many days it lives, how often it may be opened."""

    for_whom: str
    days: int
    openings: int


def make(revision: Revision, asked: Asked, by: uuid.UUID, now: datetime) -> tuple[DocumentLink, str]:
    """A new link and its token. Raises Refusal `link.for_whom`, `link.days`, `link.openings`."""
    if not asked.for_whom.strip():
        raise Refusal("link.for_whom")
    if not 1 <= asked.days <= LONGEST_DAYS:
        raise Refusal("link.days", most=LONGEST_DAYS)
    if not 1 <= asked.openings <= MOST_OPENINGS:
        raise Refusal("link.openings", most=MOST_OPENINGS)
    token = secrets.token_urlsafe(24)
    made = DocumentLink(
        token_hash=_hash(token),
        revision_id=revision.id,
        for_whom=" ".join(asked.for_whom.split())[:200],
        made_at=now,
        made_by_id=by,
        expires_at=now + timedelta(days=asked.days),
        most_openings=asked.openings,
    )
    session().add(made)
    session().flush()
    return made, token


def open_with(token: str, now: datetime) -> DocumentLink:
    """The live link of a token, counted as opened once more.

    Raises Refusal `link.unknown`, whatever is wrong: a stranger learns neither that it was there nor why it
    ended.
    """
    found = look(token, now)
    counted = session().execute(
        update(DocumentLink)
        .where(DocumentLink.id == found.id, DocumentLink.openings < DocumentLink.most_openings)
        .values(openings=DocumentLink.openings + 1, opened_at=now)
        .execution_options(synchronize_session=False)
        .returning(DocumentLink.id)
    )
    if counted.first() is None:
        raise Refusal("link.unknown")
    return found


def look(token: str, now: datetime) -> DocumentLink:
    """The live link of a token, without opening anything: messengers look at links too.

    Raises Refusal `link.unknown`.
    """
    found = session().scalar(select(DocumentLink).where(DocumentLink.token_hash == _hash(token)))
    if found is None or not found.live(now):
        raise Refusal("link.unknown")
    return found


def revoke(link_id: uuid.UUID, document_id: uuid.UUID, now: datetime) -> None:
    """From now on it opens nothing. Raises Refusal `link.unknown`."""
    found = session().get(DocumentLink, link_id)
    if found is None or found.revision.document_id != document_id:
        raise Refusal("link.unknown")
    found.revoked_at = found.revoked_at or now


def of_document(document_id: uuid.UUID) -> Sequence[DocumentLink]:
    """All links ever made to a document, the latest first."""
    query = select(DocumentLink).join(Revision).where(Revision.document_id == document_id)
    return session().scalars(query.order_by(DocumentLink.made_at.desc())).all()


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
