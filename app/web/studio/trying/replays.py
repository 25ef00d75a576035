"""The latest finished cases walked again on the draft: whose path would differ."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.cityhall.drafts import queries as drafts
from app.cityhall.procedures import folders
from app.cityhall.procedures import queries as procedures
from app.cityhall.rehearsals import actions as rehearsing
from app.cityhall.rehearsals import queries as rehearsals
from app.cityhall.rehearsals.models import Replay
from app.database import transaction
from app.refusal import Refusal
from app.web import filters, gate
from app.web.studio import pictures, vocabulary
from app.web.studio.door import mine, studio
from app.web.studio.trying import replay_words
from app.web.studio.trying.trial_room import frame
from app.web.studio.vocabulary import Vocabulary

AMOUNTS = (10, 25, 50, 100)


@dataclass(frozen=True)
class Row:
    """One case on the page: nobody's name, only when it was filed and how it ended."""

    id: UUID
    title: str
    told: str
    state: tuple[str, str]
    changes: list[str]


@studio.get("/<code>/ciorna/reluare")
def replays(code: str) -> str:
    """How many go the same way, and the list of those that would not."""
    draft = mine(code)
    files = drafts.files(draft.id)
    known, found = vocabulary.of(files), rehearsals.replays(draft.id, folders.digest(files))
    return render_template(
        "studio/replays.html",
        **frame(code, known, "replays"),
        rows=[_row(one, known) for one in found if one.state in {"differs", "unsure", "failed"}],
        running=any(one.state in rehearsals.UNDER_WAY for one in found),
        counts=_counts([one.state for one in found]),
        finished=bool(rehearsals.finished(draft.procedure_id, 1)),
        amounts=[(str(one), str(one)) for one in AMOUNTS],
        most=str(AMOUNTS[1]),
    )


@studio.post("/<code>/ciorna/reluare")
def replay(code: str) -> Response:
    """Let the latest finished cases be replayed on the draft as it is."""
    most = request.form.get("most", AMOUNTS[0], type=int)
    with transaction():
        draft = mine(code, lock=True)
        digest = drafts.digest(draft.id)
        asked = rehearsing.ask_replays(draft, digest, max(1, min(most, AMOUNTS[-1])), gate.now())
    flash(_("Am pornit reluarea a %(n)s cereri.", n=asked) if asked else _("Cererile se reiau deja."), "info")
    return redirect(url_for("studio.replays", code=code), 303)


@studio.get("/<code>/ciorna/reluare/<uuid:replay_id>")
def replayed(code: str, replay_id: UUID) -> str:
    """One case: where its path would part, on both diagrams."""
    draft = mine(code)
    found = rehearsals.replay(replay_id)
    if found is None or found.draft_id != draft.id:
        raise Refusal("replay.unknown")
    known = vocabulary.of(drafts.files(draft.id))
    own = vocabulary.of(procedures.version_files(found.case.version_id))
    return render_template(
        "studio/replayed.html",
        **frame(code, known, "replays"),
        row=_row(found, known),
        before=_drawn(found, own, draft=False),
        after=_drawn(found, known, draft=True),
    )


def _drawn(found: Replay, known: Vocabulary, *, draft: bool) -> pictures.Pictures:
    marks, prefix = replay_words.marks(found.differences, draft=draft), "draft" if draft else "own"
    return pictures.told(known.model, marks, prefix) if known.model else []


def _row(found: Replay, known: Vocabulary) -> Row:
    case, (word, tone) = found.case, replay_words.STATES[found.state]
    ended = known.outcome(case.outcome or "") or known.status("closed")
    return Row(
        id=found.id,
        title=_("Cererea depusă pe %(day)s", day=filters.day(case.opened_at)),
        told=_("%(ended)s · versiunea %(n)s", ended=ended, n=case.version.number),
        state=(str(word), tone),
        changes=replay_words.told(found.differences, _names(found, known)),
    )


def _names(found: Replay, known: Vocabulary) -> Vocabulary:
    """The draft's own; for what only the case's version has, that version's."""
    elements = [fact["element"] for fact in found.differences if "element" in fact]
    if known.model is None or all(name in known.model.elements for name in elements):
        return known
    own = vocabulary.of(procedures.version_files(found.case.version_id))
    if own.model is None:
        return known
    both = replace(known.model, elements={**own.model.elements, **known.model.elements})
    return replace(known, model=both)


def _counts(states: Sequence[str]) -> dict[str, Any]:
    """How far the replays are, in numbers and in words."""
    done = [one for one in states if one not in rehearsals.UNDER_WAY]
    words = _(
        "Reluate %(done)s din %(all)s: %(same)s pe același drum, %(differs)s pe alt drum, "
        "%(unsure)s care nu se pot compara.",
        done=len(done),
        all=len(states),
        same=done.count("same"),
        differs=done.count("differs") + done.count("failed"),
        unsure=done.count("unsure"),
    )
    return {"all": len(states), "done": len(done), "words": words}
