"""A draft of a procedure on its way to being published."""

from flask_babel import lazy_gettext as _

from app.web.refusals import CONFLICT, NOT_FOUND

SENTENCES = {
    "publication.unknown": (NOT_FOUND, _("Nu găsim această publicare.")),
    "publication.settled": (CONFLICT, _("Publicarea a fost hotărâtă între timp. Reîncărcați pagina.")),
    "publication.own": (CONFLICT, _("Aprobă o a doua persoană: nu cine a cerut publicarea.")),
    "publication.why": _("Scrieți de ce nu sunteți de acord, ca să se poată îndrepta."),
    "publication.same": (CONFLICT, _("Nimic nu diferă de versiunea în vigoare: nu este ce publica.")),
    "publication.problems": (CONFLICT, _("Procedura are greșeli cu care nu poate rula. Vedeți Verificarea.")),
    "publication.failed": (CONFLICT, _("Cel puțin un scenariu nu se încheie cum spune. Vedeți Scenariile.")),
    "publication.unplayed": (
        CONFLICT,
        _("Nu toate scenariile au fost jucate pe ciorna de acum. Rulați-le din pagina Scenarii."),
    ),
    "publication.reason": _("Scrieți motivul publicării, cel mult %(most)s de semne."),
    "publication.day": _("Ziua de intrare în vigoare trebuie să fie astăzi sau mai târziu."),
    "publication.open": (
        CONFLICT,
        _("O publicare a acestei proceduri așteaptă deja: aprobați-o, respingeți-o sau retrageți-o întâi."),
    ),
    "publication.changed_meanwhile": (
        CONFLICT,
        _("Ciorna sau versiunea în vigoare s-a schimbat între timp. Uitați-vă din nou la diferență."),
    ),
    "publication.lapsed": (
        CONFLICT,
        _("Ciorna sau versiunea în vigoare s-a schimbat după cerere, așa că nu s-a publicat nimic."),
    ),
}
