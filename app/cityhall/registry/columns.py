"""The 13 columns of the register (Instrucțiunile AN 217/1996 art. 9), each as the law fills it.

Columns 8, 9, 10, 12 and 13 may be filled later: they are read from the marks beside an entry, and from the
entries that answer it.
"""

import uuid
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from sqlalchemy import Select, or_, select

from app.cityhall.registry.models import RegisterEntry, RegisterMark
from app.database import session


@dataclass(frozen=True)
class Columns:
    """One row of the register. `joined`: other entries that are connected to it, or it to them."""

    entry: RegisterEntry
    marks: Sequence[RegisterMark]
    joined: Sequence[RegisterEntry]
    annulled_by: RegisterEntry | None = None
    annuls: RegisterEntry | None = None
    said: Mapping[str, str] = field(default_factory=dict)

    @property
    def sender(self) -> str:
        """3: number and date of the paper at its issuer."""
        day = f"{self.entry.sender_date:%d.%m.%Y}" if self.entry.sender_date else ""
        return " / ".join(filter(None, (self.entry.sender_number, day)))

    @property
    def department(self) -> str:
        """8: the compartment it was given to, the last one."""
        return self.said.get("routed") or self.entry.department

    @cached_property
    def answer(self) -> RegisterEntry | None:
        """The first outgoing paper that is connected to it."""
        out = [one for one in self.joined if one.direction == "out" and one.connected_to_id == self.entry.id]
        return min(out, key=lambda one: one.position, default=None)

    @property
    def sent_on(self) -> date | None:
        """9: the day of sending: its own when it goes out, that of its answer when it came in."""
        if self.entry.direction == "out":
            return self.entry.registered_on
        return self.answer.registered_on if self.answer else None

    @property
    def resolution(self) -> str:
        """10: how it was resolved, as it was marked: a key of a case's outcome, or words."""
        return self.said.get("resolved", "")

    @property
    def recipient(self) -> str:
        """11: whom it, or its answer, was sent to."""
        return self.entry.recipient or (self.answer.recipient if self.answer else None) or ""

    @cached_property
    def connected(self) -> list[str]:
        """12: the numbers that it is connected with, each once."""
        marked = [one.value for one in self.marks if one.kind == "connected"]
        known = [one.legal_number for one in self.joined]
        return list(dict.fromkeys([*known, *marked]))

    @property
    def file_code(self) -> str:
        """13: the file's code in the nomenclature."""
        return self.said.get("filed") or self.entry.file_code

    @property
    def hashes(self) -> list[str]:
        """The fingerprints of its files, those known at once and those marked later."""
        later = [one.value for one in self.marks if one.kind == "hash"]
        return list(dict.fromkeys([*map(str, self.entry.hashes), *later]))


def of(entries: Sequence[RegisterEntry]) -> list[Columns]:
    """The columns of these entries, in two statements however many they are."""
    marks, around = _marks([one.id for one in entries]), _Around(entries)
    return [
        Columns(
            entry=one,
            marks=marks[one.id],
            joined=around.joined(one),
            annulled_by=around.annulling.get(one.id),
            annuls=around.by_id.get(one.annuls_id) if one.annuls_id else None,
            said={mark.kind: mark.value for mark in marks[one.id]},
        )
        for one in entries
    ]


def of_one(entry: RegisterEntry) -> Columns:
    """The columns of one entry."""
    return of([entry])[0]


def _marks(ids: Sequence[uuid.UUID]) -> Mapping[uuid.UUID, list[RegisterMark]]:
    found: dict[uuid.UUID, list[RegisterMark]] = defaultdict(list)
    query = select(RegisterMark).where(RegisterMark.entry_id.in_(ids)).order_by(RegisterMark.at)
    for mark in session().scalars(query):
        found[mark.entry_id].append(mark)
    return found


class _Around:
    """Whatever these entries name, and whatever names them."""

    def __init__(self, entries: Sequence[RegisterEntry]) -> None:
        found = session().scalars(_naming(entries).order_by(RegisterEntry.registered_at)).all()
        self.by_id = {one.id: one for one in found}
        self.annulling = {one.annuls_id: one for one in found}
        self._naming: dict[uuid.UUID | None, list[RegisterEntry]] = defaultdict(list)
        for one in found:
            self._naming[one.connected_to_id].append(one)

    def joined(self, entry: RegisterEntry) -> list[RegisterEntry]:
        """Connected both ways: the one it names first."""
        first = self.by_id.get(entry.connected_to_id) if entry.connected_to_id else None
        return [*([first] if first else []), *self._naming.get(entry.id, [])]


def _naming(entries: Sequence[RegisterEntry]) -> Select[Any]:
    ids = [one.id for one in entries]
    named = {other for one in entries for other in (one.connected_to_id, one.annuls_id) if other}
    return select(RegisterEntry).where(
        or_(
            RegisterEntry.connected_to_id.in_(ids),
            RegisterEntry.annuls_id.in_(ids),
            RegisterEntry.id.in_(named),
        )
    )
