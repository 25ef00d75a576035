"""What happened to a case's term and to its act, in words; for the applicant's page and the desk's."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as lazy

from app.cityhall.cases.models import CaseEvent
from app.web import filters

Facts = Mapping[str, Any]


def of_term(event: CaseEvent) -> str:
    """The line of the history; "" when it is not about the term."""
    sentence = _SENTENCES.get(event.kind)
    return sentence(event.facts) if sentence else ""


def _day(facts: Facts, name: str) -> str:
    return filters.day(date.fromisoformat(facts[name])) if facts.get(name) else ""


def _days(facts: Facts, name: str) -> dict[str, str]:
    """What a sentence about a moved date needs."""
    return {"before": _day(facts, "before"), "after": _day(facts, "after"), "why": str(facts.get(name) or "")}


def _extended(facts: Facts) -> str:
    return str(
        _("Termenul a fost prelungit de la %(before)s la %(after)s: %(why)s", **_days(facts, "reason"))
    )


def _moved(facts: Facts) -> str:
    if not facts.get("act"):
        return str(_("Termenul s-a mutat de la %(before)s la %(after)s", **_days(facts, "act")))
    said = _("Termenul s-a mutat de la %(before)s la %(after)s: s-au schimbat zilele libere (%(why)s)")
    return str(said % _days(facts, "act"))


def _alarm(facts: Facts) -> str:
    return str(_("Se apropie termenul, %(day)s: cei care răspund au fost anunțați", day=_day(facts, "term")))


def _over(facts: Facts) -> str:
    return str(_("Termenul s-a împlinit pe %(day)s, fără răspuns", day=_day(facts, "term")))


def _tacit(facts: Facts) -> str:
    told = {"day": _day(facts, "term"), "act": facts.get("act", "")}
    return str(
        _("Aprobare tacită posibilă: termenul s-a împlinit pe %(day)s, fără răspuns (%(act)s)", **told)
    )


def _in_force(facts: Facts) -> str:
    return str(
        _(
            "Actul este în vigoare de la %(since)s până la %(until)s",
            since=_day(facts, "from"),
            until=_day(facts, "until"),
        )
    )


def _ended(facts: Facts) -> str:
    sentence = _ENDED.get(str(facts.get("why")), _ENDED["ceased"])
    return str(sentence) % {"day": _day(facts, "day")}


_ENDED: Mapping[str, object] = {
    "expired": lazy("Actul a expirat: %(day)s"),
    "ceased": lazy("Actul a încetat la cererea titularului: %(day)s"),
    "suspended": lazy("Actul a fost retras de primărie: %(day)s"),
}
_SENTENCES: Mapping[str, Callable[[Facts], str]] = {
    "term_paused": lambda _facts: _("Termenul s-a oprit"),
    "term_resumed": lambda _facts: _("Termenul a pornit din nou"),
    "term_extended": _extended,
    "term_moved": _moved,
    "term_alarm": _alarm,
    "term_over": _over,
    "tacit_possible": _tacit,
    "in_force": _in_force,
    "act_ended": _ended,
}
