"""Drafts of procedures: opened, saved, imported."""

from flask_babel import lazy_gettext as _

from app.web.refusals import CONFLICT, NOT_FOUND

SENTENCES = {
    "draft.none": (NOT_FOUND, _("Procedura nu are o ciornă deschisă.")),
    "draft.closed": (CONFLICT, _("Ciorna a fost închisă între timp: publicată sau abandonată.")),
    "draft.changed_meanwhile": (
        CONFLICT,
        _("%(who)s a schimbat „%(path)s” între timp. Ce ați lucrat nu s-a pierdut și nu a suprascris nimic."),
    ),
    "draft.bad_path": _("O procedură nu poate avea un fișier „%(path)s”."),
    "draft.too_large": _("Fișierul „%(path)s” este prea mare: cel mult %(most)s kB."),
    "draft.too_many": _("Ciorna are prea multe fișiere: cel mult %(most)s."),
    "draft.no_seen": _("Salvarea nu spune pe ce stare a fișierului s-a lucrat. Reîncărcați pagina."),
    "draft.no_file": (NOT_FOUND, _("Ciorna nu are fișierul „%(path)s”.")),
    "draft.bad_code": _(
        "„%(code)s” nu poate fi un cod: litere mici fără diacritice, cifre și _, minimum trei."
    ),
    "draft.code_taken": (CONFLICT, _("Există deja o procedură cu codul „%(code)s”.")),
    "draft.form_unreadable": _("Formularul „%(name)s” al ciornei nu poate fi citit."),
    "draft.not_sure": _("Bifați că renunțați la ciornă: ce s-a lucrat în ea nu se mai găsește pe pagini."),
    "draft.not_text": _("„%(path)s” nu se editează ca text: folosiți editorul lui."),
    "draft.unreadable_text": _("„%(path)s” nu se poate citi și nu s-a salvat: %(reason)s."),
    "new.no_title": _("Scrieți titlul procedurii."),
    "new.no_source": _("Alegeți procedura de la care începeți."),
    "import.wrong_type": _("„%(name)s” nu poate fi importat: primim BPMN, DMN sau o arhivă zip."),
    "import.not_sure": _(
        "Arhiva înlocuiește toate fișierele ciornei: bifați că doriți așa. Nu s-a schimbat nimic."
    ),
    "import.other_kind": _("Fișierul nu este de același fel cu „%(path)s”, pe care l-ar înlocui."),
    "package.unreadable": _("Arhiva nu se poate deschide: nu este un zip simplu sau este deteriorată."),
    "package.too_large": _(
        "Arhiva este prea mare: cel mult %(files)s fișiere, fiecare de cel mult %(most)s kB."
    ),
    "package.several": _("Arhiva conține mai multe proceduri (%(codes)s). Importați-le pe rând."),
    "package.no_diagram": _("Arhiva nu conține nicio diagramă BPMN."),
}
