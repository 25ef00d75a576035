"""What the scenarios of a draft reach, drawn on its diagrams."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from app.cityhall.rehearsals.models import Play
from app.engine.telling.drawing import Mark
from app.rehearsal import coverage
from app.web.studio import pictures
from app.web.studio.vocabulary import Vocabulary


@dataclass(frozen=True)
class Covered:
    """How much is reached, what is not, and where."""

    percent: int
    untaken: list[str]
    drawings: pictures.Pictures


def of(files: Mapping[str, bytes], plays: Sequence[Play], known: Vocabulary) -> Covered | None:
    """The coverage by the scenarios that were played; None before any was, or without diagrams."""
    done = [one for one in plays if one.elements]
    if not done or known.model is None:
        return None
    found = coverage.of(files, done)
    if found is None:
        return None
    untaken = Mark("untaken", title=_("neatins de niciun scenariu"))
    marks = {
        **_marks([*found.elements, *found.flows], Mark("taken", title=_("parcurs"))),
        **_marks([*found.missed_elements, *found.missed_flows], untaken),
    }
    drawn = pictures.every(known.model, coverage.reached(known.model), marks)
    return Covered(found.percent, _missing(found, known), drawn)


def _marks(names: Iterable[str], mark: Mark) -> dict[str, Mark]:
    return dict.fromkeys(names, mark)


def _missing(found: coverage.Coverage, known: Vocabulary) -> list[str]:
    steps = [f"„{known.element(name)}”" for name in found.missed_elements if known.element(name) != name]
    return [*steps, *(known.flow(name) for name in found.missed_flows)]
