"""What the buttons of a form's page do: `verb:what:more` as the pressed button's value."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from app.cityhall.forms.editing import layout, texts
from app.cityhall.forms.editing.files import FormFiles
from app.refusal import Refusal

Sent = Mapping[str, str]


class Target(NamedTuple):
    """Where to go on: a field's own page, or a place on the form's page."""

    page: str = ""
    anchor: str = ""
    path: str = ""


def head(form: FormFiles) -> dict[str, str]:
    """The form's own words as boxes hold them."""
    title, description = str(form.schema.get("title", "")), str(form.schema.get("description", ""))
    return {
        "title": title,
        "title_en": texts.english(form, title),
        "description": description,
        "description_en": texts.english(form, description),
        "code": str(form.ui.get("x-code", "")),
        "version": str(form.ui.get("x-version", "")),
    }


def perform(form: FormFiles, sent: Sent) -> Target:
    """Do what the pressed button says. Raises Refusal."""
    verb, _, rest = sent.get("action", "").partition(":")
    what, _, more = rest.partition(":")
    if verb not in _VERBS:
        raise Refusal("form_edit.bad_command")
    return _VERBS[verb](form, what, more, sent)


def _step(more: str) -> int:
    return -1 if more == "up" else 1


def _head(form: FormFiles, _what: str, _more: str, sent: Sent) -> Target:
    layout.set_head(form, {**head(form), **{key: sent[key] for key in head(form) if key in sent}})
    return Target(anchor="main")


def _add_page(form: FormFiles, what: str, _more: str, sent: Sent) -> Target:
    made = layout.add_page(form, sent.get("title", ""), sent.get("title_en", ""), what)
    return Target(made, f"page-{made}")


def _set_page(form: FormFiles, what: str, _more: str, sent: Sent) -> Target:
    layout.set_page(form, what, sent.get("title", ""), sent.get("title_en", ""))
    return Target(what, f"page-{what}")


def _move_page(form: FormFiles, what: str, more: str, _sent: Sent) -> Target:
    layout.move_page(form, what, _step(more))
    return Target(what, f"page-{what}")


def _remove_page(form: FormFiles, what: str, _more: str, _sent: Sent) -> Target:
    layout.remove_page(form, what)
    return Target(anchor="main")


def _add_field(form: FormFiles, what: str, _more: str, sent: Sent) -> Target:
    said = {key: sent.get(key, "").strip() for key in ("kind", "title", "title_en", "name")}
    made = layout.add_field(form, what, said["kind"], said["title"], said["title_en"], said["name"])
    return Target(path=made)


def _add_inner(form: FormFiles, what: str, _more: str, sent: Sent) -> Target:
    made = layout.add_inner(
        form, what, sent.get("kind", ""), sent.get("title", ""), sent.get("title_en", "").strip()
    )
    return Target(path=made)


def _move_field(form: FormFiles, what: str, more: str, _sent: Sent) -> Target:
    layout.move_field(form, what, _step(more))
    return Target(layout.page_of(form, what), f"field-{what}")


def _move_inner(form: FormFiles, what: str, more: str, _sent: Sent) -> Target:
    layout.move_field(form, what, _step(more))
    return Target(path=what.rpartition(".")[0])


def _to_page(form: FormFiles, what: str, _more: str, sent: Sent) -> Target:
    layout.to_page(form, what, sent.get("page", ""))
    return Target(layout.page_of(form, what), f"field-{what}")


def _remove_field(form: FormFiles, what: str, _more: str, _sent: Sent) -> Target:
    page, above = layout.page_of(form, what), what.rpartition(".")[0]
    layout.remove_field(form, what)
    return Target(path=above) if above else Target(page, f"page-{page}" if page else "main")


_VERBS: Mapping[str, Callable[[FormFiles, str, str, Sent], Target]] = {
    "head": _head,
    "add-page": _add_page,
    "set-page": _set_page,
    "move-page": _move_page,
    "remove-page": _remove_page,
    "add-field": _add_field,
    "add-inner": _add_inner,
    "move-field": _move_field,
    "move-inner": _move_inner,
    "to-page": _to_page,
    "remove-field": _remove_field,
}
