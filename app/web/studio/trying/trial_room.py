"""What the pages of a trial share: the draft with its files, the hall of paper, and the trial kept so far."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from app.cityhall.drafts import queries as drafts
from app.cityhall.drafts.models import Draft
from app.cityhall.rehearsals import actions as rehearsing
from app.cityhall.rehearsals import queries as rehearsals
from app.database import transaction
from app.refusal import Refusal
from app.rehearsal import place, trials
from app.rehearsal.place import Place
from app.rehearsal.standing import Paper, Standing
from app.web import filters, gate
from app.web.studio import door, vocabulary
from app.web.studio.vocabulary import Vocabulary

Told = Mapping[str, Any]


@dataclass
class Room:
    """One analyst's trial of a draft."""

    code: str
    draft: Draft
    files: Mapping[str, bytes]
    told: Told
    seen: int

    @cached_property
    def known(self) -> Vocabulary:
        """The names of the draft's things."""
        return vocabulary.of(self.files)

    @cached_property
    def place(self) -> Place:
        """The hall of paper with the draft published in it."""
        return place.of(self.draft.procedure, self.files, gate.house())

    @cached_property
    def standing(self) -> Standing:
        """Where the trial stands."""
        return self.open(self.told)

    def open(self, told: Told) -> Standing:
        """Where it would stand with these steps."""
        return trials.open(self.place, told)

    def keep(self, told: Told) -> None:
        """The trial as it is from now on. Raises Refusal `trial.changed` when another window was faster."""
        with transaction():
            draft = door.mine(self.code, lock=True)
            rehearsing.keep_trial(draft, gate.actor().person_id, told, self.seen, gate.now())

    def frame(self, here: str) -> dict[str, Any]:
        """What every page of the draft is given."""
        return frame(self.code, self.known, here)


def enter(code: str) -> Room | None:
    """The reader's own trial of the open draft, None before it began."""
    draft = door.mine(code)
    found = rehearsals.trial(draft.id, gate.actor().person_id)
    if found is None:
        return None
    return Room(code, draft, drafts.files(draft.id), found.told, found.revision)


def needed(code: str) -> Room:
    """The same. Raises Refusal `trial.none`."""
    found = enter(code)
    if found is None:
        raise Refusal("trial.none")
    return found


def paper(room: Room, number: int) -> Paper:
    """A paper of this trial. Raises Refusal `document.unknown`."""
    for one in room.standing.letters:
        if one.number == number:
            return one
    raise Refusal("document.unknown")


def frame(code: str, known: Vocabulary, here: str) -> dict[str, Any]:
    """What `studio/base.html` wants to know on a page of the draft."""
    title = str(filters.said(known.config, "title") or code)
    return {"code": code, "procedure_title": title, "here": "draft", "draft_here": here}
