"""The archival nomenclature: which files an institution makes, and how long each kind is kept.

Approved by its head and confirmed by the National Archives, changed in the same way (Legea 16/1996,
annex 1): each line has the day from which it holds, and the act.
"""

import tomllib
import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from sqlalchemy import ForeignKey, String, UniqueConstraint, or_, select
from sqlalchemy.orm import Mapped, mapped_column

from app.cityhall.archive.files import Filed, keep_as
from app.database import Base, Identified, session
from app.refusal import Refusal

DEMO = Path(__file__).with_name("nomenclature.toml")
LONGEST_YEARS = 100


class NomenclatureLine(Identified, Base):
    """One kind of file: its code, title and years (0: permanent), from a day on. `commission`: C.S."""

    __tablename__ = "nomenclature_line"
    __table_args__ = (UniqueConstraint("institution_id", "code", "valid_from"),)

    institution_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("institution.id"))
    code: Mapped[str] = mapped_column(String(40))
    title: Mapped[str] = mapped_column(String(200))
    department: Mapped[str] = mapped_column(String(200), default="")
    years: Mapped[int]
    commission: Mapped[bool] = mapped_column(default=False)
    act: Mapped[str] = mapped_column(String(200))
    valid_from: Mapped[date]
    valid_until: Mapped[date | None]


@dataclass(frozen=True)
class Said:
    """A line as the archivist writes it."""

    code: str
    title: str
    department: str
    years: int | None
    commission: bool
    act: str
    valid_from: date | None


def in_force(institution_id: uuid.UUID, code: str, day: date) -> NomenclatureLine | None:
    """The line of that code on that day."""
    query = select(NomenclatureLine).where(
        NomenclatureLine.institution_id == institution_id,
        NomenclatureLine.code == code,
        NomenclatureLine.valid_from <= day,
        or_(NomenclatureLine.valid_until.is_(None), NomenclatureLine.valid_until >= day),
    )
    return session().scalars(query.order_by(NomenclatureLine.valid_from.desc())).first()


def filed(institution_id: uuid.UUID, code: str, years: int, closed_on: date) -> Filed:
    """How a file closed on that day is kept: as the nomenclature says, else as its procedure does."""
    line = in_force(institution_id, code, closed_on)
    if line is None:
        return Filed(code, years)
    return Filed(code, line.years, line.commission, line.act)


def listed(institutions: Collection[uuid.UUID], *, all_of_them: bool = False) -> Sequence[NomenclatureLine]:
    """The lines in order of their codes; those that hold no more only when asked for."""
    query = select(NomenclatureLine).where(NomenclatureLine.institution_id.in_(institutions))
    if not all_of_them:
        query = query.where(NomenclatureLine.valid_until.is_(None))
    return session().scalars(query.order_by(NomenclatureLine.code, NomenclatureLine.valid_from.desc())).all()


def say(institution_id: uuid.UUID, said: Said) -> NomenclatureLine:
    """A line from a day on; the one before it ends the day before.

    Raises Refusal `nomenclature.code`, `nomenclature.title`, `nomenclature.years`, `nomenclature.act`,
    `nomenclature.date` (missing, or not after the line in force began).
    """
    _check(said)
    assert said.valid_from is not None
    assert said.years is not None
    query = select(NomenclatureLine).where(
        NomenclatureLine.institution_id == institution_id,
        NomenclatureLine.code == said.code,
        NomenclatureLine.valid_until.is_(None),
    )
    before = session().scalar(query.with_for_update())
    if before is not None:
        if before.valid_from >= said.valid_from:
            raise Refusal("nomenclature.date")
        before.valid_until = said.valid_from - timedelta(days=1)
    line = NomenclatureLine(
        institution_id=institution_id,
        code=said.code[:40],
        title=said.title[:200],
        department=said.department[:200],
        years=said.years,
        commission=said.commission,
        act=said.act[:200],
        valid_from=said.valid_from,
    )
    session().add(line)
    session().flush()
    keep_as(Filed(line.code, line.years, line.commission, line.act), line.valid_from, None, institution_id)
    return line


def _check(said: Said) -> None:
    wrong = {
        "code": not said.code.strip(),
        "title": not said.title.strip(),
        "years": said.years is None or not 0 <= said.years <= LONGEST_YEARS,
        "act": not said.act.strip(),
        "date": said.valid_from is None,
    }
    for name, is_wrong in wrong.items():
        if is_wrong:
            raise Refusal(f"nomenclature.{name}")


def demonstrate(institution_id: uuid.UUID) -> None:
    """The demonstration nomenclature, where the institution has none of its own."""
    if listed([institution_id], all_of_them=True):
        return
    told = tomllib.loads(DEMO.read_text(encoding="utf-8"))
    for line in told["line"]:
        say(institution_id, Said(**{"department": "", "commission": False, **told["shared"], **line}))
