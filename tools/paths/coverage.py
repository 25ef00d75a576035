"""How much of the diagrams the paths take, as numbers and as a table."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from app.engine.reading.model import Element
from tools.paths.graph import Graph
from tools.paths.search import Found

KINDS = ("flows", "elements", "boundary events", "event sub-processes", "ends")


@dataclass(frozen=True)
class Covered:
    """Of one kind of thing: how many there are, and those that no path takes."""

    total: int
    missed: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.total - len(self.missed)}/{self.total}"


def covered(graph: Graph, taken: frozenset[str], processes: Iterable[str]) -> dict[str, Covered]:
    """Each kind of thing in some of the graph's processes."""
    inside = set(processes)
    reached = {end for flow in taken for end in (graph.flows[flow].source, graph.flows[flow].target)}
    flows = [flow.id for flow in graph.flows.values() if flow.process in inside]
    elements = [element for element in graph.elements.values() if element.process in inside]
    reached |= {e.id for e in elements if any(graph.elements[r].scope == e.id for r in reached)}
    counted = {
        "flows": (flows, taken),
        "elements": ([e.id for e in elements], reached),
        "boundary events": ([e.id for e in elements if e.attached_to], _left(graph, taken)),
        "event sub-processes": ([e.id for e in _handlers(graph, elements)], _left(graph, taken)),
        "ends": ([e.id for e in elements if e.kind == "endEvent"], reached),
    }
    return {
        kind: Covered(len(all_of), tuple(one for one in all_of if one not in seen))
        for kind, (all_of, seen) in counted.items()
    }


def _left(graph: Graph, taken: frozenset[str]) -> set[str]:
    """What was left by a flow: an event that fired."""
    return {graph.flows[flow].source for flow in taken}


def _handlers(graph: Graph, elements: Iterable[Element]) -> Iterator[Element]:
    for element in elements:
        holder = graph.elements.get(element.scope)
        if element.kind == "startEvent" and holder is not None and holder.on_event:
            yield element


def table(rows: Iterable[tuple[str, dict[str, Covered], int]]) -> str:
    """One line for each diagram, with the number of paths."""
    lines = [f"{'diagram':<26}" + "".join(f"{kind:>21}" for kind in KINDS) + f"{'paths':>8}"]
    for name, found, count in rows:
        said = "".join(f"{found[kind]!s:>21}" for kind in KINDS)
        lines.append(f"{name:<26}{said}{count or '':>8}")
    return "\n".join(lines)


def shared(every: Iterable[Found]) -> Iterator[tuple[str, dict[str, Covered]]]:
    """The diagrams that several procedures call, by all the paths of all of them together."""
    graphs: dict[str, Graph] = {}
    taken: dict[str, frozenset[str]] = {}
    for found in every:
        for process in found.graph.processes - found.own:
            graphs[process] = found.graph
            own = {f for f in found.taken if found.graph.flows[f].process == process}
            taken[process] = taken.get(process, frozenset()) | own
    for process, graph in sorted(graphs.items()):
        yield process, covered(graph, taken[process], [process])
