"""Import: a diagram of another modeler or a whole procedure in a zip, and what came of it in words."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.cityhall.drafts import actions, rules
from app.cityhall.drafts import queries as drafts
from app.cityhall.drafts.models import Draft
from app.database import transaction
from app.engine.checking.problem import Problem
from app.engine.reading import foreign
from app.engine.reading.model import Model
from app.journey import checking
from app.refusal import Refusal
from app.web import gate, wording
from app.web.studio.checking import problem_words
from app.web.studio.checking.problem_words import Told
from app.web.studio.door import mine, studio
from app.web.studio.drafts import bringing, foreign_words, shelf
from app.web.studio.drafts.bringing import Brought

MAIN = "procedure.bpmn"
MOST_NAMED = 8


@studio.get("/<code>/ciorna/import")
def bring(code: str) -> str:
    """Where a file from elsewhere comes in."""
    return _page(code)


@studio.post("/<code>/ciorna/import")
def take_in(code: str) -> Response | tuple[str, int]:
    """Keep what was brought, unless somebody changed meanwhile what it would replace."""
    mine(code)
    try:
        brought = bringing.read(request.files.get("file"))
        path = _keep(code, brought)
    except Refusal as refusal:
        return _page(code, refusal), wording.status(refusal.key)
    _tell_beside(brought)
    return redirect(url_for("studio.report", code=code, fisier=path), 303)


@studio.get("/<code>/ciorna/import/raport")
def report(code: str) -> str:
    """What of a diagram will not run here, and what was kept."""
    path = request.args.get("fisier", MAIN)
    rules.check_path(path)
    draft = mine(code)
    content, files = drafts.file_row(draft, path).content, drafts.files(draft.id)
    found = checking.problems(files, gate.house().outside.letters)
    own = [one for one in found if one.file == path]
    model = checking.model_of(files)
    return _render(
        "studio/report.html",
        code,
        path=path,
        told=foreign_words.told(foreign.look(path, content)) if path.endswith(".bpmn") else None,
        problems=own,
        grouped=_by_process(own, model),
        elsewhere=len(found) - len(own),
    )


def _by_process(found: list[Problem], model: Model | None) -> list[tuple[str, list[Told]]]:
    """Problems under the name of their process, where the file has several; "" are those of none."""
    groups: dict[str, list[Told]] = {"": []}
    for one in found:
        groups.setdefault(_process(one, model), []).append(problem_words.told(one, model))
    return [(title, them) for title, them in groups.items() if them]


def _process(problem: Problem, model: Model | None) -> str:
    if model is None or len({one.id for one in model.processes.values() if one.file == problem.file}) < 2:
        return ""
    own = problem.element
    places = (model.elements.get(own), model.flows.get(own), model.lanes.get(own))
    process = next((one.process for one in places if one), own)
    found = model.processes.get(process)
    return (found.name or found.id) if found else ""


def _keep(code: str, brought: Brought) -> str:
    """Put it into the draft; the path of the diagram to report on."""
    by, now = gate.actor().person_id, gate.now()
    with transaction():
        draft = mine(code, lock=True)
        if brought.package is not None:
            _check_unchanged(draft)
            actions.replace_all(draft, brought.package.files, by, now)
            return MAIN if MAIN in brought.package.files else min(brought.package.files)
        path, seen = _target(brought.path)
        actions.save(draft, path, brought.content, seen, by, now)
    return path


def _check_unchanged(draft: Draft) -> None:
    """A zip takes the place of everything: only of what its sender has seen, and only if they say so."""
    if request.form.get("sure") != "yes":
        raise Refusal("import.not_sure")
    if draft.revision != request.form.get("seen", 0, type=int):
        who, path = draft.changed_by.full_name, _("ciorna")
        raise Refusal("draft.changed_meanwhile", who=who, at=draft.changed_at, path=path)


def _target(suggested: str) -> tuple[str, int]:
    """The file to be replaced and its revision on the page, as "procedure.bpmn 3"; "" is a new file."""
    path, _space, seen = request.form.get("target", "").partition(" ")
    if path and path.rpartition(".")[2] != suggested.rpartition(".")[2]:
        raise Refusal("import.other_kind", path=path)
    return (path, int(seen)) if path and seen.isdecimal() and len(seen) < 10 else (suggested, actions.ANEW)


def _tell_beside(brought: Brought) -> None:
    beside = brought.package.beside if brought.package else ()
    if beside:
        named = ", ".join(beside[:MOST_NAMED]) + (" …" if len(beside) > MOST_NAMED else "")
        flash(_("Nu fac parte dintr-o procedură și au rămas pe dinafară: %(files)s.", files=named), "warn")


def _page(code: str, refusal: Refusal | None = None) -> str:
    draft = mine(code)
    error = wording.sentence(refusal.key, refusal.facts) if refusal else ""
    drawn = [one for one in drafts.file_rows(draft.id) if one.path.endswith(bringing.DRAWN)]
    targets = [
        (f"{one.path} {one.revision}", _("în locul fișierului %(path)s", path=one.path)) for one in drawn
    ]
    return _render(
        "studio/bring.html",
        code,
        seen=draft.revision,
        targets=[("", _("ca fișier nou, cu numele lui")), *targets],
        chosen=next((value for value, _title in targets if value.startswith(MAIN)), ""),
        error=error,
        errors=[("file", error)] if error else [],
    )


def _render(template: str, code: str, **given: object) -> str:
    row = shelf.row(drafts.procedure(code, gate.actor()), gate.actor(), gate.now())
    places = {"code": code, "procedure_title": row.title, "here": "draft", "draft_here": "draft"}
    return render_template(template, **places, row=row, **given)
