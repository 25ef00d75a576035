"""What came with a message: each file looked at for viruses, examined, kept when it is what it says."""

import hashlib
from dataclasses import dataclass, field

from app.adapters.mime import File, Letter, Problem
from app.cityhall.arrivals.actions import ArrivingFile
from app.cityhall.documents import examined
from app.cityhall.documents.scans import INFECTED, REFUSED
from app.journey.house import House
from app.outside import Scan
from app.refusal import Refusal

Seen = list[tuple[str, Scan]]


@dataclass
class TakenOut:
    """The bytes of a message as they were kept. `seen`: what the look for viruses said, by hash."""

    raw_sha256: str
    files: list[ArrivingFile] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    seen: Seen = field(default_factory=list)
    infected: bool = False


def take_out(letter: Letter, raw: bytes, house: House) -> TakenOut:
    """Keep the message whole, and its files beside it unless there is a virus anywhere in it.

    A file that is refused stays inside the message. Raises OutsideError when bytes cannot be kept.
    """
    looks = [_scan(file, house) for file in letter.files]
    # The program looks into archives that we leave closed.
    whole = house.outside.antivirus.scan(raw)
    taken = TakenOut(house.outside.files.put(raw))
    taken.seen.append((taken.raw_sha256, whole))
    taken.infected = any(look.verdict == INFECTED for look in [whole, *looks])
    for file, look in zip(letter.files, looks, strict=True):
        _take(file, look, taken, house)
    if taken.infected and not any(look.verdict == INFECTED for look in looks):
        taken.problems.append(Problem("infected", {"name": "", "virus": whole.words}))
    return taken


def _scan(file: File, house: House) -> Scan:
    return house.outside.antivirus.scan(file.content) if file.content else Scan("not_scanned", "empty")


def _take(file: File, look: Scan, taken: TakenOut, house: House) -> None:
    name = examined.safe_name(file.filename)
    if look.verdict == INFECTED:
        taken.problems.append(Problem("infected", {"name": name, "virus": look.words}))
    refused = (
        "infected" if taken.infected else file.refused or ("scan_refused" if look.verdict == REFUSED else "")
    )
    media_type, why = file.media_type[:100], refused
    if not why:
        media_type, why = _examined(file, name)
    sha256 = hashlib.sha256(file.content).hexdigest()
    if not why:
        house.outside.files.put(file.content)
        taken.seen.append((sha256, look))
    taken.files.append(
        ArrivingFile(
            filename=name,
            media_type=media_type,
            size=len(file.content),
            sha256=sha256,
            state="refused" if why else "kept",
            verdict=look.verdict,
            reason=why,
            pages=None if why else examined.pages(file.content, media_type),
        )
    )


def _examined(file: File, name: str) -> tuple[str, str]:
    """Its true media type, or why it is refused."""
    if not file.content:
        return file.media_type[:100], "upload.empty"
    try:
        return examined.examine(file.content, name), ""
    except Refusal as refusal:
        return file.media_type[:100], refusal.key
