"""Institutions and their departments, with what is theirs to decide (settings, dated)."""

import uuid
from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint, or_, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.database import Base, Identified, session


class Institution(Identified, Base):
    """A city hall or a subordinate institution; `code` prefixes its numbers (PS6)."""

    __tablename__ = "institution"

    code: Mapped[str] = mapped_column(String(20), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    short_name: Mapped[str] = mapped_column(String(60))
    cif: Mapped[str] = mapped_column(String(12))
    address: Mapped[str] = mapped_column(String(300))
    phone: Mapped[str] = mapped_column(String(40))
    email: Mapped[str] = mapped_column(String(120))
    desk_hours: Mapped[str] = mapped_column(String(200), default="")
    is_demo: Mapped[bool] = mapped_column(default=False)
    # A second analyst must agree before a procedure's version is published.
    publishing_approval: Mapped[bool] = mapped_column(default=False)
    departments: Mapped[list["Department"]] = relationship(
        back_populates="institution", order_by="Department.name"
    )


class Department(Identified, Base):
    """A compartment (direcție, serviciu, birou) that cases are routed to."""

    __tablename__ = "department"
    __table_args__ = (UniqueConstraint("institution_id", "code"),)

    institution_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("institution.id"))
    code: Mapped[str] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(String(200))
    institution: Mapped[Institution] = relationship(back_populates="departments")


class LocalRule(Identified, Base):
    """A rule that the law leaves to the institution: its value from a day on, and the act that set it."""

    __tablename__ = "local_rule"
    __table_args__ = (UniqueConstraint("institution_id", "key", "valid_from"),)

    institution_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("institution.id"))
    key: Mapped[str] = mapped_column(String(60))
    value: Mapped[dict[str, Any]]
    act: Mapped[str] = mapped_column(String(200))
    valid_from: Mapped[date]
    valid_until: Mapped[date | None]


def found(code: str, facts: Mapping[str, Any], departments: Mapping[str, str]) -> Institution:
    """A new institution with its departments by code; the same one again is left as it is."""
    there = by_code(code)
    if there is not None:
        return there
    made = Institution(**{**facts, "code": code})
    made.departments = [Department(code=key, name=name) for key, name in departments.items()]
    session().add(made)
    session().flush()
    return made


def by_code(code: str) -> Institution | None:
    """The institution with that code."""
    return session().scalar(select(Institution).where(Institution.code == code))


def by_id(institution_id: uuid.UUID) -> Institution | None:
    """The institution with that id."""
    return session().get(Institution, institution_id)


def first() -> Institution | None:
    """The institution whose name the public pages carry."""
    return session().scalars(select(Institution).order_by(Institution.code).limit(1)).first()


def everyone() -> list[Institution]:
    """All institutions, by name."""
    return list(session().scalars(select(Institution).order_by(Institution.name)))


def department(institution_id: uuid.UUID, code: str) -> Department | None:
    """The department of that institution with that code."""
    query = select(Department).where(Department.institution_id == institution_id, Department.code == code)
    return session().scalar(query)


def departments(institution_id: uuid.UUID) -> list[Department]:
    """All departments of an institution, by name."""
    query = select(Department).where(Department.institution_id == institution_id)
    return list(session().scalars(query.order_by(Department.name)))


def rule(institution_id: uuid.UUID, key: str, day: date) -> LocalRule | None:
    """What the institution decided about something the law leaves to it, as it holds on that day."""
    query = select(LocalRule).where(
        LocalRule.institution_id == institution_id,
        LocalRule.key == key,
        LocalRule.valid_from <= day,
        or_(LocalRule.valid_until.is_(None), LocalRule.valid_until >= day),
    )
    return session().scalars(query.order_by(LocalRule.valid_from.desc())).first()


def letterhead(hall: Institution) -> dict[str, str]:
    """The hall as its papers name it, by the names of their fields."""
    return {
        "institution_name": hall.name,
        "institution_cif": hall.cif,
        "institution_address": hall.address,
        "institution_phone": hall.phone,
        "institution_email": hall.email,
    }
