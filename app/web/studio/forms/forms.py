"""The forms of a draft: listed, begun, taken away; and one form with its pages and fields."""

from collections.abc import Mapping

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.cityhall.forms.editing import files, layout, names, texts
from app.cityhall.forms.editing.files import FormFiles
from app.cityhall.forms.reading import tidy
from app.refusal import Refusal
from app.web import wording
from app.web.studio.door import studio
from app.web.studio.drafts import keeping
from app.web.studio.drafts.keeping import Opened
from app.web.studio.forms import form_commands, form_view, form_words
from app.web.studio.forms.form_uses import forms_in_words, uses

Answer = str | Response | tuple[str, int]


@studio.get("/<code>/ciorna/formulare")
def forms(code: str) -> str:
    """Every form of the draft, with what can be said of it at a glance."""
    return _list(code)


def _list(code: str, typed: Mapping[str, str] | None = None, problem: str = "") -> str:
    there = keeping.opened(code)
    return render_template(
        "studio/forms.html",
        code=code,
        procedure_title=there.title,
        here="draft",
        draft_here="forms",
        there=there,
        forms=forms_in_words(there.files),
        typed=typed or {},
        errors=[("title", problem)] if problem else [],
    )


@studio.post("/<code>/ciorna/formulare")
def form_new(code: str) -> Answer:
    """A form with one page; it may begin as a copy of another."""
    try:
        made = _new(keeping.opened(code).files)
        keeping.keep(code, files.written(made, {}))
    except Refusal as refusal:
        sentence = wording.sentence(refusal.key, refusal.facts)
        return _list(code, request.form, sentence), wording.status(refusal.key)
    return redirect(url_for("studio.form", code=code, name=made.name), 303)


def _new(there: Mapping[str, bytes]) -> FormFiles:
    title = tidy(request.form.get("title", ""))
    if not title:
        raise Refusal("form_edit.needs_title")
    typed, taken = request.form.get("name", "").strip(), files.names(there)
    name = names.check(typed, taken) if typed else names.slug(title, taken, "formular")
    made = layout.new(name, title, tidy(request.form.get("title_en", "")))
    like = request.form.get("like", "")
    if like:
        copied = files.read(like, there)
        made = FormFiles(name, copied.schema, copied.ui)
        layout.set_head(made, {**form_commands.head(made), **request.form.to_dict()})
    return made


@studio.get("/<code>/ciorna/formulare/<name>")
def form(code: str, name: str) -> Answer:
    """Pages and fields on one side, the page as the citizen will see it on the other."""
    return _page(code, name)


def _page(code: str, name: str, problem: str = "", status: int = 200) -> Answer:
    there = keeping.opened(code, files.paths(name)[0])
    try:
        found = files.read(name, there.files)
    except Refusal as refusal:
        if refusal.key not in files.UNREADABLE:
            raise
        return redirect(url_for("studio.form_json", code=code, name=name), 303)
    shown = request.values.get("pagina", "") or (found.pages[0]["id"] if found.pages else "")
    return (
        render_template(
            "studio/form.html",
            **chrome(there, code, found),
            pages=form_view.pages(found),
            loose=form_view.loose(found),
            shown=shown,
            head=form_commands.head(found),
            untranslated=texts.untranslated(found),
            uses=uses(there.files, name),
            typed=request.form,
            errors=[("", problem)] if problem else [],
        ),
        status,
    )


def chrome(there: Opened, code: str, found: FormFiles) -> dict[str, object]:
    """What every page about one form needs."""
    return {
        "code": code,
        "procedure_title": there.title,
        "here": "draft",
        "draft_here": "forms",
        "there": there,
        "form": found,
        "seen": there.seen(*files.paths(found.name)),
        "kinds": form_words.KINDS,
        "english": lambda text: texts.english(found, text),
    }


@studio.post("/<code>/ciorna/formulare/<name>")
def form_change(code: str, name: str) -> Answer:
    """One thing changed: a page or a field added, moved, renamed, removed. Refused, the page says why."""
    there = keeping.opened(code, files.paths(name)[0])
    found = files.read(name, there.files)
    try:
        target = form_commands.perform(found, request.form)
        keeping.keep(code, files.written(found, there.files))
    except Refusal as refusal:
        sentence = wording.sentence(refusal.key, refusal.facts)
        return _page(code, name, sentence, wording.status(refusal.key))
    flash(keeping.saved_words(), "ok")
    if target.path:
        return redirect(url_for("studio.form_field", code=code, name=name, path=target.path), 303)
    address = url_for("studio.form", code=code, name=name, pagina=target.page)
    return redirect(f"{address}#{target.anchor}", 303)


@studio.post("/<code>/ciorna/formulare/<name>/sterge")
def form_remove(code: str, name: str) -> Response:
    """A form that no step asks any more goes."""
    there = keeping.opened(code)
    if uses(there.files, name):
        raise Refusal("form_edit.in_use", form=name)
    keeping.keep(code, {}, [path for path in files.paths(name) if path in there.files])
    flash(_("Formularul „%(name)s” a fost șters din ciornă.", name=name), "ok")
    return redirect(url_for("studio.forms", code=code), 303)
