"""What failed and why, in the hall's words."""

import re
from collections.abc import Mapping

from flask_babel import gettext as _
from flask_babel import lazy_gettext

from app.cityhall.cases.models import Case
from app.cityhall.incidents import Incident
from app.journey import diagrams
from app.web.form_pages.wording import language

l_ = lazy_gettext
OPERATIONS: Mapping[str, object] = {
    "file_receipt": l_("Dovada depunerii"),
    "notify": l_("Înștiințarea solicitantului"),
    "assign_department": l_("Repartizarea la compartiment"),
    "hand_over": l_("Predarea hârtiei la compartiment"),
    "set_outcome": l_("Scrierea rezultatului în dosar"),
    "pause_term": l_("Oprirea termenului"),
    "resume_term": l_("Repornirea termenului"),
    "issue_letter": l_("Emiterea scrisorii"),
    "locker_deposit": l_("Rezervarea unei casete"),
    "locker_ready": l_("Codul de ridicare din casetă"),
    "locker_extend": l_("Prelungirea timpului de ridicare"),
    "locker_take_back": l_("Scoaterea plicului din casetă"),
    "archive": l_("Arhivarea dosarului"),
}
JOBS: Mapping[str, object] = {
    "service": l_("O treabă automată a procedurii"),
    "send_notice": l_("Trimiterea unui mesaj"),
    "message": l_("Aducerea unei vești la dosar"),
    "signal": l_("Aducerea unui semnal la dosar"),
    "open_door": l_("Deschiderea unei casete"),
    "refund_payment": l_("Restituirea unei plăți"),
    "feed_moves": l_("Pregătirea unei mutări de cereri"),
    "move_case": l_("Mutarea unei cereri pe altă versiune"),
    "route_paper": l_("Repartizarea unei hârtii dintr-un grup"),
    "undo_move": l_("Luarea înapoi a unei cereri mutate"),
    "play_scenario": l_("Jucarea unui scenariu al unei ciorne"),
    "replay_case": l_("Reluarea unui dosar încheiat pe o ciornă"),
}
KINDS: Mapping[str, object] = {
    "job": l_("O treabă automată"),
    "timer": l_("Un cronometru al procedurii"),
    "message": l_("O veste din afara primăriei"),
}
ERRORS: Mapping[str, object] = {
    "timeout": l_("Sistemul din afară nu a răspuns la timp."),
    "unreachable": l_("Sistemul din afară nu poate fi găsit. Poate rețeaua sau adresa lui."),
    "bad_answer": l_("Sistemul din afară a răspuns altceva decât ne așteptam."),
    "unauthorized": l_("Sistemul din afară nu ne-a primit cheia."),
    "http_401": l_("Sistemul din afară nu ne-a primit cheia."),
    "http_403": l_("Sistemul din afară nu ne-a primit cheia."),
    "try_later": l_("Sistemul din afară a cerut să revenim mai târziu."),
    "refused": l_("Sistemul din afară a refuzat mesajul."),
    "bad_address": l_("Adresa sau numărul destinatarului nu este bun."),
    "not_supported": l_("Serverul de e-mail nu primește astfel de mesaje."),
    "case_not_waiting": l_("Dosarul nu aștepta această veste."),
    "too_late": l_("Au trecut prea multe minute de când s-a cerut."),
    "parcel_unknown": l_("Dosarul nu are niciun plic în casetă."),
    "door_not_free_yet": l_("Caseta a dat o ușă despre care nu știm încă dacă s-a golit."),
    "parcel.wrong_state": l_("Plicul nu este în starea potrivită."),
    "file_not_kept": l_("Fișierul nu a putut fi păstrat: discul este plin sau nu se poate scrie."),
    "file_missing": l_("Un fișier al dosarului lipsește de pe disc."),
    "file_damaged": l_("Un fișier al dosarului este deteriorat pe disc."),
    "pdf_failed": l_("Documentul PDF nu a putut fi făcut."),
    "letter_not_docx": l_("Scrisoarea nu este un document Word (DOCX)."),
    "expired": l_("Dosarul nu a așteptat-o până i-a trecut timpul."),
}
UNKNOWN = l_("O eroare a programului. Trimiteți rândul tehnic celui care îl întreține.")
SERVER = l_("Sistemul din afară are el însuși o problemă.")
CODE = re.compile(r"^\w+\('([\w.]+)'\)?")
RESOLUTIONS: Mapping[str, tuple[object, str]] = {
    "retried": (l_("Încercat din nou"), "ok"),
    "by_hand": (l_("Rezolvat de mână"), "ok"),
    "gone": (l_("Renunțat"), "muted"),
}


def failed(incident: Incident) -> str:
    """What did not get done."""
    job, operation = str(incident.facts.get("job", "")), str(incident.facts.get("operation", ""))
    said = OPERATIONS.get(operation) or JOBS.get(job) or KINDS.get(incident.kind)
    return str(said or job or incident.kind)


def step(incident: Incident) -> str:
    """The step of the procedure, in the reader's language; "" when there is none."""
    if incident.case is None or not incident.element or incident.kind == "message":
        return ""
    found = diagrams.of_version(incident.case.version_id).model.elements.get(incident.element)
    if found is None:
        return incident.element
    return (found.name_en if language() == "en" else "") or found.name or incident.element


def why(incident: Incident) -> str:
    """The last error, in plain words."""
    if incident.kind == "message":
        return str(ERRORS["expired"])
    found = CODE.match(str(incident.facts.get("error", "")))
    code = found[1] if found else ""
    if code.startswith("http_5"):
        return str(SERVER)
    return str(ERRORS.get(code, UNKNOWN))


def technical(incident: Incident) -> str:
    """The same for whoever keeps the program: where, and the error's own line."""
    names = {"job": incident.job_id, "element": incident.element, "case": incident.case_id}
    known = [f"{name} {value}" for name, value in names.items() if value]
    said = [str(incident.facts[name]) for name in ("error", "message") if name in incident.facts]
    return "\n".join([*said, *known])


def resolution(incident: Incident) -> tuple[str, str]:
    """How it was settled, and the tone of that."""
    said, tone = RESOLUTIONS.get(incident.resolution or "", (_("Deschis"), "bad"))
    return str(said), tone


def number(case: Case) -> str:
    """The case's number."""
    return str(_("Nr. %(number)s", number=case.entry.legal_number))
