"""What people look for, in the order in which most do; a procedure says which group it belongs to."""

from collections.abc import Mapping

from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString

GROUPS: Mapping[str, LazyString] = {
    "papers": _("Petiții, sesizări, documente"),
    "meeting": _("Audiențe"),
    "urbanism": _("Urbanism"),
    "business": _("Comerț și servicii"),
    "other": _("Alte servicii"),
}
