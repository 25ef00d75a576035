"""In which order the elements of one process or sub-process are told: each before what follows it."""

from app.engine.reading.model import Element, Model


class Order:
    """`elements` once each; side ways come before the line goes on, a way back is not followed."""

    def __init__(self, model: Model, scope: str) -> None:
        self.model, self.scope = model, scope
        self.elements = self._walk()

    def _walk(self) -> list[str]:
        """Depth first, usual way first, without recursion: a diagram may be long. Read from its end."""
        seen: set[str] = set()
        finished: list[str] = []
        for start in self.model.starts(self.scope):
            seen.add(start.id)
            trail = [(start.id, iter(self._children(start)))]
            while trail:
                own, children = trail[-1]
                child = next((c for c in children if c not in seen), None)
                if child is None:
                    finished.append(own)
                    trail.pop()
                else:
                    seen.add(child)
                    trail.append((child, iter(self._children(self.model.elements[child]))))
        return finished[::-1]

    def _children(self, element: Element) -> list[str]:
        """What may follow; what is visited first is told last, so the usual way comes first."""
        flows = [f for f in self.model.leaving(element.id) if f.target in self.model.elements]
        usual = [f.target for f in flows if f.id == element.default]
        rest = [f.target for f in flows if f.id != element.default]
        aside = [f.target for e in self.model.attached(element.id) for f in self.model.leaving(e.id)]
        linked = [e.id for e in self.model.linked(element)]
        found = [*usual, *linked, *rest[::-1], *aside[::-1]]
        return [own for own in found if own in self.model.elements]
