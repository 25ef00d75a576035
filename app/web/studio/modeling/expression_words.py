"""Why the sandbox refuses an expression, for people; what is not known here stays as it was said."""

import re
from collections.abc import Mapping

from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString

REASONS: Mapping[str, LazyString] = {
    "`?` stands for a column's value and belongs into its cells": _(
        "semnul „?” este valoarea coloanei și se scrie numai în celulele ei"
    ),
    "`if` needs `then` and `else`": _("„if” se scrie cu „then” și „else”"),
    "`is` can only ask for None, True or False": _("„is” întreabă numai de None, True sau False"),
    "`not()` needs a value": _("„not( )” are nevoie de o valoare"),
    "a comma is missing between two texts": _("lipsește o virgulă între două texte"),
    "a value is missing beside a comma": _("lipsește o valoare lângă virgulă"),
    "names with an underscore first are not allowed": _("numele care încep cu _ nu sunt permise"),
    "not a script of assignments": _("nu se poate citi; se scriu numai rânduri „nume = expresie”"),
    "not an expression": _("nu se poate citi ca expresie"),
    "one value is needed; decimals are written with a point": _(
        "este nevoie de o singură valoare; zecimalele se scriu cu punct"
    ),
    "only assignments are allowed": _("se scriu numai rânduri „nume = expresie”"),
    "only plain names can be assigned": _("în stânga semnului = se scrie un singur nume"),
    "this function is not allowed": _("funcția nu este permisă aici"),
    "too complex": _("este prea complicată"),
    "too long": _("este prea lungă"),
    "too many assignments": _("are prea multe rânduri"),
}
PATTERNS: tuple[tuple[re.Pattern[str], LazyString], ...] = (
    (re.compile(r"`(?P<what>.*)` is not allowed"), _("„%(what)s” nu este permis")),
    (re.compile(r"`(?P<what>.*)` is not supported"), _("„%(what)s” nu este cunoscut aici")),
    (re.compile(r"(?P<what>\w+) takes other arguments"), _("funcția „%(what)s” cere alte argumente")),
    (re.compile(r"(?P<what>\w+) is the name of a function"), _("„%(what)s” este numele unei funcții")),
    (re.compile(r"(?P<what>\w+) is not allowed"), _("„%(what)s” nu este permis într-o expresie")),
    (re.compile(r"(?P<what>.*) is not a duration"), _("%(what)s nu este o durată")),
    (re.compile(r"(?P<what>.*) is not a cycle"), _("%(what)s nu este o repetare")),
    (re.compile(r"(?P<what>.*) comes too often"), _("%(what)s revine prea des")),
    (re.compile(r"Invalid isoformat string: (?P<what>.*)"), _("%(what)s nu este o zi sau un moment")),
)


def reason(said: str) -> str:
    """An ExpressionError's reason for people."""
    if said in REASONS:
        return str(REASONS[said])
    for pattern, words in PATTERNS:
        if found := pattern.fullmatch(said):
            return str(words) % found.groupdict()
    return said
