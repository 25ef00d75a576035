"""Files looked through for viruses and signatures."""

from flask_babel import lazy_gettext as _

from app.web.refusals import FORBIDDEN

SENTENCES = {
    "upload.infected": _(
        "Fișierul „%(name)s” are un virus (%(words)s) și nu a fost primit. "
        "Curățați-l sau trimiteți alt fișier."
    ),
    "upload.refused": _(
        "Fișierul „%(name)s” este prea mare ca să fie verificat de viruși și nu a fost primit. "
        "Trimiteți-l împărțit în fișiere mai mici."
    ),
    "document.infected": (
        FORBIDDEN,
        _("După primire s-a găsit un virus în acest fișier. Fișierul este păstrat, dar nu se mai deschide."),
    ),
}
