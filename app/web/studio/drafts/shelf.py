"""An analyst's procedures as rows of a list: what is in force, what is under way, who is changing what."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from app.cityhall.cases import moves
from app.cityhall.drafts import queries as drafts
from app.cityhall.drafts.models import Draft
from app.cityhall.people.rights import Actor
from app.cityhall.procedures import queries as procedures
from app.cityhall.procedures.models import Procedure, ProcedureVersion
from app.refusal import Refusal
from app.web import filters
from app.web.service_groups import GROUPS


@dataclass(frozen=True)
class Row:
    """One procedure; a new one has no version yet."""

    code: str
    title: str
    group: str
    institution: str
    versions: list[ProcedureVersion]
    running: dict[Any, int]
    draft: Draft | None
    others: list[str] = field(default_factory=list)

    @property
    def current(self) -> ProcedureVersion | None:
        return next((one for one in self.versions if one.retired_at is None), None)

    @property
    def under_way(self) -> int:
        return sum(self.running.values())

    @property
    def on_old(self) -> int:
        """Cases that run on a version of before."""
        current = self.current
        return self.under_way - (self.running.get(current.id, 0) if current else 0)


def row(procedure: Procedure, who: Actor, now: datetime) -> Row:
    """One procedure as its analysts see it."""
    versions, draft = _versions(procedure), drafts.open_of(procedure.id)
    config = versions[-1].config if versions else drafts.config(draft)
    present = drafts.present(draft, now, but=who.person_id) if draft else []
    return Row(
        code=procedure.code,
        title=filters.said(config, "title") or procedure.code,
        group=config.get("group", "other") if config.get("group", "other") in GROUPS else "other",
        institution=procedure.institution.name,
        versions=versions,
        running=moves.counts(procedure.id),
        draft=draft,
        others=[one.person.full_name for one in present],
    )


def rows(who: Actor, now: datetime) -> list[Row]:
    """All procedures of the reader's institutions that have a version or an open draft."""
    found = (row(one, who, now) for one in drafts.procedures(who))
    return [one for one in found if one.versions or one.draft]


def grouped(found: Iterable[Row]) -> list[tuple[str, list[Row]]]:
    """As on the services page, so that an analyst finds them where citizens do."""
    groups: dict[str, list[Row]] = {key: [] for key in GROUPS}
    for one in found:
        groups[one.group].append(one)
    return [(str(GROUPS[key]), members) for key, members in groups.items() if members]


def matching(found: Iterable[Row], words: str) -> list[Row]:
    """Those whose title or code has all these words, with or without diacritics."""
    asked = _plain(words).split()
    return [one for one in found if all(word in _plain(f"{one.title} {one.code}") for word in asked)]


def _plain(text: str) -> str:
    apart = unicodedata.normalize("NFD", text.casefold())
    return "".join(sign for sign in apart if not unicodedata.combining(sign))


def _versions(procedure: Procedure) -> list[ProcedureVersion]:
    try:
        return procedures.versions(procedure.code, procedure.institution_id)
    except Refusal:
        return []
