"""The page of a draft's diagrams: each opens in the modeler, saves by itself, is checked as one draws."""

from typing import Any

from flask import render_template, request, url_for
from flask_babel import get_locale

from app.cityhall.drafts import queries as drafts
from app.cityhall.drafts.models import Draft
from app.refusal import Refusal
from app.web.studio.checking import problem_words
from app.web.studio.door import editor, mine, studio
from app.web.studio.drafts import keeping
from app.web.studio.modeling.modeler_words import drawing_rules, words

MAIN = "procedure.bpmn"


@studio.get("/<code>/ciorna/diagrama")
@editor
def modeler(code: str) -> str:
    """One diagram in the modeler. Raises Refusal `draft.no_file`."""
    draft = mine(code)
    paths = diagrams(draft)
    path = request.args.get("fisier") or next(iter(paths), "")
    if path and path not in paths:
        raise Refusal("draft.no_file", path=path)
    return render_template(
        "studio/modeler.html",
        code=code,
        procedure_title=keeping.opened(code, path).title,
        here="draft",
        draft_here="modeler",
        paths=paths,
        path=path,
        given=_given(code, path),
        words={**words(str(get_locale() or "ro")), "rules": _rules(), "kinds": problem_words.kind_words()},
    )


def diagrams(draft: Draft) -> list[str]:
    """The diagrams of a draft, the procedure's own first."""
    found = [path for path in drafts.listed(draft.id) if path.endswith(".bpmn")]
    return sorted(found, key=lambda path: (path != MAIN, path))


def _given(code: str, path: str) -> dict[str, Any]:
    if not path:
        return {}
    return {
        "path": path,
        "file": url_for("studio.draft_file", code=code, path=path),
        "presence": url_for("studio.presence", code=code),
        "check": f"/studio/{code}/ciorna/api/verifica",
        "offers": f"/studio/{code}/ciorna/api/oferta",
    }


def _rules() -> dict[str, dict[str, str]]:
    return {**problem_words.rule_words(), **drawing_rules()}
