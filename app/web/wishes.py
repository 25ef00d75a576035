"""What an applicant may say to a running case: its words, and the page that asks once more before it is said.

The applicant's own door and the counter show the same page.
"""

from collections.abc import Mapping
from typing import NamedTuple

from flask import flash, redirect, render_template, request
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from werkzeug.wrappers import Response

from app.cityhall.cases.models import Case
from app.database import transaction
from app.journey import wishes
from app.refusal import Refusal
from app.web import gate, wording

Answer = str | tuple[str, int] | Response


class Words(NamedTuple):
    """How a wish is offered (`button`), what follows from it, and what the button that says it bears."""

    button: object
    follows: object
    verb: object
    why: object


WORDS: Mapping[str, Words] = {
    "withdrawal": Words(
        _("Retrageți cererea"),
        _("Ne oprim din lucru și închidem dosarul fără răspuns. Puteți depune oricând o cerere nouă."),
        _("Retrag cererea"),
        _("De ce o retrageți"),
    ),
    "reopen": Words(
        _("Cereți redeschiderea"),
        _("Cel care a lucrat la cerere citește ce scrieți aici și reia lucrul."),
        _("Cer redeschiderea"),
        _("Ce nu s-a rezolvat"),
    ),
    "cessation": Words(
        _("Anunțați încetarea"),
        _("Consemnăm că ați încetat și închidem dosarul."),
        _("Anunț încetarea"),
        _("De când și din ce motiv"),
    ),
    "other_time": Words(
        _("Cereți altă oră"),
        _("Vă propunem alte ore libere; cea de acum se eliberează."),
        _("Cer altă oră"),
        _("Când v-ar fi potrivit"),
    ),
}


class Offer(NamedTuple):
    """A wish that a case page offers."""

    name: str
    words: Words


def offers(case: Case) -> list[Offer]:
    """What the case's page offers to say now."""
    return [Offer(name, WORDS[name]) for name in wishes.offered(case)]


def page(case: Case, name: str, back: str, error: str = "", status: int = 200) -> tuple[str, int]:
    """What will follow, room for a reason, and the button that says it."""
    if name not in WORDS:
        raise Refusal("wish.unknown")
    text = render_template(
        "wishes/confirm.html",
        case=case,
        words=WORDS[name],
        back=back,
        own=case.applicant_id == gate.actor().person_id,
        needs_reason=wishes.WISHES[name],
        longest=wishes.LONGEST_REASON,
        late=name not in wishes.offered(case),
        reason=request.form.get("reason", ""),
        error=error,
        errors=[("reason", error)] if error else [],
    )
    return text, status


def say(case: Case, name: str, back: str) -> Answer:
    """Say it; refused, the page comes back with what was typed."""
    try:
        with transaction():
            wishes.say(case, name, request.form.get("reason", ""), gate.actor(), gate.now())
    except Refusal as refusal:
        if refusal.key in {"wish.unknown", "wish.not_yours"}:
            raise
        said = wording.sentence(refusal.key, refusal.facts)
        return page(case, name, back, said, wording.status(refusal.key))
    flash(
        gettext("Am primit: „%(wish)s”. Dosarul ține seama de asta îndată.", wish=WORDS[name].button),
        "success",
    )
    return redirect(back, 303)
