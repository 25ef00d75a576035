"""What the special registers are called on the screen."""

from collections.abc import Mapping

from flask_babel import lazy_gettext as _

REGISTERS: Mapping[str, object] = {
    "certificates": _("Registrul de evidență a certificatelor de urbanism"),
    "authorizations": _("Registrul acordurilor și autorizațiilor de funcționare"),
    "operating_hours": _("Registrul orarelor de funcționare"),
    "petitions": _("Registrul petițiilor"),
    "audiences": _("Registrul audiențelor"),
    "complaints": _("Registrul sesizărilor"),
}
