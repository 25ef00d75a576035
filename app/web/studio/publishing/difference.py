"""Two editions of a procedure beside each other, in words and in colours."""

from collections.abc import Mapping
from typing import NamedTuple

from flask import render_template, request
from flask_babel import gettext as _
from markupsafe import Markup

from app.cityhall.drafts import queries as drafts
from app.cityhall.procedures import queries as procedures
from app.cityhall.procedures.models import Procedure, ProcedureVersion
from app.engine.reading import model
from app.engine.reading.model import Model
from app.engine.telling import drawing
from app.engine.telling.drawing import Mark
from app.journey import differences
from app.journey.differences import Difference
from app.refusal import Refusal
from app.web import gate
from app.web.form_pages.wording import language
from app.web.studio.door import studio
from app.web.studio.drafts import shelf
from app.web.studio.publishing import difference_words
from app.web.studio.publishing.difference_words import KINDS

DRAFT = "ciorna"
EITHER = {"before": frozenset({"removed", "changed"}), "after": frozenset({"added", "changed"})}


class Edition(NamedTuple):
    """One side of the comparison."""

    value: str
    title: str
    files: Mapping[str, bytes]


class Beside(NamedTuple):
    """A diagram that differs, as it was and as it is."""

    title: str
    before: Markup
    after: Markup


@studio.get("/<code>/diferente")
def difference(code: str) -> str:
    """What differs between two versions, or between one and the draft."""
    procedure = drafts.procedure(code, gate.actor())
    versions = _versions(procedure)
    before = _edition(procedure, versions, request.args.get("de") or _current(versions))
    after = _edition(procedure, versions, request.args.get("la") or DRAFT)
    found = differences.between(before.files, after.files)
    return render_template(
        "studio/difference.html",
        code=code,
        procedure_title=shelf.row(procedure, gate.actor(), gate.now()).title,
        here="draft" if after.value == DRAFT else "versions",
        draft_here="publish" if after.value == DRAFT else "",
        before=before,
        after=after,
        choices=_choices(procedure, versions),
        parts_found=difference_words.by_part(found),
        drawings=drawings(before.files, after.files, found),
        places=places(before.files, after.files, found),
    )


def drawings(old: Mapping[str, bytes], new: Mapping[str, bytes], found: list[Difference]) -> list[Beside]:
    """Every diagram in which something differs, twice: what is gone on the one, what is new on the other."""
    marks = differences.marks(found)
    read = _model(old), _model(new)
    shown = {**_touched(read[0], marks), **_touched(read[1], marks)}
    return [
        Beside(title, *(_drawn(one, process, marks, which) for one, which in zip(read, EITHER, strict=True)))
        for process, title in shown.items()
    ]


def places(old: Mapping[str, bytes], new: Mapping[str, bytes], found: list[Difference]) -> dict[str, str]:
    """Where each step that differs is drawn, as an anchor: on the later drawing if it is still there."""
    marks = differences.marks(found)
    shown: dict[str, str] = {}
    for read, which in ((_model(old), "before"), (_model(new), "after")):
        drawn = (read.elements[own] for own in marks if own in read.elements) if read else ()
        shown |= {one.id: f"{which}-{one.process}-{one.id}" for one in drawn if one.bounds}
    return shown


def _model(files: Mapping[str, bytes]) -> Model | None:
    try:
        return model.read(procedures.drawings(files))
    except Refusal:
        return None


def _touched(read: Model | None, marks: Mapping[str, str]) -> dict[str, str]:
    """The diagrams in which marked things stand, by id with their titles."""
    if read is None:
        return {}
    things = (read.elements.get(own) or read.flows.get(own) or read.lanes.get(own) for own in marks)
    ids = {thing.process for thing in things if thing}
    return {own: one.name or own for own, one in read.processes.items() if own in ids}


def _drawn(read: Model | None, process: str, marks: Mapping[str, str], which: str) -> Markup:
    if read is None or process not in read.processes:
        return Markup()
    shown = {own: _mark(kind) for own, kind in marks.items() if kind in EITHER[which]}
    svg = drawing.draw(read, process, done=(), now=(), lang=language(), marks=shown, prefix=which)
    return Markup(svg)  # noqa: S704 - drawn by us


def _mark(kind: str) -> Mark:
    word = str(KINDS[kind])
    return Mark(kind, badge={"added": "+", "removed": "−"}.get(kind, "≠"), title=word)


def _versions(procedure: Procedure) -> list[ProcedureVersion]:
    try:
        return procedures.versions(procedure.code, procedure.institution_id)
    except Refusal:  # a new procedure, of which there is only a draft
        return []


def _current(versions: list[ProcedureVersion]) -> str:
    return next((str(one.number) for one in versions if one.retired_at is None), "")


def _edition(procedure: Procedure, versions: list[ProcedureVersion], asked: str) -> Edition:
    """A version by its number, or the draft. Raises Refusal `version.unknown`, `draft.none`."""
    if asked == DRAFT:
        draft = drafts.mine(procedure.code, gate.actor())
        return Edition(DRAFT, _("ciorna"), drafts.files(draft.id))
    if not asked and not versions:
        return Edition("", _("nimic"), {})
    for one in versions:
        if str(one.number) == asked:
            title = _("versiunea %(number)s", number=one.number)
            return Edition(asked, title, procedures.version_files(one.id))
    raise Refusal("version.unknown", number=asked[:20])


def _choices(procedure: Procedure, versions: list[ProcedureVersion]) -> list[tuple[str, str]]:
    found = [(str(one.number), _("versiunea %(number)s", number=one.number)) for one in reversed(versions)]
    return [(DRAFT, _("ciorna")), *found] if drafts.open_of(procedure.id) else found
