"""A page of a form as the controls that the kit's macros draw."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import Any, NamedTuple

from flask_babel import gettext as _
from markupsafe import Markup, escape

from app.cityhall.forms import rules
from app.cityhall.forms.showing import romanian_number
from app.web.form_pages.wording import language, row_title, sentences

_INPUT_TYPE = {"email": "email", "tel": "tel", "ro-time": "time"}
_INPUT_MODE = {
    "ro-caen": "numeric",
    "number": "decimal",
    "ro-cnp": "numeric",
    "ro-postcode": "numeric",
    "ro-postcode-06": "numeric",
}
SHORT = "10"
_USUAL_WIDTH = {
    "ro-cnp": "13",
    "ro-phone": "20",
    "email": "30",
    "number": SHORT,
    "integer": SHORT,
    "ro-time": SHORT,
}


@dataclass(frozen=True)
class Control:
    """One thing to draw: `kind` is the macro, `rows` the lines of a block or of a repeating group."""

    kind: str
    name: str
    label: str
    hint: str = ""
    error: str = ""
    value: Any = ""
    required: bool = True
    options: Sequence[tuple[str, ...]] = ()
    input_type: str = "text"
    inputmode: str = ""
    autocomplete: str = ""
    suffix: str = ""
    width: str = ""
    height: int = 6
    maxlength: int | None = None
    add_text: str = ""
    row_title: str = ""
    rows: Sequence[Sequence["Control"]] = ()
    known: Mapping[str, str] = field(default_factory=dict)


class _Asked(NamedTuple):
    """What every control of one page shares."""

    form: rules.FormDefinition
    errors: Mapping[str, str]
    options: rules.Options
    lang: str


class _Question(NamedTuple):
    """One field about to be drawn; `base` is what every kind of control has."""

    asked: _Asked
    path: str
    schema: rules.Answers
    value: Any
    base: dict[str, Any]

    def option(self, name: str, default: Any = "") -> Any:
        return _ui(self.asked, self.path).get("ui:options", {}).get(name, default)

    def words(self, source: str) -> str:
        return rules.text(self.asked.form, source, self.asked.lang) if source else ""


def controls(
    form: rules.FormDefinition,
    page: rules.Page,
    answers: rules.Answers,
    errors: Iterable[rules.FieldError] = (),
    options: rules.Options | None = None,
) -> list[Control]:
    """The controls of a page with answers and errors in place."""
    asked = _Asked(form, sentences(form, errors), options or {}, language())
    must = rules.required_fields(form, answers)
    return [_control(asked, name, answers.get(name), name in must) for name in page.fields]


def _control(asked: _Asked, path: str, value: Any, required: bool) -> Control:
    schema = rules.field_schema(asked.form, path)
    base: dict[str, Any] = {
        "name": path,
        "label": rules.label(asked.form, path, asked.lang),
        "hint": rules.text(asked.form, _ui(asked, path).get("ui:help", ""), asked.lang),
        "error": asked.errors.get(path, ""),
        "required": required,
    }
    return _DRAW[_kind(asked, path, schema)](_Question(asked, path, schema, value, base))


def _ui(asked: _Asked, path: str) -> Mapping[str, Any]:
    return rules.field_ui(asked.form, path)


def _kind(asked: _Asked, path: str, schema: rules.Answers) -> str:
    widget = str(_ui(asked, path).get("ui:widget", ""))
    if schema.get("format") in _KIND_BY_FORMAT:
        return _KIND_BY_FORMAT[schema["format"]]
    if widget in {"select", "textarea", "point"}:
        return widget
    if widget == "radios" and rules.plain(path) in asked.form.ui.get("x-options", {}):
        return widget
    return _KIND_BY_TYPE.get(_type(schema, widget), "radios" if "oneOf" in schema else "text")


def _type(schema: rules.Answers, widget: str) -> str:
    kind = str(schema.get("type"))
    inner = schema.get("items", {}).get("type", "")
    return f"{kind} {widget if kind == 'boolean' else inner}".strip()


_KIND_BY_FORMAT = {"date": "date", "ro-week": "week", "ro-day": "day"}
_KIND_BY_TYPE = {
    "object": "group",
    "array object": "rows",
    "array string": "checkboxes",
    "boolean": "checkbox",
    "boolean checkbox": "checkbox",
    "boolean radios": "yes_no",
}


def _group(q: _Question) -> Control:
    return Control("group", **q.base, rows=_lines_of(_inner(q.asked, q.path, q.schema, q.value)))


def _week(q: _Question) -> Control:
    """A line for each day; the first one can be copied to the others."""
    return Control("week", **q.base, rows=[_inner(q.asked, q.path, q.schema, q.value)])


def _day(q: _Question) -> Control:
    """Hours are needed on a day that has any: only the mode says so, hence no word about it beside them."""
    needed = {f"{q.path}.{name}" for name in q.schema.get("then", {}).get("required", ())}
    inner = _inner(q.asked, q.path, q.schema, q.value)
    shown = [replace(one, required=one.required or one.name in needed) for one in inner]
    return Control("day", **q.base, rows=_lines_of(shown))


def _lines_of(inner: Sequence[Control]) -> list[list[Control]]:
    """Short boxes that follow each other (number, block, staircase …) share a line where there is room."""
    together = groupby(enumerate(inner), key=lambda one: "short" if one[1].width == SHORT else one[0])
    return [[control for _index, control in line] for _key, line in together]


def _point(q: _Question) -> Control:
    """A point of a map: two boxes for degrees, which a map fills where there is one."""
    return Control("point", **q.base, rows=[_inner(q.asked, q.path, q.schema, q.value)])


def _inner(asked: _Asked, path: str, schema: rules.Answers, value: Any) -> list[Control]:
    given = value if isinstance(value, Mapping) else {}
    must = schema.get("required", ())
    return [_control(asked, f"{path}.{name}", given.get(name), name in must) for name in schema["properties"]]


def _rows(q: _Question) -> Control:
    given = q.value if isinstance(q.value, list) and q.value else [{}]
    items = q.schema["items"]
    return Control(
        "rows",
        **q.base,
        rows=[_inner(q.asked, f"{q.path}.{index}", items, row) for index, row in enumerate(given)],
        row_title=row_title(q.asked.form, q.path),
        add_text=q.words(q.option("add")) or _("Adaugă încă unul"),
    )


def _text(q: _Question) -> Control:
    kind = str(q.schema.get("format", q.schema.get("type", "")))
    ui = _ui(q.asked, q.path)
    return Control(
        "text",
        **q.base,
        value=_typed(q.value),
        input_type=_INPUT_TYPE.get(str(ui.get("ui:widget", kind)), "text"),
        inputmode=_INPUT_MODE.get(kind, ""),
        autocomplete=ui.get("ui:autocomplete", ""),
        suffix=q.words(q.option("suffix")),
        width=q.option("width") or _USUAL_WIDTH.get(kind, ""),
        maxlength=q.schema.get("maxLength"),
        known=q.asked.form.lists.get(rules.plain(q.path), {}),
    )


def _typed(value: Any) -> str:
    """A number as it is written here; what could not be understood as it was typed."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return romanian_number(value)
    return value if isinstance(value, str) else ""


def _textarea(q: _Question) -> Control:
    height = int(q.option("rows", 6))
    return Control(
        "textarea", **q.base, value=_typed(q.value), height=height, maxlength=q.schema.get("maxLength")
    )


def _choices(q: _Question) -> list[tuple[str, ...]]:
    hints = q.option("hints", {})
    found = rules.choices(q.asked.form, q.path, q.asked.lang, q.asked.options)
    return [
        (value, title, q.words(hints[value])) if value in hints else (value, title)
        for value, title in found.items()
    ]


def _radios(q: _Question) -> Control:
    return Control("radios", **q.base, value=_typed(q.value), options=_choices(q))


def _select(q: _Question) -> Control:
    return Control("select", **q.base, value=_typed(q.value), options=_choices(q))


def _checkboxes(q: _Question) -> Control:
    ticked = q.value if isinstance(q.value, list) else []
    return Control("checkboxes", **q.base, value=ticked, options=_choices(q))


def _yes_no(q: _Question) -> Control:
    options = [
        ("true", q.words(q.option("yes")) or _("Da")),
        ("false", q.words(q.option("no")) or _("Nu")),
    ]
    chosen = str(q.value).lower() if isinstance(q.value, bool) else ""
    return Control("radios", **q.base, value=chosen, options=options)


def _checkbox(q: _Question) -> Control:
    return Control("checkbox", **q.base, value=q.value is True)


def _date(q: _Question) -> Control:
    return Control("date", **q.base, value=date_boxes(q.value))


def date_boxes(value: Any) -> tuple[str, str, str]:
    """ISO text or what was typed (`32.13.2026`) as day, month and year."""
    if not isinstance(value, str) or not value:
        return ("", "", "")
    parts = value.split("-")[::-1] if value[:4].isdigit() and "-" in value else value.split(".")
    day, month, year = [*(part.lstrip("0") or part for part in parts[:2]), *parts[2:], "", "", ""][:3]
    return (day, month, year)


_DRAW: dict[str, Callable[[_Question], Control]] = {
    "text": _text,
    "textarea": _textarea,
    "radios": _radios,
    "select": _select,
    "group": _group,
    "point": _point,
    "week": _week,
    "day": _day,
    "rows": _rows,
    "checkboxes": _checkboxes,
    "yes_no": _yes_no,
    "checkbox": _checkbox,
    "date": _date,
}


class CheckPage(NamedTuple):
    """One page of check-your-answers: rows are (label, words with line breaks, field)."""

    title: str
    page: str
    rows: list[tuple[str, Markup, str]]


def check_rows(
    form: rules.FormDefinition, answers: rules.Answers, options: rules.Options | None = None
) -> list[CheckPage]:
    """All answers in words, page by page."""
    return [
        CheckPage(page.title, page.page, [(row.label, _lines(row.value), row.field) for row in page.rows])
        for page in rules.summary(form, answers, language(), options)
    ]


def _lines(text: str) -> Markup:
    return Markup("<br>").join(escape(line) for line in text.split("\n"))
