"""The page as the citizen will see it, out of the draft; answering it tries conditions. Keeps nothing."""

import base64
import binascii
import json
from collections.abc import Mapping
from typing import Any

from flask import render_template, request
from flask_babel import force_locale
from flask_babel import gettext as _
from jsonschema.validators import Draft202012Validator

from app.cityhall import institutions
from app.cityhall.forms import rules
from app.cityhall.forms.editing import asking, files
from app.cityhall.forms.editing.conditions import answers_for
from app.cityhall.forms.editing.files import FormFiles
from app.cityhall.forms.rules import FieldError, FormDefinition, Page
from app.refusal import Refusal
from app.web import form_pages
from app.web.choices import CHOICES
from app.web.form_pages.read import CONTROLS
from app.web.studio.door import studio
from app.web.studio.drafts import keeping
from app.web.studio.drafts.keeping import Opened

LANGUAGES = ("ro", "en")
_OURS = frozenset({*CONTROLS, "so_far", "page", "lang"})
Found = list[FieldError]


@studio.get("/<code>/ciorna/formulare/<name>/pagina")
def form_preview(code: str, name: str) -> str:
    """The asked page, with the answers that call up what it may ask."""
    return _in_language(code, name, request.args)


@studio.post("/<code>/ciorna/formulare/<name>/pagina")
def form_try(code: str, name: str) -> str:
    """The page was answered: what is wrong, or the next one."""
    return _in_language(code, name, request.form)


def _in_language(code: str, name: str, sent: Mapping[str, str]) -> str:
    there = keeping.opened(code, files.paths(name)[0])
    form = files.read(name, there.files)
    lang = sent.get("lang", "ro")
    with force_locale(lang if lang in LANGUAGES else "ro"):
        try:
            first = form.pages[0]["id"] if form.pages else ""
            return _shown(there, form, sent.get("page", "") or first, lang)
        except Refusal:
            raise
        except Exception as error:  # noqa: BLE001 - a schema half written breaks a library in any way
            return render_template("studio/form_preview.html", broken=str(error)[:300], lang=lang)


def _shown(there: Opened, form: FormFiles, page_id: str, lang: str) -> str:
    Draft202012Validator.check_schema(form.schema)
    definition, options = files.definition(form, there.files), sample_options(there, form)
    if request.method == "GET":
        return _page(definition, options, page_id, _first_answers(form, definition, page_id), (), lang)
    answers = _so_far()
    page = rules.page_of(definition, answers, page_id, lang)
    answers = rules.merge(answers, page.every, _read(definition, page))
    change = form_pages.row_change(request.form)
    if change:
        return _page(definition, options, page_id, form_pages.change_rows(answers, change), (), lang)
    wrong = rules.errors(definition, answers, page.every, options)
    following = rules.next_page(definition, answers, page_id, lang)
    if wrong or following is None:
        return _page(definition, options, page_id, answers, wrong, lang, done=not wrong)
    return _page(definition, options, following.id, answers, (), lang)


def _read(definition: FormDefinition, page: Page) -> dict[str, Any]:
    try:
        return form_pages.read(definition, page.every, request.form, _OURS)
    except Refusal:
        return {}


def _page(
    form: FormDefinition,
    options: rules.Options,
    page_id: str,
    answers: dict[str, Any],
    wrong: Found | tuple[()],
    lang: str,
    *,
    done: bool = False,
) -> str:
    every = rules.pages(form, answers, lang)
    page = next((one for one in every if one.id == page_id), None)
    return render_template(
        "studio/form_preview.html",
        form=form,
        page=page,
        number=[one.id for one in every].index(page_id) + 1 if page else 0,
        total=len(every),
        answers=answers,
        so_far=base64.b64encode(json.dumps(answers).encode()).decode(),
        wrong=wrong,
        summary=form_pages.error_summary(form, wrong),
        options=options,
        hidden=_hidden(form, page, lang),
        done=done,
        lang=lang,
    )


def _hidden(form: FormDefinition, page: Page | None, lang: str) -> list[str]:
    """What the page would ask with other answers."""
    every = page.every if page else ()
    return [rules.label(form, name, lang) for name in every if page and name not in page.fields]


def _first_answers(form: FormFiles, definition: FormDefinition, page_id: str) -> dict[str, Any]:
    names: list[str] = next((page["fields"] for page in form.pages if page["id"] == page_id), [])
    wanted = asking.condition_of_page(form, names)
    return {**rules.prefill(definition, {}), **answers_for(wanted, asking.several(form))}


def _so_far() -> dict[str, Any]:
    """The answers of the pages before, which the page carries itself; whatever else comes is nothing."""
    try:
        found = json.loads(base64.b64decode(request.form.get("so_far", ""), validate=True))
    except (ValueError, binascii.Error, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def sample_options(there: Opened, form: FormFiles) -> rules.Options:
    """Choices of the hall: its own departments, examples for what only a case knows."""
    departments = [
        (one.code, one.name) for one in institutions.departments(there.draft.procedure.institution_id)
    ]
    examples = [(str(n), _("Exemplul %(number)s", number=n)) for n in (1, 2)]
    known = dict.fromkeys({*CHOICES, *form.ui.get("x-options", {}).values()}, examples)
    return {**known, "departments": departments, "desks": departments, "advisers": departments[:4]}
