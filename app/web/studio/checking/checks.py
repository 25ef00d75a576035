"""The check of a draft: everything that stands against publishing it, as a page and for the editors."""

from typing import Any

from flask import abort, render_template, request, url_for

from app.cityhall.drafts import queries as drafts
from app.cityhall.drafts import rules
from app.cityhall.procedures import folders
from app.journey import checking
from app.journey.house import House
from app.web import gate
from app.web.studio import vocabulary
from app.web.studio.checking import problem_words
from app.web.studio.door import mine, studio

Told = dict[str, str]
Groups = list[tuple[str, list[Told]]]
BY_HAND = (".toml", ".json", ".csv")


@studio.get("/<code>/ciorna/verificare")
def checks(code: str) -> str:
    """Every problem with its file and how it is mended; works without scripts."""
    draft = mine(code)
    files = drafts.files(draft.id)
    found = told(files)
    errors = [one for one in found if one["severity"] == "error"]
    return render_template(
        "studio/checks.html",
        code=code,
        procedure_title=vocabulary.of(files).config.get("title", code),
        here="draft",
        draft_here="checks",
        errors=by_file(errors),
        warnings=by_file([one for one in found if one["severity"] != "error"]),
        counted=(len(errors), len(found) - len(errors)),
        draft=draft,
        checked_at=gate.now(),
        where=lambda one: where(code, one, files),
    )


@studio.post("/<code>/ciorna/api/verifica")
def check(code: str) -> dict[str, Any]:
    """The same list for what an editor holds: its unsaved texts laid over the draft."""
    draft = mine(code)
    files = {**drafts.files(draft.id), **_unsaved()}
    return {"problems": told(files), "digest": folders.digest(files)}


def _unsaved() -> dict[str, bytes]:
    """Texts by path, as large and as many as the draft could take. Raises Refusal."""
    said = request.get_json(silent=True)
    typed = said.get("files", {}) if isinstance(said, dict) else None
    if not isinstance(typed, dict) or not all(isinstance(text, str) for text in typed.values()):
        abort(400)
    if len(typed) > rules.MOST_FILES:
        abort(400)
    laid = {str(path): text.encode(errors="replace") for path, text in typed.items()}
    for path, content in laid.items():
        rules.check_path(path)
        rules.check_size(path, content)
    return laid


def told(files: dict[str, bytes]) -> list[Told]:
    """All problems in words, errors first, each file's together."""
    house: House = gate.house()
    model = checking.model_of(files)
    found = [problem_words.told(one, model) for one in checking.problems(files, house.outside.letters)]
    return sorted(found, key=lambda one: (one["severity"] != "error", one["file"]))


def where(code: str, one: Told, files: dict[str, bytes]) -> str:
    """The page on which a problem is mended; "" where there is none."""
    path = one["file"]
    if path not in files:
        return url_for("studio.draft", code=code)
    page, said = _editor(path, one["element"], readable=one["key"] != "file.unreadable")
    return url_for(f"studio.{page}", code=code, **said) if page else ""


def _editor(path: str, element: str, *, readable: bool) -> tuple[str, dict[str, Any]]:
    if path.endswith(".bpmn"):
        return "modeler", {"fisier": path, "element": element}
    if path.endswith(".dmn"):
        return "tables", {"fisier": path}
    if path.startswith("forms/") and path != checking.DEFECTS:
        return "form", {"name": element}
    if path == checking.CONFIG and readable:
        return "config", {}
    by_hand = path.endswith(BY_HAND)
    return ("edit_text", {"path": path}) if by_hand else ("letters", {})


def by_file(found: list[Told]) -> Groups:
    """In the order in which they are told."""
    groups: dict[str, list[Told]] = {}
    for one in found:
        groups.setdefault(one["file"], []).append(one)
    return list(groups.items())
