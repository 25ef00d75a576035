"""Where a hall on paper is: a database in memory and a context of its own, furnished once, copied cheaply.

The only module of the rehearsal that knows Flask, and only because the database handle belongs to an
application: inside `entered` every session is the paper's, outside of it none is. A copy is the bytes of the
whole database, so what is done in one never reaches another, nor the real hall, whose rows are only read.
"""

import contextvars
import threading
import uuid
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache
from typing import Any, TypeVar

from flask import Flask, current_app, has_app_context
from sqlalchemy import create_engine

from app import logs, metrics
from app.cityhall import institutions
from app.cityhall.people.models import Account, Person
from app.cityhall.procedures import actions as procedure_actions
from app.cityhall.procedures import folders, scenarios
from app.cityhall.procedures import queries as procedures
from app.cityhall.procedures.models import Procedure
from app.database import Base, db, prepare_engine, session, transaction
from app.journey.house import House
from app.outside import Outside
from app.refusal import Refusal
from app.rehearsal import furnishing, outside
from app.rehearsal.furnishing import Rows
from app.rehearsal.hall import PaperHall

T = TypeVar("T")
FIRST_DAY = datetime(2026, 1, 1, tzinfo=UTC)
URL, SECRET = "https://incercare.example", "a hall on paper keeps no secrets"
KEPT = 6
READER = "babel"
_here = threading.local()
_furnished: "OrderedDict[str, bytes]" = OrderedDict()


@dataclass(frozen=True)
class Place:
    """One institution as it is now, with these files in force: of the procedure tried, and of others told of.

    Of the real hall's outside only the `presses` serve here: what makes PDF and letters.
    """

    code: str
    institution_id: uuid.UUID
    rows: Rows
    files: Mapping[str, Mapping[str, bytes]]
    digest: str
    presses: Outside

    @property
    def own(self) -> Mapping[str, bytes]:
        """The files of the procedure that is tried."""
        return self.files[self.code]


@dataclass(frozen=True)
class Snapshot:
    """A whole hall at one moment: its database, what its outside remembers, its clock."""

    content: bytes
    outside: Outside
    now: datetime


def of(procedure: Procedure, files: Mapping[str, bytes], house: House) -> Place:
    """The place to try these files in, as if they were the procedure's; the real hall is only read."""
    rows = furnishing.read(procedure.institution_id)
    every = {procedure.code: files, **_others(procedure, files)}
    names = [f"{code} {folders.digest(one)}" for code, one in sorted(every.items())]
    digest = "\n".join([procedure.code, furnishing.digest(rows), *names])
    return Place(procedure.code, procedure.institution_id, rows, every, digest, house.outside)


def _others(procedure: Procedure, files: Mapping[str, bytes]) -> dict[str, Mapping[str, bytes]]:
    """The procedures, as they are in force, of which a story says that a case came before."""
    try:
        told = [name for one in scenarios.read(files) for name in one.earlier]
    except Refusal:
        return {}
    found: dict[str, Mapping[str, bytes]] = {}
    for code in {name.rpartition("/")[0] for name in told} - {"", procedure.code}:
        try:
            found[code] = procedures.version_files(procedures.current(code, procedure.institution_id).id)
        except Refusal:
            continue
    return found


def beginning(place: Place) -> Snapshot:
    """The place furnished, before anybody has come. Raises Refusal where the files cannot be published."""
    content = _furnished.get(place.digest)
    if content is None:
        content = _furnished[place.digest] = apart(_furnish, place)
        while len(_furnished) > KEPT:
            _furnished.popitem(last=False)
    return Snapshot(content, _world(place), FIRST_DAY)


def _world(place: Place) -> Outside:
    made = outside.in_memory(cabinets=[row["code"] for row in place.rows["cabinet"]])
    return replace(made, pdf=place.presses.pdf, letters=place.presses.letters)


def _furnish(place: Place) -> bytes:
    with _app().app_context():
        _connection().deserialize(_unfurnished())
        with transaction():
            furnishing.write(place.rows)
            _applicant()
            institution = institutions.by_id(place.institution_id)
            assert institution is not None
            for code, files in place.files.items():
                procedure_actions.publish(institution, code, files, FIRST_DAY)
        made: bytes = _connection().serialize()
        return made


@cache
def _unfurnished() -> bytes:
    """All tables, and nothing in them."""
    engine = create_engine("sqlite://")
    Base.metadata.create_all(engine)
    made: bytes = engine.raw_connection().driver_connection.serialize()  # type: ignore[union-attr]
    engine.dispose()
    return made


def _applicant() -> None:
    """Somebody whom nobody knows, with a proved address and telephone."""
    person = Person(
        full_name="Ioana Exemplu", email=PaperHall.applicant, phone="+40721000101", created_at=FIRST_DAY
    )
    proved = {"email_verified_at": FIRST_DAY, "phone_verified_at": FIRST_DAY, "created_at": FIRST_DAY}
    own = Account(person=person, email=PaperHall.applicant, password_hash=furnishing.NOBODY_KNOWS, **proved)
    session().add(own)


@contextmanager
def entered(snapshot: Snapshot) -> Iterator[PaperHall]:
    """A hall that goes on from a snapshot; to be used in `apart`."""
    with _app().app_context():
        _connection().deserialize(snapshot.content)
        house = House(outside.copied(snapshot.outside), SECRET, URL)
        try:
            yield PaperHall(house, snapshot.now)
        finally:
            session().close()


def kept(hall: PaperHall) -> Snapshot:
    """The hall as it is now, to go on from later; inside `entered`."""
    session().rollback()
    return Snapshot(_connection().serialize(), outside.copied(hall.house.outside), hall.now)


def apart(doing: Callable[..., T], *given: Any) -> T:
    """Do it with what is bound to this thread's log, and what it counts, left as it is."""

    def quietly() -> T:
        with metrics.paused(), logs.rehearsal():
            return doing(*given)

    return contextvars.copy_context().run(quietly)


def _app() -> Flask:
    """The application of this thread's paper halls: its engine keeps the statements that it has compiled."""
    found: Flask | None = getattr(_here, "app", None)
    if found is None:
        found = _here.app = Flask("app.rehearsal", static_folder=None)
        found.config["SQLALCHEMY_DATABASE_URI"] = "sqlite://"
        found.config["SQLALCHEMY_ENGINE_OPTIONS"] = {"hide_parameters": True}
        db.init_app(found)
        with found.app_context():
            prepare_engine(db.engine)
    if has_app_context() and READER in current_app.extensions:
        # Who looks around in a trial's hall from a page reads on in the language of that page.
        reader = current_app.extensions[READER]
        spoken = reader.locale_selector()
        found.extensions[READER] = replace(reader, locale_selector=lambda: spoken)
    return found


def _connection() -> Any:
    """SQLite's own connection; a database in memory has one only."""
    return db.engine.raw_connection().driver_connection
