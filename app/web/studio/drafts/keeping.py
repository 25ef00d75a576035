"""A draft's files on a page without a script: read and kept with the revisions that the page saw."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import request, url_for
from flask_babel import gettext as _

from app.cityhall.drafts import actions, queries
from app.cityhall.drafts.models import Draft, DraftPresence
from app.cityhall.registry.rules import BUCHAREST
from app.database import transaction
from app.web import gate
from app.web.studio.door import mine

SEEN = "seen:"


@dataclass(frozen=True)
class Opened:
    """The open draft as it is now: contents and revisions by path, and who else is at it."""

    draft: Draft
    files: dict[str, bytes]
    revisions: dict[str, int]
    others: list[DraftPresence]
    mine: frozenset[str] = frozenset()

    @property
    def title(self) -> str:
        """What the procedure is called; its code while procedure.toml cannot be read."""
        try:
            said = tomllib.loads(self.files["procedure.toml"].decode()).get("title")
        except (KeyError, ValueError):
            said = None
        return str(said or self.draft.procedure.code)

    def seen(self, *paths: str) -> dict[str, int]:
        """What a page that shows these files has seen; 0 for one that is not there yet."""
        return {f"{SEEN}{path}": self.revisions.get(path, 0) for path in paths}

    def undo(self, seen: Mapping[str, int]) -> dict[str, dict[str, object]]:
        """Where a script that steps back finds these files, and whether their reader changed them last."""
        code, found = self.draft.procedure.code, {}
        for path in [name.removeprefix(SEEN) for name in seen if not name.endswith(".docx")]:
            address = url_for("studio.draft_file", code=code, path=path)
            found[path] = {"url": address, "revision": self.revisions.get(path, 0), "mine": path in self.mine}
        return found


def opened(code: str, path: str = "") -> Opened:
    """The draft, looked up through the analyst's rights; the others hear that its reader is at `path`."""
    with transaction():
        draft, me = mine(code), gate.actor().person_id
        actions.note_presence(draft, me, path, gate.now())
        rows = queries.file_rows(draft.id)
        others = queries.present(draft, gate.now(), but=me)
        return Opened(
            draft,
            {one.path: one.content for one in rows},
            {one.path: one.revision for one in rows},
            others,
            frozenset(one.path for one in rows if one.changed_by_id == me),
        )


def keep(code: str, changed: Mapping[str, bytes], gone: Sequence[str] = ()) -> dict[str, int]:
    """Keep contents over what the page saw, and take files away; the new revisions.

    Raises Refusal `draft.changed_meanwhile`, `draft.no_file`; nothing is changed then.
    """
    with transaction():
        draft, me = mine(code, lock=True), gate.actor().person_id
        for path in gone:
            actions.remove(draft, path, seen(path), me, gate.now())
        return {
            path: actions.save(draft, path, content, seen(path), me, gate.now())
            for path, content in changed.items()
        }


def seen(path: str) -> int:
    """The revision that the sent page had before it."""
    return request.form.get(f"{SEEN}{path}", 0, type=int)


def differing(typed: Mapping[str, str], now: Mapping[str, str]) -> list[tuple[str, str, str]]:
    """What was typed otherwise than it is in the draft now: box, typed, now."""
    return [(key, value, now[key]) for key, value in typed.items() if value != now[key]]


def saved_words() -> str:
    """„S-a păstrat la 14:05:09.”"""
    return str(_("S-a păstrat la %(hour)s.", hour=f"{gate.now().astimezone(BUCHAREST):%H:%M:%S}"))


def wants_json() -> bool:
    """A script asks; a page otherwise."""
    return request.accept_mimetypes.best == "application/json"
