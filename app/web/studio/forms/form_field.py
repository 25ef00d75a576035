"""One field of a form: everything one sets of it, with its page beside it."""

from collections.abc import Iterator
from typing import Any

from flask import flash, jsonify, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict

from app.cityhall.forms.editing import asking, choices, files, kinds, layout, places, settings
from app.cityhall.forms.editing.asking import Asked
from app.cityhall.forms.editing.choices import Choice
from app.cityhall.forms.editing.conditions import ALWAYS, NEVER, Rule, when
from app.cityhall.forms.editing.files import FormFiles
from app.refusal import Refusal
from app.web import wording
from app.web.studio.door import studio
from app.web.studio.drafts import keeping
from app.web.studio.forms import field_boxes, form_view, form_words
from app.web.studio.forms.form_uses import named_in
from app.web.studio.forms.forms import Answer, chrome

SHOWN, NEEDED = "shown.", "needed."
BLANK_CHOICES = 2


@studio.get("/<code>/ciorna/formulare/<name>/camp/<path>")
def form_field(code: str, name: str, path: str) -> Answer:
    """The settings of a field, those that its kind has."""
    return _page(code, name, path)


@studio.post("/<code>/ciorna/formulare/<name>/camp/<path>")
def form_field_save(code: str, name: str, path: str) -> Answer:
    """Keep what was set. Refused, or overtaken by somebody else, the page comes back as it was typed."""
    there = keeping.opened(code, files.paths(name)[0])
    found = files.read(name, there.files)
    try:
        apply(found, path, request.form)
        revisions = keeping.keep(code, files.written(found, there.files))
    except Refusal as refusal:
        if keeping.wants_json():
            raise
        return _page(code, name, path, refusal)
    if keeping.wants_json():
        now = {**there.seen(*files.paths(name)), **{f"{keeping.SEEN}{at}": n for at, n in revisions.items()}}
        return jsonify(saved=keeping.saved_words(), seen=now)
    flash(keeping.saved_words(), "ok")
    return redirect(url_for("studio.form_field", code=code, name=name, path=path), 303)


def apply(form: FormFiles, path: str, sent: MultiDict[str, str]) -> None:
    """A field as the page has it. Raises Refusal."""
    known = settings.read(form, path)
    settings.apply(form, path, {key: sent[key] for key in known if key in sent})
    if kinds.kind_of(form, path) in kinds.WITH_CHOICES and "choice.value" in sent:
        choices.apply(form, path, _moved(list(_choices(sent)), sent.get("action", "")))
    if "needed" in sent:
        asking.ask(form, path, _asked(form, path, sent))
    if "." not in path and sent.get("page"):
        layout.to_page(form, path, sent["page"])


def _choices(sent: MultiDict[str, str]) -> Iterator[Choice]:
    keys = ("value", "title", "title_en", "hint", "hint_en")
    return (Choice(*row) for row in zip(*(sent.getlist(f"choice.{key}") for key in keys), strict=False))


def _moved(listed: list[Choice], action: str) -> list[Choice]:
    """The pressed button of a choice: `choice-up:2`, `choice-down:2`, `choice-remove:2`."""
    verb, _, number = action.partition(":")
    place = int(number) if number.isdecimal() else -1
    if not verb.startswith("choice-") or not 0 <= place < len(listed):
        return listed
    one = listed.pop(place)
    if verb != "choice-remove":
        listed.insert(max(0, place + (-1 if verb == "choice-up" else 1)), one)
    return listed


def _asked(form: FormFiles, path: str, sent: MultiDict[str, str]) -> Asked:
    now = asking.asked(form, path)
    lists = sent.to_dict(flat=False)
    return Asked(
        _rule(form, lists, sent.get("shown", ""), SHOWN, now.shown),
        _rule(form, lists, sent.get("needed", ""), NEEDED, now.needed),
    )


def _rule(form: FormFiles, lists: dict[str, list[str]], said: str, prefix: str, now: Rule) -> Rule:
    """`when` without any answer ticked is always."""
    if said == "when":
        return when(form_view.condition(form, lists, prefix))
    return {"always": ALWAYS, "never": NEVER}.get(said, now)


def _page(code: str, name: str, path: str, refusal: Refusal | None = None) -> Answer:
    there = keeping.opened(code, files.paths(name)[0])
    form = files.read(name, there.files)
    if refusal is not None and path.partition(".")[0] not in places.fields(form):
        raise refusal  # somebody took the field away meanwhile
    now, typed = _boxes(form, path), request.form if refusal else None
    kind = (typed and typed.get("kind")) or now["kind"]
    asked = asking.asked(form, path)
    page = render_template(
        "studio/form_field.html",
        **chrome(there, code, form),
        path=path,
        values={**now, **typed.to_dict()} if typed else now,
        kind=now["kind"],
        kind_words=form_words.kind(now["kind"]),
        fixed_kind=now["kind"] in kinds.ONLY_KEPT,
        boxes=field_boxes.of(str(kind)),
        lists=field_boxes.lists(),
        choices=_choice_rows(form, path, typed),
        by_hall=bool(now["options_from"]),
        inner=form_view.lines(form, _inner(form, path)),
        asked=asked,
        shown_questions=_questions(form, path, SHOWN, asked.shown, typed),
        needed_questions=_questions(form, path, NEEDED, asked.needed, typed),
        told=form_view.told,
        page=layout.page_of(form, path),
        elsewhere=named_in(there.files, path.rsplit(".", 1)[-1]),
        meanwhile=_meanwhile(now, typed) if refusal and refusal.key == "draft.changed_meanwhile" else [],
        errors=[("", wording.sentence(refusal.key, refusal.facts))] if refusal else [],
    )
    return (page, wording.status(refusal.key)) if refusal else page


def _boxes(form: FormFiles, path: str) -> dict[str, str]:
    asked = asking.asked(form, path)
    return {**settings.read(form, path), "shown": asked.shown.kind, "needed": asked.needed.kind}


def _inner(form: FormFiles, path: str) -> list[str]:
    if kinds.kind_of(form, path) not in kinds.HOLDERS:
        return []
    return [f"{path}.{name}" for name in places.inner_names(form, path)]


def _choice_rows(form: FormFiles, path: str, typed: MultiDict[str, str] | None) -> list[Choice]:
    """The choices and a few empty lines for more."""
    if kinds.kind_of(form, path) not in kinds.WITH_CHOICES:
        return []
    listed = list(_choices(typed)) if typed else choices.read(form, path)
    return [*listed, *[Choice("", "")] * BLANK_CHOICES]


def _questions(
    form: FormFiles, path: str, prefix: str, rule: Rule, typed: MultiDict[str, str] | None
) -> list[form_view.Question]:
    if "." in path:
        return []
    said: Any = form_view.condition(form, typed.to_dict(flat=False), prefix) if typed else rule.when
    return form_view.questions(form, path, said)


def _meanwhile(now: dict[str, str], typed: MultiDict[str, str] | None) -> list[tuple[str, str, str]]:
    """What differs between the page and the draft as somebody else left it: box, typed, now."""
    sent = typed or MultiDict()
    differing = [key for key, value in now.items() if key in sent and sent[key] != value]
    return [(field_boxes.label(key), sent[key], now[key]) for key in differing]
