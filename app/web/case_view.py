"""A case as its pages show it, at the citizen's door and at the desk."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext, lazy_gettext
from markupsafe import Markup

from app.cityhall.cases import queries
from app.cityhall.cases.models import Case, CaseTask
from app.cityhall.procedures import letters
from app.cityhall.registry.rules import romanian_day
from app.cityhall.terms import days_off
from app.cityhall.terms import words as term_words
from app.engine.telling.twin import Told
from app.journey import progress, signing
from app.journey.progress import Stop
from app.web import filters, gate, happenings
from app.web.form_pages.wording import language

_ = lazy_gettext
STATUS: Mapping[str, tuple[object, str]] = {
    "registered": (_("Înregistrată"), "new"),
    "in_work": (_("În lucru"), "work"),
    "completion": (_("Așteaptă completări"), "wait"),
    "payment": (_("Așteaptă plata taxei"), "wait"),
    "endorsement": (_("Așteaptă avize"), "work"),
    "field_check": (_("În verificare pe teren"), "work"),
    "planned": (_("Lucrare programată"), "work"),
    "choosing": (_("Alegeți ora"), "wait"),
    "waiting_list": (_("Pe lista de așteptare"), "wait"),
    "scheduled": (_("Programată"), "ok"),
    "in_force": (_("În vigoare"), "ok"),
    "settled": (_("Rezolvată, se poate redeschide"), "ok"),
    "survey": (_("Soluționată, vă cerem părerea"), "ok"),
    "signing": (_("La semnat"), "work"),
    "signed": (_("Semnată"), "work"),
    "to_locker": (_("Se pune în casetă"), "work"),
    "locker_full": (_("Așteaptă o ușă liberă"), "wait"),
    "ready_locker": (_("Vă așteaptă în casetă"), "ok"),
    "ready_counter": (_("Vă așteaptă la ghișeu"), "ok"),
}
# The applicant's words speak to the applicant; colleagues read where the document lies.
STAFF_STATUS: Mapping[str, tuple[object, str]] = {
    "ready_locker": (_("În casetă, neridicat"), "wait"),
    "ready_counter": (_("La ghișeu, neridicat"), "wait"),
}
OUTCOME: Mapping[str, tuple[object, str]] = {
    "answered": (_("Soluționată"), "ok"),
    "issued": (_("Eliberat"), "ok"),
    "redirected": (_("Trimisă instituției competente"), "muted"),
    "closed_incomplete": (_("Clasată, necompletată"), "bad"),
    "closed_anonymous": (_("Clasată, fără date de identificare"), "muted"),
    "closed_repeated": (_("Clasată, răspuns deja dat"), "muted"),
    "closed_unpaid": (_("Clasată, taxă neachitată"), "bad"),
    "connected": (_("Conexată la altă cerere"), "muted"),
    "withdrawn": (_("Retrasă"), "muted"),
    "refused": (_("Respinsă"), "bad"),
    "issued_negative": (_("Eliberat, negativ"), "bad"),
    "expired": (_("Expirată"), "muted"),
    "originals_returned": (_("Originale restituite"), "ok"),
    "ceased": (_("Încetată"), "muted"),
    "resolved": (_("Rezolvată"), "ok"),
    "unfounded": (_("Neconfirmată la fața locului"), "muted"),
    "sanctioned": (_("Sancționată"), "ok"),
    "handed_over": (_("Preluată de operatorul competent"), "muted"),
    "held": (_("Audiență ținută"), "ok"),
    "not_present": (_("Neprezentare"), "muted"),
    "not_eligible": (_("Nu poate fi programată"), "bad"),
    "attached": (_("Adăugată la dosar"), "ok"),
    "received": (_("Primită"), "ok"),
}
CLOSED = (_("Închisă"), "muted")
ROLES: Mapping[str, object] = {
    "system": _("automat"),
    "registrar": _("Registratura"),
    "public_relations": _("Relații cu publicul"),
    "chief_architect": _("Arhitectul-șef"),
    "mayor": _("Primarul"),
    "locker_operator": _("Operatorul casetei"),
    "archivist": _("Arhiva"),
    "officer": _("Compartimentul de specialitate"),
    "head": _("Șeful compartimentului"),
    "signer": _("Conducerea primăriei"),
    "first_signer": _("Primul semnatar"),
    "second_signer": _("Al doilea semnatar"),
    "third_signer": _("Al treilea semnatar"),
    "deputy_mayor": _("Viceprimarul"),
    "general_secretary": _("Secretarul general"),
    "legal_adviser": _("Consilierul juridic"),
    "local_police": _("Poliția Locală"),
    "planner": _("Disciplina urbanistică"),
    "cashier": _("Casieria"),
    "dispatcher": _("Dispeceratul"),
    "field_team": _("Echipa din teren"),
    "audience_secretary": _("Secretariatul audiențelor"),
    "official": _("Demnitarul"),
}


@dataclass(frozen=True)
class CaseView:
    """What a case page draws; `steps` are for `parts.timeline`."""

    status: tuple[str, str]
    steps: list[dict[str, str]]
    now: list[Stop]
    drawings: list[tuple[str, Markup]]
    twin: list[Told]
    days_left: int | None
    paused: bool


def of(case: Case, *, for_applicant: bool) -> CaseView:
    """Look at a case, as its applicant or as staff."""
    found = progress.of(case, language())
    return CaseView(
        status=status(case, for_applicant=for_applicant),
        steps=[_step(case, stop, for_applicant) for stop in found.stops],
        now=[stop for stop in found.stops if stop.state == "now"],
        drawings=[(one.title, Markup(one.svg)) for one in found.drawings],  # noqa: S704 - drawn by us
        twin=found.twin,
        days_left=days_left(case),
        paused=case.closed_at is None and case.term is not None and case.term.standing,
    )


def status(case: Case, *, for_applicant: bool = False) -> tuple[str, str]:
    """The case's state as (word, tone), for `parts.tag`."""
    known = OUTCOME.get(case.outcome or "", CLOSED) if case.closed_at else _at_work(case, for_applicant)
    return str(known[0]), known[1]


def _at_work(case: Case, for_applicant: bool) -> tuple[object, str]:
    words = STATUS if for_applicant else {**STATUS, **STAFF_STATUS}
    return words.get(case.status, STATUS["in_work"])


def days_left(case: Case) -> int | None:
    """Days until the latest date; None when the hall has answered already or there is no term."""
    if case.closed_at is not None or case.outcome is not None or case.term is None:
        return None
    return (case.term.conservative - romanian_day(gate.now())).days


def task_days_left(task: CaseTask) -> int | None:
    """Days until a task's own day, which may come before or after the case's term."""
    return (task.due_on - romanian_day(gate.now())).days if task.due_on else None


def explained(case: Case) -> str:
    """How the latest date came about, in the reader's language; "" without a term."""
    return " ".join(explanation(case).sentences)


@dataclass(frozen=True)
class Explanation:
    """How a term was counted, sentence by sentence; its three dates with how each was found, for staff."""

    sentences: list[str]
    dates: list[tuple[str, str, str]]


def explanation(case: Case) -> Explanation:
    """The computation behind the latest date, in the reader's language; empty without a term."""
    if case.term is None:
        return Explanation([], [])
    decreed = days_off.calendar_of(case.institution_id)
    three = term_words.three(case.term, language(), decreed)
    return Explanation(
        sentences=term_words.sentences(case.term, language(), decreed),
        dates=[(title, filters.day(when), how) for title, when, how in three],
    )


def term_story(case: Case) -> list[tuple[str, str]]:
    """What happened to the term, for the applicant: when, and what."""
    told = queries.history(case.id, public_only=True)
    return [(filters.moment(one.at), said) for one in told if (said := happenings.of_term(one))]


def who(case: Case, role: str, *, for_applicant: bool) -> str:
    """Who does a step, by the role of its lane."""
    if role == "applicant":
        return gettext("dumneavoastră") if for_applicant else case.applicant.full_name
    if role in signing.TURNS and (letter := letters.main(case.version.config)):
        role = signing.role_of(case, role, letter) or role
    if role in {"officer", "head"} and case.department is not None:
        return case.department.name
    return str(ROLES.get(role, ""))


def _step(case: Case, stop: Stop, for_applicant: bool) -> dict[str, Any]:
    when = filters.moment(stop.when)
    if stop.state == "now" and when:
        when = gettext("din %(when)s", when=when)
    return {
        "title": stop.title,
        "state": stop.state,
        "when": when,
        "who": who(case, stop.role, for_applicant=for_applicant) if stop.role != "system" else "",
        "note": stop.holder if not for_applicant else "",
    }
