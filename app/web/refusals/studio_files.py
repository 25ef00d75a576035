"""A procedure's files: diagrams, tables, settings, messages."""

from flask_babel import lazy_gettext as _

from app.web.refusals import CONFLICT, NOT_FOUND

SENTENCES = {
    "diagram.lost": _("Elemente care nu ar rula niciodată: %(elements)s."),
    "diagram.unparsed": _("Diagrama nu poate fi citită: %(reason)s."),
    "notices.unreadable": _(
        "Mesajele din „%(file)s” nu pot fi citite; un mesaj nu poate avea numele unuia comun: %(reason)s."
    ),
    "diagram.too_large": (413, _("Fișierul „%(file)s” este prea mare: cel mult %(most)s kB.")),
    "diagram.too_many_elements": _(
        "Fișierul „%(file)s” are prea multe elemente: cel mult %(most)s. Împărțiți diagrama în mai multe."
    ),
    "diagram.too_many_attributes": _(
        "Fișierul „%(file)s” are un element cu prea multe atribute: cel mult %(most)s."
    ),
    "diagram.too_deep": _(
        "Fișierul „%(file)s” are elemente puse unul în altul pe mai mult de %(most)s niveluri."
    ),
    "diagram.unreadable": _(
        "Fișierul „%(file)s” nu poate fi citit (rândul %(line)s). Salvați-l din nou, ca XML în UTF-8."
    ),
    "diagram.doctype": _("Fișierul „%(file)s” conține DOCTYPE sau entități, pe care nu le primim."),
    "diagram.inclusion": _("Fișierul „%(file)s” cere să includă alte fișiere. Nu primim așa ceva."),
    "diagram.instruction": _(
        "Fișierul „%(file)s” conține instrucțiuni de prelucrare (<?…?>), pe care nu le primim."
    ),
    "diagram.not_bpmn": _("Fișierul „%(file)s” nu este o diagramă BPMN."),
    "diagram.one_process": _("Fișierul „procedure.bpmn” trebuie să aibă un singur proces; are %(found)s."),
    "decision.not_taken": (
        CONFLICT,
        _(
            "Tabelul de decizie „%(decision)s” nu are o regulă pentru aceste răspunsuri. "
            "Nimic nu s-a pierdut."
        ),
    ),
    "decision.not_dmn": _("Fișierul „%(file)s” nu este un tabel de decizie DMN."),
    "decision.uneven_rule": _(
        "Fișierul „%(file)s”: în decizia „%(decision)s”, regula %(rule)s "
        "nu are câte o celulă la fiecare coloană."
    ),
    "config.not_toml": _(
        "procedure.toml nu poate fi citit: greșeala este la rândul %(line)s, coloana %(column)s."
    ),
    "config.unreadable": _("procedure.toml nu poate fi citit: %(reason)s."),
    "config.needed": _("Completați „%(label)s”."),
    "config.bad_value": _("„%(label)s”: „%(value)s” nu se potrivește aici."),
    "decision.no_cell": (
        CONFLICT,
        _("Tabelul „%(decision)s” nu mai are această celulă (regula %(rule)s). Reîncărcați pagina."),
    ),
    "decision.unknown": (NOT_FOUND, _("Ciorna nu are tabelul „%(decision)s”.")),
}
