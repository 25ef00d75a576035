"""What may happen to a case next, whoever does it: people, services, clocks, messages."""

import itertools
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from app.engine.reading.model import Element
from app.engine.runs import Run, Wait
from tools.paths.material import Material

OF_THE_START = {"answers", "case", "settings", "delivery", "signers"}
MOST_RESULTS = 24
LYING = {"until": "2027-01-20T10:00:00+00:00", "remind_at": "2027-01-19T10:00:00+00:00"}
# What services say that no condition tells of: the kinds of their results.
RESULTS: Mapping[str, Sequence[Any]] = {
    "locker_deposit": (
        {"reserved": True, "waiting": False, "compartment": 1},
        {"reserved": False, "waiting": True},
        {"reserved": False, "waiting": False},
    ),
    "locker_ready": (LYING,),
    "locker_extend": (LYING,),
    "request_payment": (
        {"due": True, "reference": "1-2026-1", "amount": 1450},
        {"due": False, "reference": "", "amount": 0},
    ),
    "payment_state": (
        {"due": True, "paid": False, "reference": "1-2026-1", "amount": 1450, "result": "due"},
        {"due": False, "paid": True, "reference": "", "amount": 0, "result": "paid"},
        {"due": False, "paid": False, "reference": "", "amount": 0, "result": "expired"},
        {"due": False, "paid": False, "reference": "", "amount": 0, "result": "none"},
    ),
    "validity": (
        {
            "from": "2026-11-23",
            "until": "2027-11-22",
            "remind_on": "2027-10-23",
            "ends_on": "2027-11-23",
        },
    ),
    "refund_payment": ({"refunded": True}, {"refunded": False}),
    "issue_letter": ({"number": "2/23.11.2026", "register_number": "1/23.11.2026"},),
    "find_twins": (
        {"open": "", "answered": "", "number": "", "kind": ""},
        {"open": "1/20.11.2026", "answered": "", "number": "1/20.11.2026", "kind": "connected"},
        {"open": "", "answered": "1/02.11.2026", "number": "1/02.11.2026", "kind": "repeated"},
    ),
}
PAYLOADS: Mapping[str, Any] = {
    "withdrawal": {"reason": "M-am răzgândit."},
    "reopen": {"reason": "Nu s-a rezolvat."},
    "cessation": {"reason": "Închid punctul de lucru."},
}


@dataclass(frozen=True)
class Move:
    """Something that happens to a case, or to the element (and round) that waits."""

    verb: str
    element: str = ""
    item: int | None = None
    value: Any = None
    name: str = ""
    about: str | None = None

    def make(self, run: Run, now: datetime) -> bool:
        """Do it; False when nobody takes it. Raises StepError."""
        if self.verb == "wake":
            run.wake(now)
            return True
        if self.verb == "signal":
            return run.signal(self.name, now)
        if self.verb == "deliver":
            return run.deliver(self.name, now, self.value, self.about)
        (task, *_) = [w.task_id for w in run.waits() if (w.element, w.item) == (self.element, self.item)]
        if self.verb == "fail":
            return run.fail_service(task, str(self.value), now)
        if self.verb == "finish":
            run.finish_service(task, self.value, now)
        else:
            run.complete(task, run.diagram.model.elements[self.element].form, self.value, now)
        return True

    def __str__(self) -> str:
        said = f" {self.value}" if self.value not in (None, {}) else ""
        return f"{self.verb} {self.element or self.name}{said}"


class Moves:
    """All moves worth trying in one procedure."""

    def __init__(self, material: Material) -> None:
        self.material = material
        self.elements = material.diagram.model.elements
        self._answers = cache(self._alternatives)

    def first(self) -> Iterator[dict[str, Any]]:
        """First data: the alternatives of the application form, on every channel that is asked about."""
        channels = ["portal", "counter"] if self._asks_channel() else ["portal"]
        form = self.material.form(self.material.config["form"])
        wanted = {name[1:]: said for name, said in self.material.asked.items() if name[0:1] == ("answers",)}
        if ("delivery",) in self.material.asked:
            wanted[("delivery",)] = self.material.asked[("delivery",)]
        said = [*form.said(), *form.alternatives(wanted)]
        for answers, channel in itertools.product(said, channels):
            first = self.material.first_data(answers, channel)
            yield first
            yield from ({**first, "settings": said} for said in self._switched(first["settings"]))

    def _switched(self, settings: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
        """With each switch that conditions ask about the other way."""
        for _, *name in (path for path in self.material.asked if path[:1] == ("settings",)):
            if name and isinstance(settings.get(name[0]), bool):
                yield {**settings, name[0]: not settings[name[0]]}

    def _asks_channel(self) -> bool:
        return bool({("case", "channel"), ("case", "has_account")} & self.material.asked.keys())

    def next(self, run: Run) -> Iterator[Move]:
        """What may happen to a run; a service is performed before anything else is done."""
        waits = self._one_a_place(run.waits())
        services = [wait for wait in waits if wait.kind == "service"]
        if services:
            yield from self._service(services[0])
            return
        for wait in waits:
            if wait.kind == "human":
                for answers in self._answers(self.elements[wait.element].form or ""):
                    yield Move("complete", wait.element, wait.item, answers)
            elif wait.kind in {"message", "signal"}:
                yield from self._heard(wait)
        if any(wait.kind == "timer" for wait in waits):
            yield Move("wake")

    def _one_a_place(self, waits: Sequence[Wait]) -> list[Wait]:
        """Of rounds that wait side by side, the first: they are alike."""
        found: dict[str, Wait] = {}
        for wait in waits:
            found.setdefault(wait.element, wait)
        return list(found.values())

    def _alternatives(self, form: str) -> list[dict[str, Any]]:
        wanted = {name[1:]: said for name, said in self.material.asked.items() if name[:1] == (form,)}
        wanted.pop((), None)
        return self.material.form(form).alternatives(wanted) if form else [{}]

    def _service(self, wait: Wait) -> Iterator[Move]:
        for result in self._results(self.elements[wait.element], wait):
            yield Move("finish", wait.element, wait.item, result)
        for code in self.material.error_codes if self._caught(wait.element) else ():
            yield Move("fail", wait.element, wait.item, code)

    def _caught(self, element: str) -> bool:
        """Does anybody catch what goes wrong there?"""
        beside = self.material.diagram.model.attached(element)
        return any(one.event is not None and one.event.kind == "error" for one in beside)

    def _results(self, element: Element, wait: Wait) -> Sequence[Any]:
        if not element.result:
            return [None]
        if (wait.operation or "") in RESULTS:
            return RESULTS[wait.operation or ""]
        return self._said_under(element.result) or [None]

    def _said_under(self, name: str) -> list[Any]:
        """Mappings with every value of every field that is asked about under that name."""
        asked = self.material.asked.items()
        fields = {path[1]: said or (None,) for path, said in asked if path[:1] == (name,) and path[1:]}
        if not fields:
            return list(self.material.asked.get((name,), ()))
        if math.prod(map(len, fields.values())) > MOST_RESULTS:
            most = max(map(len, fields.values()))
            return [{key: said[turn % len(said)] for key, said in fields.items()} for turn in range(most)]
        every = itertools.product(*fields.values())
        return [dict(zip(fields, values, strict=True)) for values in every]

    def _heard(self, wait: Wait) -> Iterator[Move]:
        if wait.kind == "signal":
            yield Move("signal", wait.element, name=wait.message or "")
            return
        event = self.elements[wait.element].event
        said = self._said_under(event.variable) if event and event.variable else []
        for payload in said or [PAYLOADS.get(wait.message or "", {})]:
            yield Move(
                "deliver", wait.element, value=payload, name=wait.message or "", about=wait.correlation
            )


def woken_at(run: Run, now: datetime) -> datetime:
    """When the run's next timer is due."""
    return max(now, min((w.due for w in run.waits() if w.due is not None), default=now))
