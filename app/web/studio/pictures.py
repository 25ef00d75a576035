"""The diagrams of a draft with something told on them: a trial, a coverage, paths that part."""

from collections.abc import Collection, Iterable, Mapping

from markupsafe import Markup

from app.engine.reading.model import Model
from app.engine.telling import drawing
from app.engine.telling.drawing import Mark
from app.web.form_pages.wording import language

Pictures = list[tuple[str, Markup]]


def under_way(
    model: Model, done: Collection[str], now: Collection[str], travelled: Collection[str]
) -> Pictures:
    """The procedure and the called diagrams where the token is."""
    shown = [model.main, *_processes(model, now)]
    return [_draw(model, process, {}, done, now, travelled) for process in dict.fromkeys(shown)]


def every(model: Model, processes: Collection[str], marks: Mapping[str, Mark]) -> Pictures:
    """All these diagrams, the procedure's own first."""
    shown = sorted(processes, key=lambda process: (process != model.main, process))
    return [_draw(model, process, marks) for process in shown]


def reached(model: Model, marks: Mapping[str, Mark]) -> Pictures:
    """Every diagram on which something stands."""
    return every(model, [one for one in model.processes if model.within(one)], marks)


def told(model: Model, marks: Mapping[str, Mark], prefix: str) -> Pictures:
    """The diagrams on which something is marked; `prefix` tells them from others on the page."""
    shown = dict.fromkeys(_processes(model, marks))
    return [_draw(model, process, marks, prefix=prefix) for process in shown]


def live(model: Model, marks: Mapping[str, Mark]) -> Pictures:
    """The procedure's own diagram, and the called ones on which something is marked."""
    shown = [model.main, *_processes(model, marks)]
    return [_draw(model, process, marks) for process in dict.fromkeys(shown)]


def _processes(model: Model, names: Iterable[str]) -> list[str]:
    """The diagrams in which these elements and flows stand, the procedure's own first."""
    known = [model.elements.get(name) or model.flows.get(name) for name in names]
    found = {one.process for one in known if one is not None}
    return sorted(found, key=lambda process: (process != model.main, process))


def _draw(
    model: Model,
    process: str,
    marks: Mapping[str, Mark],
    done: Collection[str] = (),
    now: Collection[str] = (),
    travelled: Collection[str] = (),
    prefix: str = "diagram",
) -> tuple[str, Markup]:
    one, lang = model.processes[process], language()
    told_of = {"done": done, "now": now, "travelled": travelled}
    svg = drawing.draw(model, process, **told_of, lang=lang, marks=marks, prefix=prefix)
    title = (lang == "en" and one.name_en) or one.name or process
    return title, Markup(svg)  # noqa: S704 - drawn by us
