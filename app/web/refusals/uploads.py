"""Files that people send."""

from flask_babel import lazy_gettext as _

SENTENCES = {
    "photo.wrong_type": _("„%(name)s” nu este o fotografie. Primim JPG și PNG."),
    "upload.missing": _("Alegeți mai întâi un fișier."),
    "upload.too_many": _("Sunt prea multe fișiere: cel mult %(most)s la o cerere."),
    "upload.empty": _("Fișierul „%(name)s” este gol (0 octeți). Alegeți alt fișier."),
    "upload.too_large": (413, _("Fișierul este prea mare: cel mult %(most)s MB. Ce ați scris s-a păstrat.")),
    "request.too_large": (
        413,
        _(
            "Ce ați trimis este prea mare: un fișier poate avea cel mult %(most)s MB. "
            "Ce s-a păstrat înainte nu s-a pierdut: întoarceți-vă și trimiteți mai puțin odată."
        ),
    ),
    "upload.wrong_type": _(
        "Fișierul „%(name)s” nu este ce pare să fie. Primim PDF, JPG, PNG și documente Word (DOCX, ODT)."
    ),
    "upload.encrypted": _("Fișierul „%(name)s” este protejat cu parolă. Trimiteți-l fără parolă."),
    "upload.damaged": _("Fișierul „%(name)s” este deteriorat și nu poate fi deschis."),
    "upload.active": _("Fișierul „%(name)s” conține programe sau fișiere ascunse. Salvați-l ca PDF simplu."),
}
