"""The desk's words: what happened to a case, how messages fared, what a case waits for."""

from collections.abc import Callable, Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext
from flask_babel.speaklater import LazyString

from app.cityhall.cases.models import CaseEvent, CaseTask
from app.journey import diagrams
from app.refusal import Refusal
from app.web import audience_view, dropoff_view, happenings, parcel_happenings, pay_happenings
from app.web.form_pages.wording import language

Words = tuple[LazyString, str]
l_ = lazy_gettext

NOTICES: Mapping[str, Words] = {
    "planned": (l_("Se trimite"), "wait"),
    "accepted": (l_("Trimis"), "work"),
    "delivered": (l_("Livrat"), "ok"),
    "failed": (l_("Nelivrat"), "bad"),
}
CHANNELS = {
    "portal": l_("de pe internet"),
    "counter": l_("la ghișeu"),
    "sms": l_("SMS"),
    "email": l_("e-mail"),
}
DELIVERIES = {"locker": l_("din casetă"), "email": l_("prin e-mail"), "counter": l_("de la ghișeu")}
KINDS = {
    "paper": l_("de la solicitant"),
    "receipt": l_("dovada depunerii"),
    "delivery_proof": l_("dovada comunicării"),
    "take_back_minute": l_("proces-verbal de scoatere din casetă"),
    "request": l_("cererea, așa cum a fost trimisă"),
    "draft_letter": l_("ciorna scrisorii, numai pentru colegi"),
    "act": l_("emis de primărie"),
    "letter": l_("emis de primărie"),
    "photo_after": l_("de la echipa din teren"),
}
DIRECTIONS = {"in": l_("intrare"), "out": l_("ieșire"), "internal": l_("intern")}
PROBLEMS = {
    "encrypted": l_("este protejat cu parolă"),
    "not_docx": l_("nu este un document Word (DOCX)"),
    "too_large": l_("este prea mare"),
    "macros": l_("conține macrocomenzi"),
    "external": l_("cere fișiere de pe internet"),
    "leftover_fields": l_("au rămas câmpuri {{ }} necompletate"),
    "empty": l_("nu are text"),
    "tracked_changes": l_("are modificări urmărite: acceptați-le sau respingeți-le întâi în Word"),
    "warn.text_boxes": l_("are casete de text, care nu ajung în PDF"),
    "warn.images": l_("are imagini, care nu ajung în PDF"),
    "warn.footnotes": l_("are note de subsol, care nu ajung în PDF"),
    "warn.comments": l_("are comentarii: ștergeți-le întâi în Word"),
}


def title(task: CaseTask) -> str:
    """What a task is called, in the reader's language."""
    element = diagrams.of_version(task.case.version_id).model.elements.get(task.element)
    return element.name_en if element is not None and element.name_en and language() == "en" else task.title


def notice(state: str) -> Words:
    """How a message fared, and its tone."""
    return NOTICES.get(state, NOTICES["planned"])


def problem(code: str) -> str:
    """What is wrong with an edited letter."""
    return str(PROBLEMS.get(code, code))


def with_problems(error: Exception) -> Exception:
    """A refused letter, with its problems in words."""
    if not isinstance(error, Refusal) or error.key != "letter.bad_file":
        return error
    codes = error.facts.get("problems")
    said = [problem(str(code)) for code in codes] if isinstance(codes, list) else []
    return Refusal("letter.bad_file", problems="; ".join(said))


def happened(event: CaseEvent, titles: Mapping[str, str]) -> str:
    """A line of the history; "" when it is the machine's own affair."""
    if said := happenings.of_term(event) or pay_happenings.of_payment(event) or audience_view.happened(event):
        return said
    if said := parcel_happenings.of_parcel(event) or dropoff_view.happened(event):
        return said
    sentence = _EVENTS.get(event.kind)
    return sentence(event.facts, titles.get(event.element or "", event.element or "")) if sentence else ""


def _filed(facts: Mapping[str, Any], _task: str) -> str:
    return str(_("Cererea a fost înregistrată cu nr. %(number)s", number=facts.get("number", "")))


def _completed(facts: Mapping[str, Any], _task: str) -> str:
    return str(_("Completarea a fost înregistrată cu nr. %(number)s", number=facts.get("number", "")))


CONNECTED = {
    "connected": l_("Conexată la nr. %(number)s: se dă un singur răspuns"),
    "repeated": l_("Clasată la nr. %(number)s, la care s-a răspuns"),
    "attached": l_("Adăugată la dosarul nr. %(number)s"),
}
CONNECTED_HERE = {
    "connected": l_("I s-a conexat petiția nr. %(number)s"),
    "repeated": l_("Aceeași petiție a mai venit, cu nr. %(number)s"),
    "attached": l_("I s-au adăugat documentele de la nr. %(number)s"),
}


def _connected(words: Mapping[str, LazyString]) -> Callable[[Mapping[str, Any], str], str]:
    return lambda facts, _task: str(words[facts["kind"]]) % {"number": facts["number"]}


def _excluded(facts: Mapping[str, Any], _task: str) -> str:
    return str(
        _("Dosarul nu poate fi lucrat de %(name)s (%(act)s)", **{k: facts[k] for k in ("name", "act")})
    )


def _nobody_left(facts: Mapping[str, Any], _task: str) -> str:
    said = _("La %(department)s nu are cine lucra dosarul: se repartizează din nou")
    return str(said) % {"department": facts.get("department", "")}


def _papers(facts: Mapping[str, Any], _task: str) -> str:
    told = {"number": facts["number"], "summary": facts.get("summary", "")}
    return str(_("Au venit documente cu nr. %(number)s: %(summary)s", **told))


def _checked(facts: Mapping[str, Any], _task: str) -> str:
    told = {"papers": facts.get("papers", 0), "pdf": facts.get("pdf", 0)}
    said = str(_("Documente primite: %(papers)s, dintre care PDF: %(pdf)s.", **told))
    if not facts.get("signatures_verified"):
        return f"{said} {_('Nu am verificat semnăturile')}"
    told = {"signed": facts.get("signed", 0), "good": facts.get("well_signed", 0)}
    return f"{said} {_('Semnate electronic: %(signed)s, cu semnături valabile: %(good)s', **told)}"


SAID = {
    "withdrawal": l_("Solicitantul a retras cererea (nr. %(number)s)"),
    "reopen": l_("Solicitantul a cerut redeschiderea (nr. %(number)s)"),
    "cessation": l_("Solicitantul a anunțat încetarea (nr. %(number)s)"),
    "other_time": l_("Solicitantul a cerut altă oră (nr. %(number)s)"),
}


def _said(facts: Mapping[str, Any], _task: str) -> str:
    told = str(SAID[facts["wish"]]) % {"number": facts.get("number", "")}
    return f"{told}: {facts['reason']}" if facts.get("reason") else told


def _issued(facts: Mapping[str, Any], _task: str) -> str:
    title = facts.get("title_en" if language() == "en" else "title")
    if not title:
        return str(_("Scrisoarea a primit nr. %(number)s", number=facts.get("number", "")))
    return str(_("„%(title)s” a primit nr. %(number)s", title=title, number=facts.get("number", "")))


def _in_locker(facts: Mapping[str, Any], _task: str) -> str:
    return str(_("Documentul așteaptă în casetă, %(place)s", place=facts.get("place", "")))


def _routed(facts: Mapping[str, Any], _task: str) -> str:
    return str(_("Repartizată la %(department)s", department=facts.get("department", "")))


def _moved(facts: Mapping[str, Any], _task: str) -> str:
    numbers = {"old": facts.get("from", ""), "new": facts.get("to", "")}
    return str(_("Trecută de la versiunea %(old)s la versiunea %(new)s a procedurii", **numbers))


def _joined(facts: Mapping[str, Any], _task: str) -> str:
    return str(_("Alăturată sesizării nr. %(number)s", number=facts.get("number", "")))


def _destroyed(facts: Mapping[str, Any], _task: str) -> str:
    said = _("Fișierele au fost distruse la sfârșitul termenului, după lista „%(list)s”", list=facts["list"])
    return str(said)


def _archived(facts: Mapping[str, Any], _task: str) -> str:
    return str(_("Dosarul a fost arhivat, indicativ %(code)s", code=facts.get("code", "")))


_EVENTS: Mapping[str, Callable[[Mapping[str, Any], str], str]] = {
    "filed": _filed,
    "claimed": lambda _facts, task: _("A preluat: %(task)s", task=task),
    "released": lambda _facts, task: _("A dat înapoi: %(task)s", task=task),
    "task_done": lambda _facts, task: _("A terminat: %(task)s", task=task),
    "routed": _routed,
    "handed_over": lambda _facts, _task: _("Hârtia a fost predată la repartizare, spre soluționare"),
    "completion_registered": _completed,
    "said": _said,
    "connected": _connected(CONNECTED),
    "connected_here": _connected(CONNECTED_HERE),
    "report_joined": _joined,
    "reopened": lambda _facts, _task: _("Sesizarea a fost redeschisă"),
    "excluded": _excluded,
    "nobody_left": _nobody_left,
    "papers_delivered": _papers,
    "papers_checked": _checked,
    "letter_issued": _issued,
    "locker_ready": _in_locker,
    "archived": _archived,
    "destroyed": _destroyed,
    "incident_opened": lambda _facts, _task: _("O treabă automată s-a oprit; administratorul a fost anunțat"),
    "incident_closed": lambda _facts, _task: _("Administratorul a încheiat incidentul"),
    "claimed_by_applicant": lambda _facts, _task: _("Solicitantul a legat dosarul de contul său"),
    "moved": _moved,
    "move_undone": _moved,
}
