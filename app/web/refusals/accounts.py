"""Accounts, signing in, doors that stay closed."""

from flask_babel import lazy_gettext as _

from app.web.refusals import FORBIDDEN

SENTENCES = {
    "account.email_taken": _("Există deja un cont cu această adresă de e-mail."),
    "account.weak_password": _(
        "Parola este prea ușor de ghicit: folosiți cel puțin %(shortest)s semne, nu numele dumneavoastră."
    ),
    "account.wrong_password": _("Adresa de e-mail sau parola nu sunt cele din cont."),
    "account.code_expired": _("Codul nu mai este valabil. Cereți altul."),
    "account.bad_phone": _("Numărul de telefon trebuie să fie de mobil, de exemplu 0721 123 456."),
    "account.bad_email": _("Adresa de e-mail nu pare corectă."),
    "sign_in.needed": (FORBIDDEN, _("Trebuie să intrați în cont.")),
    "door.closed": (FORBIDDEN, _("Contul dumneavoastră nu deschide această pagină.")),
    "tried.too_often": (429, _("Prea multe încercări. Așteptați %(minutes)s minute și încercați din nou.")),
}
