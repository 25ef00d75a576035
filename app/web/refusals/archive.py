"""The archive: nomenclature, inventories, holds, selection lists."""

from flask_babel import lazy_gettext as _

from app.web.refusals import CONFLICT, NOT_FOUND

SENTENCES = {
    "archive.unknown": (NOT_FOUND, _("Nu găsim acest dosar în arhiva pe care o puteți vedea.")),
    "archive.destroyed": (CONFLICT, _("Dosarul a fost distrus; rămân numai datele lui.")),
    "document.destroyed": (
        NOT_FOUND,
        _("Documentul a fost distrus la sfârșitul termenului de păstrare. Au rămas datele lui."),
    ),
    "nomenclature.file": _(
        "Tabelul nu se potrivește. Fiecare rând are: indicativ; denumire; compartiment; termen."
    ),
    "nomenclature.code": _("Scrieți indicativul, de exemplu II B 4."),
    "nomenclature.title": _("Scrieți denumirea dosarului."),
    "nomenclature.years": _("Scrieți câți ani se păstrează, de la 1 la 100, sau 0 pentru permanent."),
    "nomenclature.act": _("Scrieți actul de aprobare și confirmarea Arhivelor Naționale."),
    "nomenclature.date": _("Ziua lipsește, nu există sau nu este după începutul liniei de acum."),
    "inventory.unknown": (NOT_FOUND, _("Nu găsim acest inventar.")),
    "inventory.empty": (CONFLICT, _("Dosarele acestea sunt deja într-un inventar.")),
    "inventory.state": (CONFLICT, _("Inventarul a trecut deja de acest pas.")),
    "inventory.location": _("Scrieți locul în arhivă."),
    "inventory.not_yours": (CONFLICT, _("Dosarele le predă șeful compartimentului lor.")),
    "inventory.same_person": (CONFLICT, _("Cine predă nu poate și primi: al doilea semnează altcineva.")),
    "hold.reason_needed": _("Scrieți motivul."),
    "hold.act_needed": _("Scrieți actul care cere păstrarea."),
    "hold.known": (CONFLICT, _("Dosarul este deja păstrat peste termen.")),
    "hold.unknown": (CONFLICT, _("Dosarul nu este păstrat peste termen.")),
    "selection.unknown": (NOT_FOUND, _("Nu găsim această listă.")),
    "selection.name": _("Scrieți numele listei."),
    "selection.name_taken": (CONFLICT, _("Există deja o listă cu acest nume.")),
    "selection.empty": (CONFLICT, _("Niciun dosar nu are termenul împlinit.")),
    "selection.state": (CONFLICT, _("Lista a trecut deja de acest pas.")),
    "selection.same_person": (CONFLICT, _("Același om nu poate face doi pași ai listei.")),
    "selection.wrong_name": _("Numele scris nu este al listei. Nu s-a confirmat nimic."),
    "selection.act_needed": _("Scrieți confirmarea Arhivelor Naționale: fără ea nu se distruge nimic."),
    "selection.begun": (CONFLICT, _("Distrugerea a început: lista nu mai poate fi oprită.")),
}
