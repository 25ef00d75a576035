"""What an editor that saves by itself says; its scripts carry no words of their own."""

from flask_babel import gettext as _


def saving() -> dict[str, str]:
    """The words of `js/studio/draft_files.js`; `{…}` is filled in there."""
    return {
        "saved": _("Salvat la {at}."),
        "saving": _("Se salvează…"),
        "offline": _(
            "Nu s-a putut salva: serverul nu răspunde. Ce ați lucrat este păstrat în acest browser; "
            "încercăm din nou."
        ),
        "signed_out": _(
            "Sesiunea s-a încheiat. Intrați din nou în altă filă; ce ați lucrat este păstrat aici."
        ),
        "held": _("Nu se salvează: apăsați întâi „Lucrez totuși aici”."),
        "free": _("Ce schimbați se salvează singur."),
        "conflict": _("Altcineva a salvat între timp acest fișier."),
        "refused": _("Nu s-a salvat: {why}"),
        "no_answer": _("nu știm de ce; încercați din nou."),
        "see_theirs": _("Vedeți ce este acum (renunțați la ce nu s-a salvat)"),
        "keep_mine": _("Păstrați ce am lucrat eu ca fișier nou"),
        "also_here": _("{name} are deschis același fișier."),
        "also_there": _("{name} lucrează la aceeași ciornă."),
        "rescued": _("Am găsit în acest browser ce nu se salvase data trecută și salvăm acum."),
    }
