"""Routing in the hall's words."""

from collections.abc import Mapping
from datetime import date

from flask_babel import gettext as _
from flask_babel import lazy_gettext

from app.cityhall.people.leaves import Leave
from app.cityhall.registry.models import RegisterEntry
from app.cityhall.registry.rules import romanian_day
from app.cityhall.routing.batches import RoutingBatchItem
from app.web import gate, wording

l_ = lazy_gettext
KINDS: Mapping[str, object] = {
    "solve": l_("Spre soluționare"),
    "urgent": l_("Urgent"),
    "inform": l_("Spre informare"),
    "competence": l_("Spre legală competență"),
    "return": l_("Înapoi la conducere"),
}
HINTS: Mapping[str, object] = {
    "solve": l_("Un compartiment răspunde; altele pot sprijini."),
    "urgent": l_("La fel, cu termenul scurt."),
    "inform": l_("Se ia cunoștință; nu se așteaptă răspuns."),
    "competence": l_("Ajunge la șeful compartimentului, care o dă mai departe."),
}
PARTS: Mapping[str, object] = {
    "lead": l_("răspunde"),
    "support": l_("sprijină"),
    "inform": l_("ia cunoștință"),
}
STATES: Mapping[str, tuple[object, str]] = {
    "open": (l_("În lucru"), "work"),
    "done": (l_("Rezolvată"), "ok"),
    "returned": (l_("Întoarsă"), "bad"),
    "recalled": (l_("Retrasă"), "muted"),
}
QUEUES: Mapping[str, tuple[object, str]] = {
    "to_route": (l_("De repartizat"), "new"),
    "in_work": (l_("În lucru"), "work"),
    "done": (l_("Rezolvată"), "ok"),
}
BATCH: Mapping[str, tuple[object, str]] = {
    "waiting": (l_("așteaptă"), "wait"),
    "done": (l_("făcut"), "ok"),
    "refused": (l_("refuzat"), "bad"),
    "failed": (l_("oprit"), "bad"),
}
# What is missing, and what to do about it.
WHY: Mapping[str, tuple[object, object]] = {
    "no_queue": (l_("Nu este repartizată nicăieri"), l_("Puneți-o la repartizat cu butonul.")),
    "no_hands": (l_("Nimeni nu o mai lucrează"), l_("Scrieți o rezoluție nouă.")),
    "nobody_there": (
        l_("Cine o are nu mai lucrează acolo"),
        l_("Scrieți o rezoluție nouă sau numiți un înlocuitor."),
    ),
    "no_router": (
        l_("Nu are cine să o repartizeze"),
        l_("Administratorul dă cuiva funcția de șef sau o deleagă."),
    ),
    "stands": (
        l_("Dosarul stă pe loc"),
        l_("Nu așteaptă nimic: administratorul verifică dosarul."),
    ),
    "no_date": (l_("Dosarul nu are niciun termen"), l_("Administratorul verifică procedura.")),
    "no_role": (
        l_("Nu are cine să facă sarcina"),
        l_("Administratorul dă cuiva funcția sau o deleagă."),
    ),
}


def days_left(day: date | None) -> int | None:
    """Calendar days until then; below nothing when it is over."""
    return (day - romanian_day(gate.now())).days if day else None


def sender(entry: RegisterEntry) -> str:
    """Who wrote it, with the number it had there."""
    if entry.sender_number:
        return str(_("%(who)s, nr. %(number)s", who=entry.issuer, number=entry.sender_number))
    return entry.issuer


def refused(one: RoutingBatchItem) -> str:
    """Why a paper of a batch was left as it is."""
    if not one.reason:
        return ""
    return wording.sentence(one.reason, one.facts)


def leave_state(one: Leave) -> tuple[str, str]:
    """Where a leave stands, with its tone."""
    today = romanian_day(gate.now())
    if one.ended_at is not None or one.until < today:
        return _("încheiat"), "muted"
    return (_("va începe"), "wait") if one.since > today else (_("în concediu"), "work")
