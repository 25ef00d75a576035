"""The text twin of a diagram as a Markdown list, in English."""

from collections.abc import Iterable, Iterator

from app.engine.telling.twin import Told, Way

HOW = {
    "any": "one or more ways",
    "first": "whatever comes first",
    "choice": "by the answer",
    "parallel": "for each, at the same time",
    "sequential": "for each, one after another",
    "loop": "again as long as needed",
}


def lines(told: Iterable[Told], deep: int = 0) -> Iterator[str]:
    """Each thing told and its ways on, those inside it indented."""
    for one in told:
        yield f"{'  ' * deep}- {_said(one)}"
        yield from (f"{'  ' * (deep + 1)}- {_way(way)}" for way in one.ways)
        if one.see:
            yield f"{'  ' * (deep + 1)}- what is inside is told at {one.see}"
        yield from lines(one.inside, deep + 1)


def _said(one: Told) -> str:
    if one.kind == "anytime":
        return f"**{one.number}** At any time, if “{one.what}”:"
    if one.kind == "together":
        return f"**{one.number}** At the same time:"
    how = HOW.get(one.kind) or HOW.get(one.again)
    who = f"{one.who}: " if one.who else ""
    return f"**{one.number}** {who}{one.what or 'The way parts'}" + (f" ({how})" if how else "")


def _way(way: Way) -> str:
    on = (way.number or "the end") + (f", “{way.what}”" if way.what else "")
    if way.kind == "then":
        return f"then {on}"
    if way.kind == "meanwhile":
        return f"if meanwhile “{way.asked}”, it goes on, and beside it: {on}"
    if way.kind == "instead":
        return f"if meanwhile “{way.asked}”, it breaks off; then {on}"
    asked = f"if “{way.asked}”: " if way.kind == "answer" and way.asked else "else: "
    return on if way.kind == "together" else f"{asked}{on}"
