"""A form as its two JSON files, for those who want it; what breaks the form is said and not kept."""

from flask import flash, redirect, render_template, request, url_for
from jsonschema.exceptions import SchemaError
from jsonschema.validators import Draft202012Validator
from werkzeug.wrappers import Response

from app.cityhall.forms.editing import files
from app.cityhall.forms.editing.files import FormFiles
from app.refusal import Refusal
from app.web import wording
from app.web.studio.door import studio
from app.web.studio.drafts import keeping
from app.web.studio.forms.forms import chrome


@studio.get("/<code>/ciorna/formulare/<name>/json")
def form_json(code: str, name: str) -> str:
    """Both files as text."""
    return _page(code, name)


@studio.post("/<code>/ciorna/formulare/<name>/json")
def form_json_save(code: str, name: str) -> Response | tuple[str, int]:
    """Keep both, just as they were typed; nothing of it when one is wrong."""
    schema, ui = files.paths(name)
    typed = {
        path: request.form.get(key, "").replace("\r\n", "\n").encode(errors="replace")
        for path, key in ((schema, "schema"), (ui, "ui"))
    }
    try:
        check(files.read(name, typed))
        there = keeping.opened(code, schema)
        _known(name, there)
        changed = {path: text for path, text in typed.items() if text.strip() != _now(there, path).strip()}
        keeping.keep(code, changed)
    except Refusal as refusal:
        return _page(code, name, refusal), wording.status(refusal.key)
    flash(keeping.saved_words(), "ok")
    return redirect(url_for("studio.form_json", code=code, name=name), 303)


def check(form: FormFiles) -> None:
    """Raises Refusal `form_edit.unreadable`: what is no JSON Schema would stop every page."""
    try:
        Draft202012Validator.check_schema(form.schema)
    except (SchemaError, RecursionError) as error:
        where = "/".join(str(step) for step in getattr(error, "absolute_path", ()))
        reason = f"{where}: {getattr(error, 'message', error)}"[:300]
        raise Refusal("form_edit.unreadable", file=files.paths(form.name)[0], reason=reason) from error


def _known(name: str, there: keeping.Opened) -> None:
    if files.paths(name)[0] not in there.files:
        raise Refusal("form.unknown", name=name)


def _now(there: keeping.Opened, path: str) -> bytes:
    return there.files.get(path, b"").replace(b"\r\n", b"\n")


def _page(code: str, name: str, refusal: Refusal | None = None) -> str:
    schema, ui = files.paths(name)
    there = keeping.opened(code, schema)
    _known(name, there)
    paths = {"schema": schema, "ui": ui}
    texts = {key: there.files.get(path, b"").decode(errors="replace") for key, path in paths.items()}
    overtaken = refusal is not None and refusal.key == "draft.changed_meanwhile"
    return render_template(
        "studio/form_json.html",
        **chrome(there, code, FormFiles(name, {"title": name}, {})),
        values={key: request.form.get(key, text) for key, text in texts.items()},
        now=texts if overtaken else {},
        paths=paths,
        broken=_fault(name, there),
        errors=[("", wording.sentence(refusal.key, refusal.facts))] if refusal else [],
    )


def _fault(name: str, there: keeping.Opened) -> str:
    try:
        check(files.read(name, there.files))
    except Refusal as refusal:
        return wording.sentence(refusal.key, refusal.facts)
    return ""
