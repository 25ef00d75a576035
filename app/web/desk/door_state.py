"""How a task's door stands, in words for who is in front of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask_babel import gettext as _

from app.cityhall.cases.models import CaseTask
from app.cityhall.lockers import queries as lockers
from app.cityhall.lockers.models import Parcel, ParcelEvent
from app.cityhall.lockers.rules import ParcelState

PATIENCE = timedelta(seconds=30)
DONE = {
    "deposit": {ParcelState.DEPOSITED, ParcelState.READY},
    "take_back": {ParcelState.RETURNED, ParcelState.COLLECTED},
}


@dataclass(frozen=True)
class DoorState:
    """`state`: reserved, asked, silent, open, jammed, done; `tone` as of notices."""

    parcel: Parcel
    state: str
    tone: str
    title: str
    text: str

    @property
    def moving(self) -> bool:
        """Will it change by itself soon?"""
        return self.state in {"asked", "open"}


def of(task: CaseTask, now: datetime) -> DoorState | None:
    """The door of the task's parcel; None when there is no parcel."""
    parcel = lockers.latest(task.case_id)
    if parcel is None:
        return None
    state = _state(task.form, parcel, lockers.events(parcel.id), now)
    tone, title, text = _words(task.form, state)
    return DoorState(parcel, state, tone, title, text)


def _state(purpose: str, parcel: Parcel, events: list[ParcelEvent], now: datetime) -> str:
    if parcel.door_open and not parcel.over:
        return "open"
    if ParcelState(parcel.state) in DONE[purpose]:
        return "done"
    last = events[-1] if events else None
    if last is not None and last.kind.startswith("door.jammed"):
        return "jammed"
    if last is not None and last.kind in {"door_asked", "opened"}:
        return "asked" if now - last.at < PATIENCE else "silent"
    return "reserved"


def _words(purpose: str, state: str) -> tuple[str, str, str]:
    say = (_TAKE_BACK if purpose == "take_back" else {}).get(state, _DEPOSIT[state])
    return say()


def _silent() -> tuple[str, str, str]:
    text = _("Comanda se trimite din nou singură. Dacă ușa rămâne închisă, apăsați iar „Deschide ușa”.")
    return "warn", _("Caseta nu a răspuns încă"), text


def _deposited() -> tuple[str, str, str]:
    text = _("Ușa este închisă. Confirmați mai jos; abia apoi primește solicitantul codul.")
    return "ok", _("Plic înăuntru"), text


def _jammed() -> tuple[str, str, str]:
    text = _("Ușa nu s-a deschis. Încercați din nou sau chemați tehnicianul casetei.")
    return "bad", _("Blocată"), text


Say = Callable[[], tuple[str, str, str]]
_DEPOSIT: Mapping[str, Say] = {
    "reserved": lambda: ("info", _("Rezervată"), _("Pregătiți plicul, apoi deschideți ușa.")),
    "asked": lambda: ("info", _("Se deschide…"), _("Am trimis comanda. Pagina se schimbă singură.")),
    "silent": _silent,
    "open": lambda: ("warn", _("Deschisă"), _("Puneți plicul înăuntru și închideți ușa.")),
    "jammed": _jammed,
    "done": _deposited,
}
_TAKE_BACK: Mapping[str, Say] = {
    "reserved": lambda: ("info", _("Plic înăuntru"), _("Deschideți ușa și scoateți plicul.")),
    "open": lambda: ("warn", _("Deschisă"), _("Scoateți plicul și închideți ușa.")),
    "done": lambda: ("ok", _("Goală"), _("Ușa este închisă. Confirmați mai jos și duceți plicul la ghișeu.")),
}
