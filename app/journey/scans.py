"""Papers scanned at the desk, or laid by a scanner into a folder: kept whole, read, and proposed.

The bytes are kept before the transaction that makes the arrival; a file leaves the scanner's folder only
after it. Whoever dies in between finds it again, known by its hash.
"""

import contextlib
import hashlib
import io
import uuid
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from app.adapters import mime, ocr, texts
from app.cityhall.arrivals import actions, queries, rules
from app.cityhall.arrivals.actions import Arriving
from app.cityhall.arrivals.models import Arrival
from app.cityhall.documents import joined, scans
from app.database import session, transaction
from app.journey import enclosures
from app.journey.house import House
from app.outside import NoOcr
from app.queue import jobs
from app.refusal import Refusal

READ = "read_scan"
LONGEST_TEXT = 200_000
Page = tuple[str, bytes, str]  # name, content, media type; examined before


@dataclass(frozen=True)
class Scanned:
    """What is known of a paper that was scanned; `source` is counter or scanner."""

    institution_id: uuid.UUID
    source: str
    arrived_at: datetime
    sender_name: str = ""
    sender_address: str = ""
    subject: str = ""


def take_in(pages: Sequence[Page], said: Scanned, house: House, now: datetime) -> uuid.UUID:
    """Join the pages into one document and keep it as an arrival; its id. Not inside a transaction.

    Raises Refusal `scan.*` (see `joined.join`), `scan.known` when the same pages have come before.
    """
    whole = joined.join(pages)
    raw = whole if len(pages) == 1 and pages[0][2] == joined.PDF else _packed(pages)
    name = _named(pages)
    taken = enclosures.take_out(mime.Letter(files=(mime.File(name, joined.PDF, whole),)), raw, house)
    arriving = Arriving(
        institution_id=said.institution_id,
        source=said.source,
        key=hashlib.sha256(f"{said.source}:{taken.raw_sha256}".encode()).hexdigest(),
        arrived_at=min(said.arrived_at, now),
        raw_sha256=taken.raw_sha256,
        sender_name=said.sender_name,
        sender_address=said.sender_address,
        subject=said.subject,
        problems=[{"key": one.key, "facts": one.facts} for one in taken.problems],
        files=taken.files,
        state=rules.QUARANTINED if taken.infected else rules.NEW,
    )
    with transaction():
        made = actions.receive(arriving, now)
        if made is None:
            raise Refusal("scan.known", name=name)
        for sha256, scan in taken.seen:
            scans.note(sha256, scan, now)
        if made.state == rules.NEW:
            _read_next(made.id, 0, 0, now)
        return made.id


def _packed(pages: Sequence[Page]) -> bytes:
    """All that came, byte for byte; the same pages always give the same pack."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as pack:
        for number, (name, content, _kind) in enumerate(pages, 1):
            pack.writestr(zipfile.ZipInfo(f"{number:03}-{name}"), content)
    return out.getvalue()


def _named(pages: Sequence[Page]) -> str:
    stem = pages[0][0].rpartition(".")[0] or "scan"
    return f"{stem}.pdf"


def _read_next(arrival_id: uuid.UUID, file: int, page: int, now: datetime) -> None:
    """One page is one job: text recognition takes seconds, and a job must not outlive its lease."""
    payload = {"arrival": str(arrival_id), "file": file, "page": page}
    jobs.enqueue(f"{READ}:{arrival_id}:{file}:{page}", READ, payload, now)


@dataclass(frozen=True)
class Text:
    """What a look at a page found; `whole`: this is the text of all pages, none is left to be read."""

    said: str
    whole: bool


def look(arrival_id: uuid.UUID, file: int, page: int, house: House) -> Text | None:
    """Read one page of a file, outside any transaction; None when there is no such page."""
    arrival = queries.get(arrival_id)
    if arrival is None or file >= len(arrival.kept):
        return None
    found = arrival.kept[file]
    sha256, media_type = found.sha256, found.media_type
    session().rollback()
    content = house.outside.files.get(sha256)
    written = str(texts.read(content, media_type)["text"]) if page == 0 else ""
    if written.strip() or isinstance(house.outside.ocr, NoOcr):
        return Text(written, whole=True)
    picture = ocr.picture_of(content, page) if media_type == joined.PDF else content
    pages = min(ocr.page_count(content), ocr.MOST_PAGES) if media_type == joined.PDF else 1
    said = house.outside.ocr.read(picture, "image/png") if picture else ""
    return Text(said, whole=page + 1 >= pages)


def keep(arrival_id: uuid.UUID, file: int, page: int, found: Text | None, now: datetime) -> bool:
    """Keep what was read and go on with the next page, in the current transaction; True at the end."""
    arrival = queries.get(arrival_id, lock=True)
    if arrival is None or found is None or file >= len(arrival.kept):
        return arrival is not None
    own = arrival.kept[file]
    own.text = f"{own.text}\n\n{found.said}".strip()[:LONGEST_TEXT]
    if not found.whole:
        _read_next(arrival_id, file, page + 1, now)
    elif file + 1 < len(arrival.kept):
        _read_next(arrival_id, file + 1, 0, now)
    else:
        return True
    return False


def note_unread(arrival: Arrival) -> None:
    """Say to the registrar that nobody read the pages."""
    if not any(one.text for one in arrival.kept):
        arrival.problems = [*arrival.problems, {"key": "not_read", "facts": {}}]


def hold(arrival_id: uuid.UUID, person_id: uuid.UUID, since: datetime, now: datetime) -> None:
    """Whoever scanned it has it in hand, and began at `since`."""
    with transaction():
        arrival = queries.get(arrival_id, lock=True)
        if arrival is not None and arrival.state in rules.OPEN:
            arrival.started_at = arrival.started_at or since
            with contextlib.suppress(Refusal):
                actions.hold(arrival, person_id, now)
