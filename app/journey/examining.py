"""What is looked at after a file came: its signatures, and viruses where nobody could look at once."""

from datetime import datetime

from sqlalchemy import select

from app.cityhall import journal
from app.cityhall.arrivals import actions as arrivals
from app.cityhall.arrivals.models import ArrivalFile
from app.cityhall.documents import reports, scans
from app.database import session, transaction
from app.journey.house import House
from app.logs import log
from app.outside import FoundSignature, NoAntivirus, OutsideError, Scan
from app.queue import jobs

SCAN = "scan_again"
AT_ONCE = 50
# The signatures of a file, and whether it could be looked through.
Looked = tuple[list[FoundSignature], bool]


def signatures(sha256: str, house: House, now: datetime) -> Looked | None:
    """The signatures of a stored file, and whether it could be looked through; None where nothing looks."""
    try:
        found = house.outside.signatures.read(house.outside.files.get(sha256), now)
    except OutsideError as error:
        if error.code != "signatures_unreadable":
            raise
        return [], False
    return None if found is None else (list(found), True)


def scan_those_left(house: House, now: datetime) -> int:
    """Have the files looked at that nobody could look at; how many. Asked when the program is there again."""
    if isinstance(house.outside.antivirus, NoAntivirus) or not (left := scans.waiting(AT_ONCE)):
        return 0
    if house.outside.antivirus.scan(b"ready?").verdict == scans.NOT_SCANNED:
        return 0
    with transaction():
        for one in left:
            jobs.enqueue(f"{SCAN}:{one.sha256}:{one.tries}", SCAN, {"sha256": one.sha256}, now)
    return len(left)


def scanned_again(sha256: str, scan: Scan, now: datetime) -> None:
    """Write a later look down, also beside what waits for its number; a virus is told in the journal."""
    scans.note(sha256, scan, now)
    waiting = select(ArrivalFile).filter_by(sha256=sha256, verdict=scans.NOT_SCANNED)
    for file in session().scalars(waiting):
        file.verdict = scan.verdict
    if scan.verdict == scans.INFECTED:
        arrivals.quarantine(sha256, scan.words)
    if scan.verdict in scans.DANGEROUS:
        journal.note("file.infected", now, facts={"sha256": sha256, "virus": scan.words})
        log.warning("file.infected", sha256=sha256, virus=scan.words)


def report(sha256: str, found: Looked | None, now: datetime) -> None:
    """Keep what was found; nothing where nothing looked."""
    if found is not None:
        reports.keep(sha256, found[0], now, readable=found[1])
