"""The rounds of the archive's watchman: files are read again, and whoever keeps them is told of a fault."""

from datetime import datetime
from pathlib import Path

from app.cityhall import fixity, institutions
from app.cityhall.documents.models import Document
from app.cityhall.fixity import FileFault
from app.cityhall.people import posts
from app.cityhall.people.models import Account
from app.cityhall.registry.rules import romanian_day
from app.database import session, transaction
from app.journey import notify
from app.journey.house import House
from app.outside import OutsideError

AT_ONCE = 20
KEEPERS = ("archivist", "administrator")
TEXTS = Path(fixity.__file__).with_suffix(".toml").read_bytes()
WHAT = {"file_missing": "lipsește", "file_damaged": "are alți octeți"}


def check_due(house: House, now: datetime, most: int = AT_ONCE) -> int:
    """Check the files whose turn it is; how many. Each is read outside any transaction."""
    with transaction():
        waiting = list(fixity.due(now, most))
    for sha256 in waiting:
        what = _fault(sha256, house)
        with transaction():
            if what:
                fixity.failed(sha256, what, now)
            else:
                fixity.passed(sha256, now)
    _tell(house, now)
    return len(waiting)


def _fault(sha256: str, house: House) -> str:
    """What is wrong with a file; a store that does not answer says nothing about it."""
    try:
        house.outside.files.get(sha256)
    except OutsideError as error:
        return error.code if error.code in WHAT else ""
    return ""


def _tell(house: House, now: datetime) -> None:
    """An e-mail to archivists and administrators, once for each fault."""
    with transaction():
        faults = list(fixity.untold())
        for fault in faults:
            for account in _keepers(now):
                _write(fault, account, house, now)
            fault.told_at = now


def _keepers(now: datetime) -> list[Account]:
    """Everybody who keeps files, each once."""
    today = romanian_day(now)
    found = {
        account.id: account
        for hall in institutions.everyone()
        for role in KEEPERS
        for account in posts.holders(hall.id, role, today)
    }
    return list(found.values())


def _write(fault: FileFault, account: Account, house: House, now: datetime) -> None:
    paper = session().get(Document, fault.document_id) if fault.document_id else None
    said = {
        "title": paper.title if paper else fault.sha256[:12],
        "what": WHAT.get(fault.what, fault.what),
        "sha256": fault.sha256,
        "link": f"{house.url}/arhiva/integritate",
    }
    notify.to_person(account.person, TEXTS, "file_fault", f"fault:{fault.id}:{account.id}", said, now)
