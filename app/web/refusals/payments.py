"""Payments, and messages from outside that are refused."""

from flask_babel import lazy_gettext as _

from app.web.refusals import CONFLICT, FORBIDDEN, NOT_FOUND

SENTENCES = {
    "hook.bad_message": _("Mesajul nu poate fi înțeles."),
    "hook.bad_signature": (FORBIDDEN, _("Semnătura mesajului nu este bună.")),
    "payment.unknown": (NOT_FOUND, _("Nu găsim această notă de plată.")),
    "payment.not_due": (CONFLICT, _("Pentru nota %(reference)s nu mai este nimic de plătit.")),
    "payment.wrong_state": (CONFLICT, _("Plata s-a schimbat între timp. Reîncărcați pagina.")),
    "payment.receipt_needed": _("Scrieți numărul chitanței, cel mult %(most)s de semne."),
    "payment.receipt_used": _("Chitanța %(number)s este scrisă deja la altă plată."),
    "payment.bad_amount": _("Suma de plată nu este o sumă în bani."),
    "payment.no_account": (CONFLICT, _("Instituția nu are încă un cont pentru taxe.")),
}
