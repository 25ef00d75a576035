"""A form as its editor shows it: pages with their fields, and when each of these is asked."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from flask_babel import gettext as _

from app.cityhall.forms.editing import asking, choices, kinds, layout, places
from app.cityhall.forms.editing.conditions import Condition, Rule
from app.cityhall.forms.editing.files import FormFiles
from app.web.studio.forms import form_words


@dataclass(frozen=True)
class FieldLine:
    """A field in the list of its page or block."""

    path: str
    title: str
    kind: str
    shown: str
    needed: str
    special: bool


class Question(NamedTuple):
    """A question on whose answer another may depend: (value, title, ticked)."""

    name: str
    title: str
    answers: list[tuple[str, str, bool]]

    @property
    def open(self) -> bool:
        return any(ticked for *_rest, ticked in self.answers)


def lines(form: FormFiles, paths: Iterable[str]) -> list[FieldLine]:
    """Fields as lines; a name on a page that is no field is left out."""
    known = places.fields(form)
    return [_line(form, path) for path in paths if path.partition(".")[0] in known]


def _line(form: FormFiles, path: str) -> FieldLine:
    asked, kind = asking.asked(form, path), kinds.kind_of(form, path)
    return FieldLine(
        path=path,
        title=title(form, path),
        kind=form_words.kind(kind),
        shown="" if asked.shown.kind == "always" else _called_up(form, asked.shown),
        needed=_needed(form, asked.needed),
        special=kind in kinds.ONLY_KEPT,
    )


def _called_up(form: FormFiles, rule: Rule) -> str:
    if rule.kind == "complicated":
        return str(_("Se cere după o regulă scrisă în JSON."))
    return str(_("Se cere numai dacă %(rule)s.", rule=told(form, rule)))


def _needed(form: FormFiles, rule: Rule) -> str:
    if rule.kind == "always":
        return str(_("obligatoriu"))
    if rule.kind == "never":
        return str(_("opțional"))
    return str(_("obligatoriu dacă %(rule)s", rule=told(form, rule)))


def title(form: FormFiles, path: str) -> str:
    """What a field is called; its name where it has no title."""
    return str(places.schema_of(form, path).get("title") or path)


def told(form: FormFiles, rule: Rule) -> str:
    """A rule in words: „Cum primiți răspunsul” este „Prin e-mail”."""
    if rule.kind == "complicated":
        return str(_("așa spune o regulă scrisă în JSON"))
    said = str(_(" și ")).join(_one(form, name, values) for name, values in rule.when.items())
    return str(_("nu este așa: %(rule)s", rule=said)) if rule.kind == "unless" else said


def _one(form: FormFiles, name: str, values: Iterable[Any]) -> str:
    titles = dict(answers(form, name))
    said = str(_(" sau ")).join(f"„{titles.get(plain(value), value)}”" for value in values)
    question = title(form, name) if name in places.fields(form) else name
    return str(_("„%(question)s” este %(answers)s", question=question, answers=said))


def plain(value: Any) -> str:
    """An answer as a box on a page holds it."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def answers(form: FormFiles, name: str) -> list[tuple[str, str]]:
    """What a question may be answered with, none for one that is free."""
    if name not in places.fields(form):
        return []
    if places.schema_of(form, name).get("type") == "boolean":
        return [("true", str(_("Da"))), ("false", str(_("Nu")))]
    return [(one.value, one.title) for one in choices.read(form, name)]


def questions(form: FormFiles, but: str, ticked: Condition) -> list[Question]:
    """The questions on which a condition may lean, and what is ticked in one."""
    found = [_question(form, name, ticked.get(name, ())) for name in places.fields(form) if name != but]
    return [one for one in found if one.answers]


def _question(form: FormFiles, name: str, ticked: Iterable[Any]) -> Question:
    on = {plain(value) for value in ticked}
    return Question(
        name, title(form, name), [(value, words, value in on) for value, words in answers(form, name)]
    )


def condition(form: FormFiles, sent: Mapping[str, list[str]], prefix: str) -> dict[str, list[Any]]:
    """The condition that was ticked; values come back as the form's own (true, not "true")."""
    return dict(_ticked(form, sent, prefix))


def _ticked(form: FormFiles, sent: Mapping[str, list[str]], prefix: str) -> Iterator[tuple[str, list[Any]]]:
    for name, schema in places.fields(form).items():
        values = [value for value, _title in answers(form, name) if value in sent.get(f"{prefix}{name}", ())]
        if values and schema.get("type") == "boolean":
            yield name, [value == "true" for value in values]
        elif values:
            yield name, _as_said(form, name, values)


def _as_said(form: FormFiles, name: str, values: list[str]) -> list[Any]:
    listed = places.schema_of(form, name)
    inner = listed.get("items", {}) if listed.get("type") == "array" else listed
    return [one["const"] for one in inner.get("oneOf", ()) if str(one["const"]) in values]


def pages(form: FormFiles) -> list[tuple[dict[str, Any], list[FieldLine]]]:
    """Each page with its fields."""
    return [(page, lines(form, page["fields"])) for page in form.pages]


def loose(form: FormFiles) -> list[FieldLine]:
    """The fields that no page asks."""
    return lines(form, layout.loose(form))
