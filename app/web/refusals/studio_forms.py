"""Forms that an analyst edits."""

from flask_babel import lazy_gettext as _

from app.web.refusals import CONFLICT, NOT_FOUND

SENTENCES = {
    "form_edit.unreadable": _("Fișierul „%(file)s” nu poate fi citit ca formular: %(reason)s."),
    "form_edit.not_json": _(
        "Fișierul „%(file)s” nu este JSON: greșeala este la rândul %(line)s, coloana %(column)s."
    ),
    "form_edit.no_field": (NOT_FOUND, _("Formularul nu mai are câmpul „%(field)s”.")),
    "form_edit.needs_title": _("Scrieți un titlu."),
    "form_edit.bad_number": _("„%(value)s” nu este un număr potrivit aici."),
    "form_edit.bad_kind": _("Un asemenea câmp nu poate sta aici."),
    "form_edit.bad_name": _(
        "„%(name)s” nu poate fi un nume scurt: litere mici fără diacritice, cifre și _, întâi o literă."
    ),
    "form_edit.name_taken": (CONFLICT, _("Numele scurt „%(name)s” este folosit deja.")),
    "form_edit.page_full": (CONFLICT, _("Pagina „%(title)s” are câmpuri: mutați-le întâi pe altă pagină.")),
    "form_edit.last_field": (
        CONFLICT,
        _("Este singurul câmp dinăuntru: ștergeți grupul întreg sau adăugați altul."),
    ),
    "form_edit.used_in_condition": (
        CONFLICT,
        _("De răspunsul acesta depind alte câmpuri (%(by)s). Schimbați întâi condițiile lor."),
    ),
    "form_edit.condition_on_itself": _("Un câmp nu poate depinde de propriul răspuns."),
    "form_edit.bad_command": _("Pagina nu cunoaște acest buton. Deschideți-o din nou."),
    "form_edit.in_use": (CONFLICT, _("Formularul „%(form)s” este cerut de procedură, nu poate fi șters.")),
    "paper.unknown": (NOT_FOUND, _("Procedura nu mai are actul „%(code)s”.")),
}
