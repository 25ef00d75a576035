"""Cases that belong to the one shown: which are joined, and which a clerk may join it to."""

from typing import NamedTuple

from app.cityhall.cases import connections, queries
from app.cityhall.cases.models import Case
from app.web import gate
from app.web.connected import Line, line


class Candidate(NamedTuple):
    """An earlier petition that may be the same, and what is alike."""

    case: Case
    open: bool
    alike: int
    named: bool
    seen: bool


def joined(case: Case) -> list[Line]:
    """What the case is joined to, and what is joined to it; a link only to what the reader may see."""
    others = connections.other_side(case.id, connections.of_case(case.id))
    seen = queries.seen([other.id for other, _kind, _earlier in others], gate.actor())
    return [
        line(other, kind, "desk.case" if other.id in seen else "", earlier=earlier)
        for other, kind, earlier in others
    ]


def candidates(case: Case) -> list[Candidate]:
    """Earlier petitions to read beside this one."""
    found = connections.twins(case)
    seen = queries.seen([one.case.id for one in found], gate.actor())
    return [Candidate(one.case, one.open, one.alike, one.named, one.case.id in seen) for one in found]
