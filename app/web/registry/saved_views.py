"""Keeping a question under a name, and forgetting it."""

from typing import Any
from uuid import UUID

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.cityhall.registry import saved_views
from app.database import transaction
from app.web import gate
from app.web.registry import questions
from app.web.registry.door import registry


@registry.post("/vederi")
def keep_view() -> Response:
    """Keep what was asked; only its keeper sees it."""
    question = questions.read(request.form)
    name = request.form.get("name", "")
    with transaction():
        made = saved_views.keep(gate.actor().person_id, name, question, gate.now())
        said = made.name
    flash(_("Vederea „%(name)s” este păstrată. O vedeți numai dumneavoastră.", name=said), "ok")
    return redirect(url_for("registry.home", **dict[str, Any](question)), 303)


@registry.post("/vederi/<uuid:view_id>/sterge")
def forget_view(view_id: UUID) -> Response:
    """Keep it no longer."""
    with transaction():
        saved_views.forget(view_id, gate.actor().person_id)
    flash(_("Vederea a fost ștearsă."), "ok")
    return redirect(url_for("registry.home"), 303)
