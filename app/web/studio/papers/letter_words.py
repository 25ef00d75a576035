"""The letters page's own words: where fields come from, and what is wrong with a template."""

from collections.abc import Mapping

from flask_babel import lazy_gettext
from flask_babel.speaklater import LazyString

_ = lazy_gettext
GROUPS: Mapping[str, LazyString] = {
    "base": _("Despre dosar și primărie, în orice scrisoare"),
    "late": _("Cunoscute abia la semnare și expediere"),
    "request": _("Din cererea cetățeanului"),
    "own": _("Din pasul care scrie scrisoarea"),
    "form": _("Din alți pași: numele formularului, apoi câmpul"),
    "step": _("Rezultate ale pașilor automați și ale tabelelor; părțile lor cu _ după nume"),
}
PROBLEMS: Mapping[str, LazyString] = {
    "encrypted": _("este protejat cu parolă"),
    "not_docx": _("nu este un document Word (DOCX)"),
    "too_large": _("este prea mare"),
    "macros": _("conține macrocomenzi"),
    "external": _("cere fișiere de pe internet"),
    "leftover_fields": _("are acolade care nu sunt un câmp întreg, ca {{ nume }}"),
    "empty": _("nu are text"),
    "tracked_changes": _("are modificări urmărite: acceptați-le sau respingeți-le întâi în Word"),
    "warn.text_boxes": _("are casete de text, care nu ajung în PDF"),
    "warn.images": _("are imagini, care nu ajung în PDF"),
    "warn.footnotes": _("are note de subsol, care nu ajung în PDF"),
    "warn.comments": _("are comentarii: ștergeți-le întâi în Word"),
}


def problem(code: str) -> str:
    """What is wrong with a template."""
    return str(PROBLEMS.get(code, code))
