"""What of a draft's diagrams its scenarios went through, and what no story has told yet."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from app.cityhall.rehearsals.models import Play
from app.engine.reading import model
from app.engine.reading.model import Model
from app.refusal import Refusal

# Boundary events and what stands in event sub-processes count too; what only holds others does not.
DECORATIONS = frozenset({"dataObject", "dataObjectReference", "dataStoreReference", "textAnnotation"})


@dataclass(frozen=True)
class Coverage:
    """Ids of elements and flows; `percent` is of both together."""

    elements: frozenset[str]
    flows: frozenset[str]
    missed_elements: tuple[str, ...]
    missed_flows: tuple[str, ...]

    @property
    def percent(self) -> int:
        """Rounded down: a hundred is everything."""
        taken = len(self.elements) + len(self.flows)
        every = taken + len(self.missed_elements) + len(self.missed_flows)
        return taken * 100 // every if every else 100


def of(files: Mapping[str, bytes], plays: Iterable[Play]) -> Coverage | None:
    """Over these plays of these files; None where the diagrams cannot be read."""
    try:
        drawn = model.read(files)
    except Refusal:
        return None
    rows = list(plays)
    taken = {name for one in rows for name in one.elements}
    flows = {name for one in rows for name in one.flows}
    return _beside(drawn, taken, flows)


def _beside(drawn: Model, taken: set[str], flows: set[str]) -> Coverage:
    here = reached(drawn)
    elements = [e.id for e in drawn.elements.values() if e.process in here and e.kind not in DECORATIONS]
    ways = [flow.id for flow in drawn.flows.values() if flow.process in here]
    return Coverage(
        elements=frozenset(taken.intersection(elements)),
        flows=frozenset(flows.intersection(ways)),
        missed_elements=tuple(name for name in elements if name not in taken),
        missed_flows=tuple(name for name in ways if name not in flows),
    )


def reached(drawn: Model) -> set[str]:
    """The procedure's own process and those that it calls: a shared diagram that nobody calls is no gap."""
    here, left = set(), [drawn.main]
    while left:
        process = left.pop()
        here.add(process)
        called = {e.called for e in drawn.elements.values() if e.process == process and e.called}
        left += [one for one in called if one in drawn.processes and one not in here]
    return here
