"""Problems as analysts read them: what is wrong, where, and how it is mended."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from flask_babel import lazy_gettext as _

from app.engine.checking.problem import Problem
from app.engine.reading.model import Model
from app.web.form_pages.wording import language
from app.web.studio import kinds
from app.web.studio.checking.words_of_files import OF_FILES
from app.web.studio.checking.words_of_steps import OF_STEPS

Told = dict[str, str]
RULES = {**OF_STEPS, **OF_FILES}
MOST_SAID = 200
DRAWN = (".bpmn", ".dmn")
EVENTS: Mapping[str, object] = {
    "compensate": _("compensare"),
    "cancel": _("anulare"),
    "several": _("mai multe deodată"),
    "timer": _("timp"),
    "message": _("mesaj"),
    "signal": _("semnal"),
    "error": _("eroare"),
    "escalation": _("escaladare"),
    "conditional": _("condiție"),
    "link": _("legătură"),
    "terminate": _("oprire"),
}
# What readers of expressions, letters and scenarios say, in words for people; the rest stays as it is.
REASONS: Mapping[str, object] = {
    "too long": _("este prea lungă"),
    "not an expression": _("nu este o expresie"),
    "not a script of assignments": _("nu este un șir de atribuiri"),
    "too many assignments": _("are prea multe atribuiri"),
    "only assignments are allowed": _("sunt permise numai atribuiri"),
    "only plain names can be assigned": _("se poate atribui numai unui nume simplu"),
    "too complex": _("este prea complicată"),
    "names with an underscore first are not allowed": _("numele nu pot începe cu liniuță jos"),
    "this function is not allowed": _("această funcție nu este permisă"),
    "`is` can only ask for None, True or False": _("„is” poate întreba numai de None, True sau False"),
    "one value is needed; decimals are written with a point": _(
        "trebuie o singură valoare; zecimalele, cu punct"
    ),
    "`not()` needs a value": _("„not()” are nevoie de o valoare"),
    "a value is missing beside a comma": _("lângă o virgulă lipsește o valoare"),
    "a comma is missing between two texts": _("între două texte lipsește o virgulă"),
    "`if` needs `then` and `else`": _("„if” are nevoie de „then” și „else”"),
    "not_docx": _("nu este un fișier DOCX"),
    "encrypted": _("este protejat cu parolă"),
    "too_large": _("este prea mare"),
    "macros": _("are macrocomenzi"),
    "external": _("cere ceva din afara fișierului"),
    "empty": _("este gol"),
    "tracked_changes": _("are modificări neacceptate"),
    "warn.text_boxes": _("casete de text"),
    "warn.images": _("imagini"),
    "warn.footnotes": _("note de subsol"),
    "warn.comments": _("comentarii"),
    "json": _("nu este JSON"),
    "unknown": _("cuvânt necunoscut"),
    "missing": _("lipsește"),
    "value": _("valoare nepotrivită"),
    "like": _("scenariul model nu există"),
    "circle": _("scenariile se iau unul după altul în cerc"),
}
_NOT_ALLOWED = re.compile(r"^`?(.{1,40}?)`? (?:is not allowed|is not supported)$")
_OTHER_ARGUMENTS = re.compile(r"^(\w+) takes other arguments$")
_NAME_OF_FUNCTION = re.compile(r"^(\w+) is the name of a function$")
_NOT_TIMED: object = _("nu este o durată sau o dată")


def told(problem: Problem, model: Model | None) -> Told:
    """One problem in words; `name` is what the element is called on the diagram."""
    sentence, mend = RULES.get(problem.key, (problem, ""))
    facts = _Facts({name: _said(problem.key, name, value) for name, value in problem.facts.items()})
    return {
        "key": problem.key,
        "element": problem.element,
        "name": named(problem, model),
        "file": problem.file,
        "severity": problem.severity,
        "sentence": str(sentence) % facts if problem.key in RULES else str(problem),
        "mend": str(mend),
    }


def rule_words() -> dict[str, dict[str, str]]:
    """The words of every rule by its key, with `%(fact)s` where a fact belongs: for checks in the browser."""
    return {key: {"sentence": str(said), "mend": str(mend)} for key, (said, mend) in RULES.items()}


def kind_words() -> dict[str, str]:
    """What kinds of elements and of events are called, by their names in the files."""
    return {kind: str(word) for kind, word in {**kinds.KINDS, **EVENTS}.items()}


def named(problem: Problem, model: Model | None) -> str:
    """What an element, flow, lane, diagram or table is called; else its id."""
    if problem.file and not problem.file.endswith(DRAWN):
        return problem.element  # a form or letter may be called like a step
    for place in (model.elements, model.lanes, model.processes, model.flows) if model else ():
        if (found := place.get(problem.element)) is not None:
            own = (language() == "en" and found.name_en) or found.name
            return own or _between(problem.element, model)
    table = model.decisions.tables.get(problem.element) if model else None
    return (table.name if table else "") or problem.element


def _between(own: str, model: Model | None) -> str:
    """A line without words is called by its two ends."""
    flow = model.flows.get(own) if model else None
    if flow is None or model is None:
        return own
    ends = (model.elements.get(flow.source), model.elements.get(flow.target))
    return " → ".join((end.name or end.id) if end else "?" for end in ends)


class _Facts(dict[str, str]):
    """What a rule knows; a word that it does not know here is a dash."""

    def __missing__(self, name: str) -> str:
        return "–"


def _said(key: str, name: str, value: Any) -> str:
    if isinstance(value, list | tuple | set | frozenset):
        return _joined(_said(key, name, one) for one in value) or "–"
    text = str(value)[:MOST_SAID]
    if name == "kind" and not key.startswith("letter."):
        return kind_words().get(text, text)
    return _reason(key, text) if name in {"reason", "codes"} else text


def _joined(values: Iterable[str]) -> str:
    return ", ".join(values)


def _reason(key: str, text: str) -> str:
    if text in REASONS:
        return str(REASONS[text])
    if key == "timer.not_iso":
        return str(_NOT_TIMED)
    for pattern, words in _PATTERNS:
        if found := pattern.match(text):
            return str(words) % {"what": found[1]}
    return text


_PATTERNS: tuple[tuple[re.Pattern[str], object], ...] = (
    (_NOT_ALLOWED, _("„%(what)s” nu este permis")),
    (_OTHER_ARGUMENTS, _("funcția „%(what)s” se scrie cu alte argumente")),
    (_NAME_OF_FUNCTION, _("„%(what)s” este numele unei funcții")),
)
