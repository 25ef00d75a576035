"""What happened around a parcel, in words: who else may collect, hours taken at the counter."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from flask_babel import gettext as _

from app.cityhall.cases.models import CaseEvent
from app.web import filters

Facts = Mapping[str, Any]


def of_parcel(event: CaseEvent) -> str:
    """The line of the history; "" when it is not about a parcel."""
    sentence = _SENTENCES.get(event.kind)
    return sentence(event.facts) if sentence else ""


def _when(facts: Facts) -> str:
    return filters.moment(datetime.fromisoformat(facts["when"])) if facts.get("when") else ""


_SENTENCES: Mapping[str, Callable[[Facts], str]] = {
    "parcel_shared": lambda facts: str(_("Poate ridica din casetă și %(name)s", name=facts.get("name", ""))),
    "parcel_unshared": lambda facts: str(
        _("%(name)s nu mai poate ridica din casetă", name=facts.get("name", ""))
    ),
    "parcel_extended": lambda facts: str(
        _("Documentul rămâne mai mult în casetă, până la %(when)s", when=_when({"when": facts.get("until")}))
    ),
    "visit_booked": lambda facts: str(_("Programare la ghișeu: %(when)s", when=_when(facts))),
    "visit_cancelled": lambda facts: str(
        _("S-a renunțat la programarea la ghișeu din %(when)s", when=_when(facts))
    ),
}
