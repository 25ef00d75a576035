"""The folder into which a scanner lays its files: taken in when complete, then moved out of the way.

`<folder>/*.pdf|jpg|png` are the installed institution's; `<folder>/<code>/…` those of another. A file counts
as complete when it has not changed for some seconds and opens; one that never opens is laid aside.
"""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from app import faults
from app.cityhall import institutions
from app.cityhall.documents import examined
from app.cityhall.registry.rules import romanian_day
from app.database import session
from app.journey import scans
from app.journey.house import House
from app.journey.scans import Scanned
from app.logs import log
from app.outside import OutsideError
from app.refusal import Refusal

DONE, ASIDE = "Preluate", "Respinse"
ENDINGS = frozenset({".pdf", ".jpg", ".jpeg", ".png"})
STILL_FOR = timedelta(seconds=5)
GIVEN_UP_AFTER = timedelta(minutes=10)
LARGEST = 200 * examined.MEGABYTE
AT_ONCE = 10


class FolderState(NamedTuple):
    """How the folder is: can it be read, how many files wait, how many were laid aside."""

    readable: bool
    waiting: int
    aside: int


def collect(folder: Path, code: str, house: House, now: datetime) -> int:
    """Take in what is complete; how many papers were new."""
    new = 0
    for owner, path in list(_waiting(folder, code))[:AT_ONCE]:
        try:
            new += _take_in(path, owner, house, now)
        except (OSError, OutsideError) as error:
            # The next round tries again: the file still lies there.
            log.warning("scan.not_taken", error=type(error).__name__)
    return new


def state(folder: Path) -> FolderState:
    """For the page of the papers."""
    try:
        waiting = sum(1 for _one in _waiting(folder, ""))
        aside = sum(1 for one in (folder / ASIDE).rglob("*") if one.is_file())
    except OSError:
        return FolderState(readable=False, waiting=0, aside=0)
    return FolderState(folder.is_dir(), waiting, aside)


def _waiting(folder: Path, code: str) -> Iterator[tuple[str, Path]]:
    for one in sorted(folder.iterdir()) if folder.is_dir() else ():
        if one.is_dir() and not one.is_symlink() and one.name not in {DONE, ASIDE}:
            yield from ((one.name, inner) for inner in sorted(one.iterdir()) if _is_scan(inner))
        elif _is_scan(one):
            yield code, one


def _is_scan(path: Path) -> bool:
    return (
        path.is_file()
        and not path.is_symlink()
        and not path.name.startswith(".")
        and path.suffix.lower() in ENDINGS
    )


def _take_in(path: Path, code: str, house: House, now: datetime) -> bool:
    hall = institutions.by_code(code)
    facts = path.stat()
    changed = datetime.fromtimestamp(facts.st_mtime, UTC)
    institution_id = hall.id if hall else None
    session().rollback()
    if institution_id is None or now - changed < STILL_FOR:
        return False
    if facts.st_size > LARGEST:
        return _lay_aside(path, "upload.too_large", now)
    content = path.read_bytes()
    try:
        name = examined.safe_name(path.name)
        media_type = examined.examine(content, name)
        said = Scanned(institution_id, "scanner", arrived_at=changed)
        scans.take_in([(name, content, media_type)], said, house, now)
    except Refusal as refusal:
        if refusal.key == "scan.known":
            return _put_away(path, DONE, now)
        # Perhaps the scanner is still writing: only what stays broken is laid aside.
        return now - changed > GIVEN_UP_AFTER and _lay_aside(path, refusal.key, now)
    faults.point("scan.before_put_away")
    _put_away(path, DONE, now)
    return True


def _lay_aside(path: Path, why: str, now: datetime) -> bool:
    log.warning("scan.laid_aside", why=why)
    return _put_away(path, ASIDE, now)


def _put_away(path: Path, where: str, now: datetime) -> bool:
    """Into a folder of the day beside it; never over another file. Always False: nothing new."""
    day = path.parent / where / f"{romanian_day(now):%Y-%m-%d}"
    day.mkdir(parents=True, exist_ok=True)
    place = day / path.name
    number = 2
    while place.exists():
        place = day / f"{path.stem}-{number}{path.suffix}"
        number += 1
    shutil.move(path, place)
    return False
