"""People, their accounts, the posts they hold, and the codes that prove an address is theirs."""

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.cityhall.institutions import Department, Institution
from app.database import Base, Identified


class Person(Identified, Base):
    """Someone known to the hall, with or without an account. `cnp` only where a form needs it."""

    __tablename__ = "person"

    full_name: Mapped[str] = mapped_column(String(200))
    email: Mapped[str | None] = mapped_column(String(200), index=True)
    phone: Mapped[str | None] = mapped_column(String(20), index=True)
    cnp: Mapped[str | None] = mapped_column(String(13))
    address: Mapped[dict[str, Any]] = mapped_column(default=dict)
    created_at: Mapped[datetime]
    account: Mapped["Account | None"] = relationship(back_populates="person")


class Account(Identified, Base):
    """How a person signs in. Staff and citizens alike; what they may do comes from their posts."""

    __tablename__ = "account"

    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), unique=True)
    email: Mapped[str] = mapped_column(String(200), unique=True)
    password_hash: Mapped[str] = mapped_column(String(200))
    email_verified_at: Mapped[datetime | None]
    phone_verified_at: Mapped[datetime | None]
    locale: Mapped[str] = mapped_column(String(5), default="ro")
    disabled_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    person: Mapped[Person] = relationship(back_populates="account", lazy="joined")
    posts: Mapped[list["Post"]] = relationship(back_populates="account")

    @property
    def verified(self) -> bool:
        return self.email_verified_at is not None and self.phone_verified_at is not None


class Post(Identified, Base):
    """A role held in a department from a day on: it opens the tasks of that role's lanes.

    Held by delegation it names the act and the post of whoever is replaced; `title` is the holder's own.
    """

    __tablename__ = "post"

    account_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))
    institution_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("institution.id"))
    department_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("department.id"))
    role: Mapped[str] = mapped_column(String(40))
    title: Mapped[str] = mapped_column(String(120))
    valid_from: Mapped[date]
    valid_until: Mapped[date | None]
    delegation_act: Mapped[str | None] = mapped_column(String(200))
    replaces_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("post.id"))
    replaces: Mapped["Post | None"] = relationship(remote_side="Post.id")
    account: Mapped[Account] = relationship(back_populates="posts")
    institution: Mapped[Institution] = relationship()
    department: Mapped[Department | None] = relationship()


class SignIn(Identified, Base):
    """One signed-in browser; ending it here ends it everywhere (cookies cannot be revoked)."""

    __tablename__ = "sign_in"

    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    account_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"), index=True)
    created_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    account: Mapped[Account] = relationship(lazy="joined")


class Verification(Identified, Base):
    """A code sent to an e-mail address or a phone, waiting to be typed back."""

    __tablename__ = "verification"
    __table_args__ = (Index("ix_verification_account_channel", "account_id", "channel"),)

    account_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))
    channel: Mapped[str] = mapped_column(String(10))
    address: Mapped[str] = mapped_column(String(200))
    code_hash: Mapped[str] = mapped_column(String(64))
    tries: Mapped[int] = mapped_column(default=0)
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class Attempt(Identified, Base):
    """A try at something that must not be tried too often (sign-in, code, PIN), by whom or from where."""

    __tablename__ = "attempt"
    __table_args__ = (Index("ix_attempt_what_who_at", "what", "who", "at"),)

    what: Mapped[str] = mapped_column(String(30))
    who: Mapped[str] = mapped_column(String(120))
    at: Mapped[datetime]
