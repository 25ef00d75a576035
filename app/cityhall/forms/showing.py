"""Answers as people read them: the check-your-answers page, the case file, a letter's fields."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

from app.cityhall.forms import week
from app.cityhall.forms.checking import Options
from app.cityhall.forms.definition import (
    Answers,
    FormDefinition,
    Schema,
    field_schema,
    field_ui,
    fields,
    pages,
    plain,
    text,
)

_YES_NO = {"ro": ("Da", "Nu"), "en": ("Yes", "No")}


class Row(NamedTuple):
    """One answer: its label, what was answered in words ("" when nothing was) and its field."""

    label: str
    value: str
    field: str


class PageSummary(NamedTuple):
    """The answers of one page."""

    title: str
    page: str
    rows: list[Row]


def prefill(form: FormDefinition, facts: Mapping[str, Any]) -> dict[str, Any]:
    """First answers: the form's own defaults, then what the hall knows (`person.address.street`)."""
    answers = {name: schema["default"] for name, schema in fields(form).items() if "default" in schema}
    for path, source in form.ui.get("x-prefill", {}).items():
        value = _look_up(facts, source)
        if value not in (None, ""):
            _put(answers, path.split("."), value)
    return answers


def _look_up(facts: Any, source: str) -> Any:
    found = facts
    for name in source.split("."):
        found = found.get(name) if isinstance(found, Mapping) else None
    return found


def _put(answers: dict[str, Any], path: list[str], value: Any) -> None:
    for name in path[:-1]:
        answers = answers.setdefault(name, {})
    answers[path[-1]] = value


def summary(
    form: FormDefinition, answers: Answers, lang: str = "ro", options: Options | None = None
) -> list[PageSummary]:
    """Every page with its answers in words, in the order in which they were asked."""
    return [
        PageSummary(page.title, page.id, list(_rows(form, page.fields, answers, lang, options or {})))
        for page in pages(form, answers, lang)
    ]


def _rows(
    form: FormDefinition, names: tuple[str, ...], answers: Answers, lang: str, options: Options
) -> Iterator[Row]:
    for name in names:
        value = answers.get(name)
        yield Row(label(form, name, lang), value_text(form, name, value, lang, options), name)


def label(form: FormDefinition, path: str, lang: str = "ro") -> str:
    """The question's words."""
    name = path.rsplit(".", 1)[-1]
    return text(form, field_schema(form, path).get("title", name), lang)


def value_text(
    form: FormDefinition, path: str, value: Any, lang: str = "ro", options: Options | None = None
) -> str:
    """An answer in words: titles of choices, dd.mm.yyyy, 1.250,5 m², an address on one line."""
    schema = field_schema(form, path)
    if value in (None, "", [], {}):
        return ""
    if schema.get("format") == "ro-week" and isinstance(value, Mapping):
        return "\n".join(week.lines(value, lang))
    if isinstance(value, Mapping):
        return ", ".join(_parts_of(form, path, value, lang, options))
    if isinstance(value, list):
        return _list_text(form, path, value, lang, options)
    if isinstance(value, bool):
        return _YES_NO.get(lang, _YES_NO["ro"])[0 if value else 1]
    titles = choices(form, path, lang, options)
    return titles.get(str(value)) or _scalar_text(form, path, schema, value)


def _parts_of(
    form: FormDefinition, path: str, value: Answers, lang: str, options: Options | None
) -> Iterator[str]:
    schema = field_schema(form, path)
    inner = schema.get("items", schema) if schema.get("type") == "array" else schema
    before = ""
    for name in inner.get("properties", {}):
        shown = value_text(form, f"{path}.{name}", value.get(name), lang, options)
        if shown and field_ui(form, f"{path}.{name}").get("ui:options", {}).get("joins"):
            before = f"{shown} "  # belongs to what follows: Bd. Iuliu Maniu
        elif shown:
            yield f"{before}{_prefix(form, f'{path}.{name}', lang)}{shown}"
            before = ""


def _prefix(form: FormDefinition, path: str, lang: str) -> str:
    prefix = field_ui(form, path).get("ui:options", {}).get("prefix", "")
    return f"{text(form, prefix, lang)} " if prefix else ""


def _list_text(form: FormDefinition, path: str, rows: list[Any], lang: str, options: Options | None) -> str:
    if all(isinstance(row, Mapping) for row in rows):
        lines = [", ".join(_parts_of(form, path, row, lang, options)) for row in rows]
        return "\n".join(f"{number}. {line}" for number, line in enumerate(lines, start=1))
    titles = choices(form, path, lang, options)
    return ", ".join(titles.get(str(row), str(row)) for row in rows)


def letter_fields(
    form: FormDefinition, answers: Answers, lang: str = "ro", options: Options | None = None
) -> dict[str, str]:
    """Every field of the form in words for a letter, a week by its days too; "" where nothing was said."""
    said = {name: value_text(form, name, answers.get(name), lang, options) for name in fields(form)}
    for name in [name for name, schema in fields(form).items() if schema.get("format") == "ro-week"]:
        given = answers.get(name)
        for day in week.DAYS:
            said[f"{name}_{day}"] = week.day_text(given.get(day), lang) if isinstance(given, Mapping) else ""
    return said


def _scalar_text(form: FormDefinition, path: str, schema: Schema, value: Any) -> str:
    if schema.get("format") == "date":
        return romanian_date(str(value))
    if listed := form.lists.get(plain(path), {}).get(str(value)):
        return f"{value} – {listed}"
    if isinstance(value, int | float):
        suffix = field_ui(form, path).get("ui:options", {}).get("suffix", "")
        return f"{romanian_number(value)} {suffix}".strip()
    return str(value)


def romanian_number(value: float) -> str:
    """1250.5 → 1.250,5"""
    whole, _, rest = f"{value:,.6f}".partition(".")
    rest = rest.rstrip("0")
    return whole.replace(",", ".") + (f",{rest}" if rest else "")


def romanian_date(iso: str) -> str:
    """2026-11-23 → 23.11.2026; what is no date stays."""
    try:
        return date.fromisoformat(iso).strftime("%d.%m.%Y")
    except ValueError:
        return iso


def choices(
    form: FormDefinition, path: str, lang: str = "ro", options: Options | None = None
) -> dict[str, str]:
    """Choices of a field: value → words; those of the hall (`x-options`) where the form says so."""
    source = form.ui.get("x-options", {}).get(plain(path))
    if source is not None:
        return {choice[0]: choice[1] for choice in (options or {}).get(source, ())}
    schema = field_schema(form, path)
    inner = schema.get("items", {}) if schema.get("type") == "array" else schema
    return {str(one["const"]): text(form, one["title"], lang) for one in inner.get("oneOf", ())}
