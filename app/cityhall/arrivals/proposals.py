"""What the registry proposes for a letter that came, from its words and from what came before. Pure.

Only a proposal: each guess carries its reason, and a registrar confirms or corrects.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from typing import Any

from app.cityhall.arrivals import words
from app.cityhall.arrivals.hints import Hints, Scored, scored
from app.cityhall.arrivals.words import fold
from app.cityhall.people.phones import mobile

LONGEST_SUMMARY = 200
EVERYWHERE, REGISTRY = "other", "RP"
# What the sender's earlier letters count beside the words of this one.
EARLIER, MOST_EARLIER = 2, 6
PREFIXES = (
    "re:",
    "fw:",
    "fwd:",
    "r:",
    "i:",
    "rv:",
    "tr:",
    "fyi:",
    "urgent:",
    "[spam]",
    "[extern]",
    "[external]",
)
COMPANY_SIGNS = (
    " srl",
    " s.r.l",
    " sa",
    " s.a.",
    "asociatia",
    "primaria",
    "ministerul",
    "inspectorat",
    "agentia",
)


@dataclass(frozen=True)
class Letter:
    """What came, as far as a machine can read it; `text` is the message's, `attached` that of its files."""

    subject: str
    text: str
    sender_name: str = ""
    sender_address: str = ""
    sent_on: date | None = None
    filenames: Sequence[str] = ()
    attached: str = ""
    pages: int = 0


@dataclass(frozen=True)
class Earlier:
    """What became of an earlier letter of this sender: its kind of document and its department's code."""

    document: str
    department: str


@dataclass(frozen=True)
class Known:
    """Who the hall takes the sender for; `proved`: the address was proved, and this letter came from it."""

    person_id: str
    full_name: str
    address: Mapping[str, str] = field(default_factory=dict)
    phone: str = ""
    proved: bool = False


@dataclass(frozen=True)
class Around:
    """What the hall knows besides: the sender, earlier letters, the case or entry that the letter names."""

    known: Known | None = None
    earlier: Sequence[Earlier] = ()
    connected_to: str = ""
    connected_number: str = ""
    connected_by: str = ""
    waits_for_completion: bool = False
    duplicate_of: str = ""
    duplicate_number: str = ""
    alike: int = 0
    departments: Collection[str] = ()


@dataclass(frozen=True)
class Reason:
    """Why a field says what it says: a key and its facts, put into words on the page."""

    field: str
    key: str
    facts: Mapping[str, Any]


@dataclass(frozen=True)
class Proposal:
    """One letter's place in the register, all of it filled in."""

    kind: str
    document: str
    department: str
    category: str
    issuer: str
    full_name: str
    summary: str
    organisation: bool = False
    person_id: str | None = None
    address: Mapping[str, str] = field(default_factory=dict)
    phone: str = ""
    sender_number: str = ""
    sender_date: str = ""
    sheets: int = 1
    annexes: int = 0
    connected_to: str = ""
    connected_number: str = ""
    duplicate_of: str = ""
    duplicate_number: str = ""
    confidence: int = 0
    reasons: Sequence[Reason] = ()

    def as_json(self) -> dict[str, Any]:
        """As it is kept with the arrival."""
        return {**asdict(self), "reasons": [asdict(one) for one in self.reasons]}


def propose(letter: Letter, around: Around, hints: Hints) -> Proposal:
    """Everything that a registrar would type, with the reasons."""
    said = words.own(letter.text) or letter.attached
    places = _places(letter, said)
    document, sure, why_kind = _document(places, around, hints)
    department, category, why_department = _department(document, places, around, hints)
    issuer, full_name = _issuer(letter, said, around)
    number = _own_number(f"{letter.subject}\n{said}\n{letter.attached}")
    found = Proposal(
        kind="entry",
        document=document,
        department=department,
        category=category,
        issuer=issuer,
        full_name=full_name,
        organisation=_is_organisation(issuer),
        summary=_summary(letter, said),
        person_id=around.known.person_id if around.known else None,
        address=_address(f"{said}\n{letter.attached}", around),
        phone=mobile(words.phone(f"{said}\n{letter.attached}"))
        or (around.known.phone if around.known else ""),
        sender_number=number.number if number else "",
        sender_date=number.day.isoformat() if number else "",
        sheets=max(1, letter.pages),
        annexes=_annexes(letter, said),
        connected_to=around.connected_to,
        connected_number=around.connected_number,
        duplicate_of=around.duplicate_of,
        duplicate_number=around.duplicate_number,
        confidence=sure,
        reasons=[*why_kind, *why_department, *_other_reasons(around)],
    )
    return _becoming(found, around, hints)


def _places(letter: Letter, said: str) -> dict[str, str]:
    names = " ".join(letter.filenames).replace("_", " ").replace("-", " ")
    return {
        "subject": fold(bare_subject(letter.subject)),
        "filename": fold(names),
        "sender": fold(letter.sender_name),
        "text": fold(f"{said}\n{letter.attached}"),
    }


def bare_subject(subject: str) -> str:
    """The subject without the „Re: Fwd:” before it."""
    left = " ".join(subject.split())
    while prefix := next((one for one in PREFIXES if left.lower().startswith(one)), ""):
        left = left[len(prefix) :].lstrip()
    return left


def _document(places: Mapping[str, str], around: Around, hints: Hints) -> tuple[str, int, list[Reason]]:
    """What the document is, how sure that is in percent, and why."""
    found = scored(hints.documents, places, hints.weights)
    if around.waits_for_completion:
        return "completion", 90, [Reason("kind", "awaited", {"number": around.connected_number})]
    points = {one.hint.name: one.score for one in found}
    for kind in {one.document for one in around.earlier} & {one.name for one in hints.documents}:
        points[kind] = points.get(kind, 0) + _earlier_points(
            sum(one.document == kind for one in around.earlier)
        )
    if not points:
        return EVERYWHERE, 20, [Reason("kind", "no_words", {})]
    best = max(points, key=lambda kind: points[kind])
    others = sorted(points.values(), reverse=True)[1:2]
    sure = round(100 * points[best] / (points[best] + sum(others) + 1))
    return best, sure, _why("kind", best, found, [one.document for one in around.earlier])


def _earlier_points(count: int) -> int:
    return min(count * EARLIER, MOST_EARLIER)


def _why(name: str, chosen: str, found: Sequence[Scored], earlier: Sequence[str]) -> list[Reason]:
    said = next((one.words for one in found if chosen in (one.hint.name, one.hint.department)), ())
    why = [Reason(name, "words", {"words": list(said)})] if said else []
    count = sum(one == chosen for one in earlier)
    if count:
        why.append(Reason(name, "history", {"count": count, "total": len(earlier)}))
    return why


def _department(
    document: str, places: Mapping[str, str], around: Around, hints: Hints
) -> tuple[str, str, list[Reason]]:
    """Who works on it, as what a petition about it counts, and why."""
    found = [one for one in scored(hints.departments, places, hints.weights) if _here(one, around)]
    category = found[0].hint.name if found else EVERYWHERE
    rule = hints.document(document)
    if rule is not None and rule.department and _known(rule.department, around):
        return rule.department, category, [Reason("department", "by_kind", {"act": hints.act})]
    points: dict[str, int] = {}
    for one in found:
        points[one.hint.department] = max(one.score, points.get(one.hint.department, 0))
    earlier = [one.department for one in around.earlier if _known(one.department, around)]
    for code in set(earlier):
        points[code] = points.get(code, 0) + _earlier_points(earlier.count(code))
    if not points:
        return REGISTRY, category, [Reason("department", "no_words", {})]
    best = max(points, key=lambda code: points[code])
    category = next((one.hint.name for one in found if one.hint.department == best), category)
    return best, category, _why("department", best, found, earlier)


def _here(one: Scored, around: Around) -> bool:
    return _known(one.hint.department, around)


def _known(code: str, around: Around) -> bool:
    """Has this institution such a department? (Nobody said which it has: then yes.)"""
    return not around.departments or code in around.departments


def _issuer(letter: Letter, said: str, around: Around) -> tuple[str, str]:
    """Who sends it, as the register says it, and the person who writes."""
    name = words.with_commas(" ".join(letter.sender_name.strip(" \"'").split()))
    called = words.called(f"{said}\n{letter.attached}")
    # Who leaves the accents out of the letter has them in the address book.
    person = name if not called or fold(called) == fold(name) else called
    person = person or letter.sender_address
    if around.known is not None:
        return around.known.full_name, around.known.full_name
    if _is_organisation(name):
        return name, called or name
    firm = words.company(letter.text) if "@" in name or not name else ""
    return (firm or person)[:200], person[:120]


def _is_organisation(name: str) -> bool:
    plain = f" {fold(name)}"
    return any(sign in plain for sign in COMPANY_SIGNS)


def _summary(letter: Letter, said: str) -> str:
    """The subject; where it says nothing, the first words of the letter."""
    subject = bare_subject(letter.subject)
    if len(subject) < 4 or not any(sign.isalpha() for sign in subject):
        lines = [line.strip() for line in said.splitlines()]
        subject = next((line for line in lines if len(line) > 25), subject or "Fără subiect")
    subject = words.with_commas(subject)
    return subject if len(subject) <= LONGEST_SUMMARY else subject[: LONGEST_SUMMARY - 1].rstrip() + "…"


def _own_number(text: str) -> words.Numbered | None:
    return next((one for one in words.numbers(text) if not one.ours), None)


def _annexes(letter: Letter, said: str) -> int:
    stated = words.annexes(f"{said}\n{letter.attached}")
    return len(letter.filenames) if stated is None else stated


def _address(text: str, around: Around) -> Mapping[str, str]:
    return words.address(text) or (around.known.address if around.known else {})


def _other_reasons(around: Around) -> list[Reason]:
    why = []
    if around.known is not None:
        key = "proved" if around.known.proved else "seen_before"
        why.append(Reason("issuer", key, {"name": around.known.full_name}))
    if around.connected_to:
        why.append(Reason("connected_to", around.connected_by, {"number": around.connected_number}))
    if around.duplicate_of:
        facts = {"number": around.duplicate_number, "alike": around.alike}
        why.append(Reason("duplicate_of", "same" if around.alike == 100 else "alike", facts))
    return why


def _becoming(found: Proposal, around: Around, hints: Hints) -> Proposal:
    """What confirming makes of it: a petition's case, a drop-off's, a completion, or a plain entry."""
    rule = hints.document(found.document)
    kind = rule.becomes if rule is not None else "drop_off"
    if kind == "completion" and not around.waits_for_completion:
        # No case waits for it, or somebody else's does: only a registrar may lay it there.
        kind = "entry" if found.connected_to else "drop_off"
    if kind == "petition" and not complete_address(found.address):
        # OG 27/2002 art. 7: who writes must say where to be answered; a registrar decides what it is.
        return replace(found, kind="drop_off", reasons=[*found.reasons, Reason("kind", "no_address", {})])
    return replace(found, kind=kind)


def complete_address(address: Mapping[str, str]) -> bool:
    """What the petition's form asks of an address."""
    return all(address.get(name) for name in ("street", "number", "locality"))
