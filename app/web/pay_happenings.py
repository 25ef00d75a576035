"""What happened to the payments of a case, in words, for the history that colleagues read."""

from collections.abc import Callable, Mapping
from typing import Any

from flask_babel import gettext as _

from app.cityhall.cases.models import CaseEvent
from app.cityhall.payments import rules
from app.web import pay_view

Facts = Mapping[str, Any]


def of_payment(event: CaseEvent) -> str:
    """The line of the history; "" when it is not about money."""
    sentence = _SENTENCES.get(event.kind)
    return str(sentence(event.facts)) if sentence else ""


def _told(facts: Facts) -> dict[str, Any]:
    reason = facts.get("reason") or ""
    return {
        "amount": rules.lei(facts["amount"]),
        "reference": facts.get("reference", ""),
        "receipt": facts.get("receipt") or "",
        "how": pay_view.METHODS.get(facts.get("method", ""), ""),
        "reason": pay_view.REASONS.get(reason, reason),
    }


_SENTENCES: Mapping[str, Callable[[Facts], str]] = {
    "payment_requested": lambda facts: _("Notă de plată de %(amount)s (%(reference)s)", **_told(facts)),
    "payment_received": lambda facts: _(
        "S-a plătit %(amount)s, %(how)s, chitanța %(receipt)s", **_told(facts)
    ),
    "payment_failed": lambda facts: _("Banca a refuzat o plată de %(amount)s", **_told(facts)),
    "payment_cancelled": lambda facts: _("Nota de plată %(reference)s a fost anulată", **_told(facts)),
    "payment_expired": lambda facts: _(
        "Termenul de plată a trecut; nota %(reference)s nu mai este valabilă", **_told(facts)
    ),
    "payment_refund_due": lambda facts: _("De restituit %(amount)s: %(reason)s", **_told(facts)),
    "payment_refunded": lambda facts: _("S-au restituit %(amount)s: %(reason)s", **_told(facts)),
}
