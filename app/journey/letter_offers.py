"""What a letter's template may ask for, before any case exists: its fields by their origin, and a sample."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from app.cityhall.forms import rules as form_rules
from app.cityhall.forms.editing import files as form_files
from app.cityhall.forms.editing import samples
from app.cityhall.forms.rules import FormDefinition
from app.cityhall.institutions import Institution
from app.cityhall.procedures import letters
from app.engine.language import expressions
from app.engine.reading.model import Model
from app.journey.letter_fields import BASE_FIELDS, form_of
from app.outside import LATE_FIELDS
from app.refusal import Refusal

Files = Mapping[str, bytes]
UNKNOWN = "…"


class Field(NamedTuple):
    """A field: `title` is the question it answers, "" for those that every letter has."""

    name: str
    title: str = ""


class Group(NamedTuple):
    """Fields from one place: `kind` is base, late, request, own, form or step; `of` the form's name."""

    kind: str
    of: str
    fields: list[Field]


def groups(files: Files, config: Mapping[str, Any], letter: str, model: Model | None) -> list[Group]:
    """Everything that the template of a letter may ask for; `{{ name }}` in the document."""
    request, writers = str(config.get("form", "")), _writers(model, letter)
    steps = model.elements.values() if model else ()
    others = {*form_files.names(files)} - ({request} - {one.form for one in steps})
    found = [
        Group("base", "", [Field(name) for name in sorted(BASE_FIELDS)]),
        Group("late", "", [Field(name) for name in sorted(LATE_FIELDS)]),
        Group("request", request, _of_form(request, files)),
        *(Group("own", name, _of_form(name, files)) for name in writers),
        *(Group("form", name, _of_task(name, files)) for name in sorted(others)),
        Group("step", "", [Field(name) for name in _left(model)]),
    ]
    return [group for group in found if group.fields]


def unknown(
    asked: list[str], files: Files, config: Mapping[str, Any], letter: str, model: Model | None
) -> list[str]:
    """Fields that nobody gives. A step's result may have parts: `<result>_<part>`."""
    offered = groups(files, config, letter, model) if asked else []
    given = {field.name for group in offered for field in group.fields}
    results = [field.name for group in offered if group.kind == "step" for field in group.fields]
    parts = tuple(f"{one}_" for one in results)
    return [name for name in asked if name not in given and not name.startswith(parts)]


def _writers(model: Model | None, letter: str) -> list[str]:
    elements = model.elements.values() if model else ()
    forms = [one.form for one in elements if one.letter and letters.called(one.letter) == letter]
    return list(dict.fromkeys(form for form in forms if form))


def _of_form(name: str, files: Files) -> list[Field]:
    form = definition(name, files)
    if form is None:
        return []
    known = form_rules.fields(form)
    listed = form_rules.letter_fields(form, {})
    return [Field(one, str(known.get(one, {}).get("title", ""))) for one in listed]


def _of_task(name: str, files: Files) -> list[Field]:
    """`<form>_<field>`, unless another form's longer name would be read in it."""
    forms = sorted(form_files.names(files), key=len, reverse=True)
    called = [one._replace(name=f"{name}_{one.name}") for one in _of_form(name, files)]
    return [one for one in called if form_of(one.name, forms) == name]


def definition(name: str, files: Files) -> FormDefinition | None:
    """A form of the draft, None while it cannot be read."""
    try:
        form = form_files.read(name, files)
    except Refusal:
        return None
    return form_rules.definition(name, form.schema, form.ui)


def _left(model: Model | None) -> list[str]:
    return sorted(set(_left_by_steps(model))) if model else []


def _left_by_steps(model: Model) -> Iterator[str]:
    for element in model.elements.values():
        if element.result:
            yield element.result
        if element.script:
            yield from _assigned(element.script)
    yield from model.decisions.tables


def _assigned(script: str) -> list[str]:
    try:
        return [name for name, _value in expressions.assignments(script)]
    except expressions.ExpressionError:
        return []


def sample(
    files: Files, config: Mapping[str, Any], letter: str, model: Model | None, where: Institution
) -> Callable[[str], str]:
    """What a field may say, by its name: invented, but of the right kind; else the name itself."""
    request = str(config.get("form", ""))
    said = dict(_words(request, files, ""))
    for name in form_files.names(files):
        said |= dict(_words(name, files, f"{name}_"))
    for name in _writers(model, letter):
        said |= dict(_words(name, files, ""))
    known = {**said, **_base(config, where)}
    return lambda name: known.get(name, UNKNOWN if name in LATE_FIELDS else f"[{name}]")


def _words(name: str, files: Files, before: str) -> Iterator[tuple[str, str]]:
    form = definition(name, files)
    if form is None:
        return
    for field, words in form_rules.letter_fields(form, samples.answers(form)).items():
        yield f"{before}{field}", words


def _base(config: Mapping[str, Any], where: Institution) -> dict[str, str]:
    return {
        **{
            f"institution_{what}": str(getattr(where, what))
            for what in ("name", "address", "cif", "phone", "email")
        },
        "department_name": "Compartimentul de exemplu",
        "request_number": "1234",
        "request_date": "23.11.2026",
        "recipient": "Ioana Popescu",
        "applicant_name": "Ioana Popescu",
        "applicant_address": "Str. Fabricii nr. 12, București",
        "subject": str(config.get("title", "")),
        "officer_name": "Ana Ionescu",
        "term_date": "23.12.2026",
        "term_explained": "30 de zile de la înregistrare, până la 23.12.2026.",
        "number": "5678",
        "date": "25.11.2026",
        "register_number": "89",
        "fee_amount": "14,50",
        "fee_receipt": "123 din 24.11.2026",
        "audience_official": "Primarul",
        "audience_when": "27.11.2026, ora 10:00",
        "audience_room": "Camera 12",
        "audience_choices": "27.11.2026, ora 10:00",
        "audience_reason": "Exemplu de motiv",
    }
