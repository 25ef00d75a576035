"""Closed files as the archive has them, made in a line: `archived(hall, date(2024, 5, 1), years=1)`."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count

from app.cityhall.archive import files, inventories, selections
from app.cityhall.archive.files import Filed
from app.cityhall.archive.models import ArchiveFile, Inventory, Selection
from app.cityhall.cases.models import Case
from app.cityhall.documents import queries as documents
from app.cityhall.registry.rules import romanian_day
from app.database import session, transaction
from app.journey import destroying
from tests.hall import Hall
from tests.papers import jpeg, laid

CODE = "II B 4"
ACT = "Confirmare ANR nr. 12/2026"
_numbers = count(1)


@dataclass(frozen=True)
class Kept:
    """An archived file with one paper of its own."""

    case: Case
    sha256: str

    @property
    def row(self) -> ArchiveFile:
        session().rollback()
        found = files.of_case(self.case.id)
        assert found is not None
        return found

    def stands(self, hall: Hall) -> bool:
        """Are the paper's bytes in the store?"""
        folder = hall.app.extensions["settings"].instance / "files"
        return any(folder.rglob(self.sha256))


def archived(hall: Hall, closed_on: date, years: int = 1, content: bytes = b"", code: str = CODE) -> Kept:
    """A petition that was closed on that day, with a picture in its file."""
    case = hall.petition()
    document = laid(hall, case, content or jpeg(side=8) + b"%d" % next(_numbers), name="poza.jpg")
    with transaction():
        fresh = session().get(Case, case.id)
        assert fresh is not None
        listed = [
            {
                "title": one.title,
                "kind": one.kind,
                "filename": one.latest.filename,
                "media_type": one.latest.media_type,
                "size": one.latest.size,
                "sha256": one.latest.sha256,
                "added_at": one.latest.added_at.isoformat(),
            }
            for one in documents.of_case(case.id)
        ]
        files.file_away(fresh, Filed(code, years), closed_on, listed, hall.now)
    return Kept(case, document.latest.sha256)


def lists(hall: Hall, name: str = "Selecționare 2026") -> Selection:
    """Sanda makes a list of all that has run out."""
    who = hall.actor("Sanda")
    with transaction():
        (institution_id,) = who.institutions()
        return selections.make(institution_id, name, who.person_id, hall.now, romanian_day(hall.now))


def changes(made: Selection, change: Callable[[Selection], None]) -> None:
    """One step of a list, in its own transaction."""
    with transaction():
        change(selections.mine_by_id(made.id, lock=True))


def reviewed(hall: Hall, made: Selection, excepted: Kept | None = None) -> None:
    """Sanda sends the list; Silvia keeps one file, and agrees to the others."""
    silvia = hall.actor("Silvia").person_id
    changes(made, selections.submit)
    for item in selections.items(made.id):
        if excepted is not None and item.case_id == excepted.case.id:
            with transaction():
                again = selections.item_of(selections.mine_by_id(made.id), item.id)
                selections.except_(again, "Se cere des la judecătorie", silvia)
    changes(made, lambda one: selections.review(one, silvia, hall.now))


def confirmed(hall: Hall, made: Selection) -> None:
    """Sanda types the name."""
    sanda = hall.actor("Sanda").person_id
    changes(made, lambda one: selections.confirm(one, one.name, ACT, sanda, hall.now))


def destroys(hall: Hall, days: float = 0) -> int:
    """Days go by, and the worker comes; how many files were destroyed."""
    hall.now += timedelta(days=days)
    return destroying.destroy_cooled(hall.house, hall.now)


def inventory_of(hall: Hall, closed_on: date) -> Inventory:
    """Sanda lays the files of that year into an inventory."""
    who = hall.actor("Sanda")
    with transaction():
        found = inventories.groups(who.institutions(), romanian_day(hall.now))
        group = next(one for one in found if one.year == closed_on.year)
        return inventories.make(group, who.person_id, hall.now)
