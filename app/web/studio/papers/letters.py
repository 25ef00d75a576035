"""The letters of a draft, listed with what is wrong with each; a new one is begun here."""

from collections.abc import Mapping
from typing import Any

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.cityhall.forms.editing import names
from app.cityhall.forms.reading import tidy
from app.cityhall.procedures import config_editing as editing
from app.cityhall.procedures.config_editing import PATH
from app.journey import checking
from app.refusal import Refusal
from app.web import wording
from app.web.studio.door import studio
from app.web.studio.drafts import keeping
from app.web.studio.papers import config_lists, letter_view

Answer = Response | tuple[str, int]


@studio.get("/<code>/ciorna/scrisori")
def letters(code: str) -> Answer:
    """Every letter and what is wrong with it."""
    return _list(code)


@studio.post("/<code>/ciorna/scrisori")
def letter_new(code: str) -> Answer:
    """A letter more; its template is brought on its own page."""
    there = keeping.opened(code, PATH)
    try:
        config = editing.read(there.files.get(PATH, b""))
        name = _named(config)
        given = {f"letters.{name}.{key}": request.form.get(key, "") for key in _NEW}
        editing.change(config, letter_view.entries(name), given)
        keeping.keep(code, {PATH: editing.dump(config)})
    except Refusal as refusal:
        return _list(code, refusal)
    return redirect(url_for("studio.letter", code=code, name=name), 303)


_NEW = ("title", "title_en", "kind")


def _named(config: Mapping[str, Any]) -> str:
    title, there = tidy(request.form.get("title", "")), editing.value(config, "letters") or {}
    if not title:
        raise Refusal("form_edit.needs_title")
    typed = request.form.get("name", "").strip()
    return names.check(typed, there) if typed else names.slug(title, there, "scrisoare")


def _list(code: str, refusal: Refusal | None = None) -> tuple[str, int]:
    there = keeping.opened(code)
    model = checking.model_of(there.files)
    page = render_template(
        "studio/letters.html",
        **letter_view.chrome(there, code),
        letters=[letter_view.line(there, name, one, model) for name, one in letter_view.said(there).items()],
        strays=letter_view.strays(there),
        typed=request.form if refusal else {},
        lists=config_lists.of(there),
        errors=[("", wording.sentence(refusal.key, refusal.facts))] if refusal else [],
    )
    return page, wording.status(refusal.key) if refusal else 200
