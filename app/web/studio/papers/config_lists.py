"""What the settings may be chosen from: the hall's departments and roles, the draft's forms and tables."""

from collections.abc import Mapping

from app.cityhall import institutions
from app.cityhall.registry.special import TITLES
from app.engine.reading import tables
from app.refusal import Refusal
from app.web.case_view import ROLES
from app.web.studio.drafts.keeping import Opened
from app.web.studio.forms.form_uses import forms_in_words
from app.web.studio.papers.config_words import BEGUN_BY, DELIVERIES, GROUPS, LETTER_KINDS, UNITS

Pairs = list[tuple[str, str]]
NOT_A_ROLE = frozenset({"system"})


def of(there: Opened) -> dict[str, Pairs]:
    """Each list by its name: (value, words)."""
    place = there.draft.procedure.institution_id
    return {
        "departments": [(one.code, one.name) for one in institutions.departments(place)],
        "forms": [(one.name, one.title) for one in forms_in_words(there.files)],
        "decisions": [("", ""), *((name, name) for name in _decisions(there.files))],
        "registers": [("", ""), *TITLES.items()],
        "roles": roles(),
        "groups": _pairs(GROUPS),
        "begun_by": _pairs(BEGUN_BY),
        "units": _pairs(UNITS),
        "deliveries": _pairs(DELIVERIES),
        "kinds": _pairs(LETTER_KINDS),
    }


def roles() -> Pairs:
    """Everybody who may do something in a procedure."""
    return [(name, words) for name, words in _pairs(ROLES) if name not in NOT_A_ROLE]


def _pairs(words: Mapping[str, object]) -> Pairs:
    return [(value, str(said)) for value, said in words.items()]


def _decisions(there: Mapping[str, bytes]) -> list[str]:
    try:
        return sorted(tables.read(there).tables)
    except (Refusal, ValueError):
        return []
