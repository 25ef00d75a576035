"""Pages and fields of a form: added, moved, removed."""

from typing import Any

from app.cityhall.forms.editing import address, kinds, texts
from app.cityhall.forms.editing.asking import prune, used_by
from app.cityhall.forms.editing.files import FormFiles, Node
from app.cityhall.forms.editing.names import check, slug
from app.cityhall.forms.editing.places import (
    fields,
    holder,
    inside,
    owners,
    parts,
    schema_of,
    tidy_ui,
    ui_made,
    ui_of,
)
from app.cityhall.forms.reading import tidy
from app.refusal import Refusal

_BY_PATH = ("x-prefill", "x-errors", "x-options", "x-suggest")
SCHEMA = "https://json-schema.org/draft/2020-12/schema"


def new(name: str, title: str, title_en: str) -> FormFiles:
    """A form with one page and nothing asked yet."""
    schema: Node = {"$schema": SCHEMA, "title": title, "type": "object", "properties": {}, "required": []}
    form = FormFiles(name, schema, {"x-version": "1.0", "x-pages": [], "x-errors": {}, "x-i18n": {"en": {}}})
    texts.say(form, title, title_en)
    add_page(form, title, title_en)
    return form


def page(form: FormFiles, page_id: str) -> Node:
    """A page by its id. Raises Refusal `form.unknown_page`."""
    for one in form.pages:
        if one["id"] == page_id:
            return one
    raise Refusal("form.unknown_page", page=page_id[:80])


def page_of(form: FormFiles, path: str) -> str:
    """The page on which a field stands, "" for none."""
    name = path.partition(".")[0]
    return next((str(one["id"]) for one in form.pages if name in one["fields"]), "")


def add_page(form: FormFiles, title: str, title_en: str, after: str = "") -> str:
    """A new page, behind another or at the end; its id. Raises Refusal `form_edit.needs_title`."""
    title = _title(title)
    made = {"id": slug(title, {one["id"] for one in form.pages}, "pagina"), "title": title, "fields": []}
    places = [index for index, one in enumerate(form.pages) if one["id"] == after]
    form.pages.insert(places[0] + 1 if places else len(form.pages), made)
    if title_en:
        texts.say(form, title, tidy(title_en))
    return str(made["id"])


def _title(typed: str) -> str:
    title = tidy(typed)
    if not title:
        raise Refusal("form_edit.needs_title")
    return title[:300]


def set_page(form: FormFiles, page_id: str, title: str, title_en: str) -> None:
    """A page called otherwise."""
    one, title = page(form, page_id), _title(title)
    before, one["title"] = one["title"], title
    texts.reworded(form, before, title)
    if tidy(title_en) != texts.english(form, title):
        texts.say(form, title, tidy(title_en))


def move_page(form: FormFiles, page_id: str, step: int) -> None:
    """A page earlier (-1) or later (1)."""
    _shift(form.pages, page(form, page_id), step)


def _shift(line: list[Any], one: Any, step: int) -> None:
    place = line.index(one)
    to = max(0, min(len(line) - 1, place + step))
    line.insert(to, line.pop(place))


def remove_page(form: FormFiles, page_id: str) -> None:
    """Raises Refusal `form_edit.page_full`: its fields must go elsewhere first."""
    one = page(form, page_id)
    if [name for name in one["fields"] if name in fields(form)]:
        raise Refusal("form_edit.page_full", title=one["title"])
    form.pages.remove(one)
    texts.reworded(form, one["title"], "")


def add_field(
    form: FormFiles, page_id: str, kind: str, title: str, title_en: str = "", name: str = ""
) -> str:
    """A new field at the end of a page, needed as most are; its name.

    Raises Refusal `form_edit.needs_title`, `.bad_kind`, `.bad_name`, `.name_taken`.
    """
    one, title = page(form, page_id), _title(title)
    name = check(name, fields(form)) if name else slug(title, fields(form))
    schema, ui = _made(kind, title)
    form.schema.setdefault("properties", {})[name] = schema
    form.schema.setdefault("required", []).append(name)
    one["fields"].append(name)
    _dress(form, name, ui, title, title_en)
    return name


def add_inner(form: FormFiles, above: str, kind: str, title: str, title_en: str = "") -> str:
    """A new field inside a block or a repeated row; its path. Raises Refusal as `add_field` does."""
    within, title = inside(schema_of(form, above)), _title(title)
    if "properties" not in within or kind in kinds.HOLDERS:
        raise Refusal("form_edit.bad_kind", kind=kind[:40])
    schema, ui = _made(kind, title)
    name = slug(title, within["properties"])
    within["properties"][name] = schema
    _dress(form, f"{above}.{name}", ui, title, title_en)
    return f"{above}.{name}"


def _made(kind: str, title: str) -> tuple[Node, Node]:
    if kind not in kinds.KINDS:
        raise Refusal("form_edit.bad_kind", kind=kind[:40])
    if kind != "address":
        return kinds.fresh(kind, title)
    return address.block(title)


def _dress(form: FormFiles, path: str, ui: Node, title: str, title_en: str) -> None:
    if ui:
        ui_made(form, path).update(ui)
    if title_en:
        texts.say(form, title, tidy(title_en))
    if "street" in ui:
        address.words(form)


def move_field(form: FormFiles, path: str, step: int) -> None:
    """A field earlier or later: among its block's, on its page, and over the page's edge to the next page."""
    if "." in path:
        _reorder(holder(form, path)["properties"], path.rsplit(".", 1)[-1], step)
        return
    names = page(form, page_of(form, path))["fields"]
    if 0 <= names.index(path) + step < len(names):
        _shift(names, path, step)
        return
    place = form.pages.index(page(form, page_of(form, path))) + step
    if 0 <= place < len(form.pages):
        names.remove(path)
        target = form.pages[place]["fields"]
        target.insert(len(target) if step < 0 else 0, path)


def _reorder(properties: Node, name: str, step: int) -> None:
    order = list(properties)
    _shift(order, name, step)
    kept = dict(properties)
    properties.clear()
    properties.update({one: kept[one] for one in order})


def to_page(form: FormFiles, name: str, page_id: str) -> None:
    """A field to the end of another page; one that stands on no page comes onto one."""
    target = page(form, page_id)
    if not owners(form, name):
        raise Refusal("form_edit.no_field", field=name[:80])
    if name in target["fields"]:
        return
    for one in form.pages:
        one["fields"] = [other for other in one["fields"] if other != name]
    target["fields"].append(name)


def remove_field(form: FormFiles, path: str) -> None:
    """A field with all that is said of it.

    Raises Refusal `form_edit.used_in_condition` (`by`), `form_edit.last_field`.
    """
    words = set(texts.said(form))
    if "." in path:
        _remove_inner(form, path)
    else:
        _remove_whole(form, path)
    above, _, name = path.rpartition(".")
    (ui_of(form, above) if above else form.ui).pop(name, None)
    if above:
        tidy_ui(form, above)
    for key in _BY_PATH:
        for one in [one for one in form.ui.get(key, {}) if one == path or one.startswith(f"{path}.")]:
            del form.ui[key][one]
    for gone in words - set(texts.said(form)):
        texts.say(form, gone, "")


def _remove_inner(form: FormFiles, path: str) -> None:
    within, name = holder(form, path), path.rsplit(".", 1)[-1]
    if len(within["properties"]) == 1:
        raise Refusal("form_edit.last_field")
    del within["properties"][name]
    if name in within.get("required", ()):
        within["required"].remove(name)


def _remove_whole(form: FormFiles, name: str) -> None:
    by = used_by(form, name)
    if by:
        raise Refusal("form_edit.used_in_condition", by=", ".join(by))
    if not owners(form, name):
        raise Refusal("form_edit.no_field", field=name[:80])
    for part in parts(form.schema):
        part.schema.get("properties", {}).pop(name, None)
        if name in part.schema.get("required", ()):
            part.schema["required"].remove(name)
    for one in form.pages:
        one["fields"] = [other for other in one["fields"] if other != name]
    prune(form)


def loose(form: FormFiles) -> list[str]:
    """Fields that stand on no page: nobody would ever be asked."""
    shown = {name for one in form.pages for name in one["fields"]}
    return [name for name in fields(form) if name not in shown]


def set_head(form: FormFiles, given: dict[str, str]) -> None:
    """The form's own words: `title`, `title_en`, `description`, `description_en`, `code`, `version`."""
    for key in ("title", "description"):
        before, after = str(form.schema.get(key, "")), tidy(given.get(key, ""))
        if key == "title" and not after:
            raise Refusal("form_edit.needs_title")
        if before != after:
            _set(form.schema, key, after)
            texts.reworded(form, before, after)
        english = tidy(given.get(f"{key}_en", ""))
        if after and english != texts.english(form, after):
            texts.say(form, after, english)
    for key in ("code", "version"):
        if tidy(given.get(key, "")) != str(form.ui.get(f"x-{key}", "")):
            _set(form.ui, f"x-{key}", tidy(given.get(key, "")))


def _set(node: Node, key: str, value: str) -> None:
    if value:
        node[key] = value
    else:
        node.pop(key, None)
