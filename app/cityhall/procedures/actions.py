"""Publishing a procedure: a new immutable version becomes the one on which cases open."""

import tomllib
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import func, select

from app.cityhall.institutions import Institution
from app.cityhall.procedures import folders, notices
from app.cityhall.procedures.models import Procedure, ProcedureFile, ProcedureVersion
from app.database import session


@dataclass(frozen=True)
class Told:
    """What is said of a version beside its files; of one from a folder nobody says anything."""

    source: str = "folder"
    reason: str = ""
    published_by: uuid.UUID | None = None
    approved_by: uuid.UUID | None = None
    valid_from: date | None = None


FROM_FOLDER = Told()


def publish(
    institution: Institution, code: str, files: Mapping[str, bytes], now: datetime, told: Told = FROM_FOLDER
) -> ProcedureVersion:
    """Publish these files, unless the current version is made of just the same.

    Raises Refusal `notices.unreadable`.
    """
    notices.check(files)
    procedure = _procedure(institution, code)
    digest = folders.digest(files)
    current = _current(procedure)
    if current is not None and current.digest == digest:
        return current
    config = tomllib.loads(files["procedure.toml"].decode())
    if current is not None:
        current.retired_at = now
        session().flush()
    return _add(procedure, files, config, told, published_at=now)


def publish_retired(institution: Institution, code: str, files: Mapping[str, bytes]) -> ProcedureVersion:
    """An edition of before, which no case opens on any more: those that did stay readable. Once only.

    Raises Refusal `notices.unreadable`.
    """
    notices.check(files)
    procedure, config = _procedure(institution, code), tomllib.loads(files["procedure.toml"].decode())
    query = select(ProcedureVersion).where(ProcedureVersion.procedure_id == procedure.id)
    for one in session().scalars(query):
        if (one.config["form_code"], one.config["form_version"]) == (
            config["form_code"],
            config["form_version"],
        ):
            return one
    since, until = (datetime.combine(config[day], time.min, UTC) for day in ("valid_from", "valid_until"))
    dates = {"published_at": since, "retired_at": until + timedelta(days=1)}
    return _add(procedure, files, config, FROM_FOLDER, **dates)


def keep_foreign(institution: Institution, code: str, files: Mapping[str, bytes]) -> ProcedureVersion:
    """The version on which a case came from elsewhere: ours made of the same files, else kept retired.

    Raises Refusal `notices.unreadable`.
    """
    notices.check(files)
    procedure, digest = _procedure(institution, code), folders.digest(files)
    query = select(ProcedureVersion).where(ProcedureVersion.procedure_id == procedure.id)
    for one in session().scalars(query.where(ProcedureVersion.digest == digest)):
        return one
    config = tomllib.loads(files["procedure.toml"].decode())
    since = datetime.combine(config["valid_from"], time.min, UTC)
    told = Told(source="transfer")
    return _add(procedure, files, config, told, published_at=since, retired_at=since)


def _add(
    procedure: Procedure,
    files: Mapping[str, bytes],
    config: dict[str, Any],
    told: Told,
    **dates: datetime,
) -> ProcedureVersion:
    version = ProcedureVersion(
        procedure=procedure,
        number=_next_number(procedure),
        digest=folders.digest(files),
        config=_plain(config),
        valid_from=told.valid_from or config["valid_from"],
        source=told.source,
        reason=told.reason,
        published_by_id=told.published_by,
        approved_by_id=told.approved_by,
        files=[ProcedureFile(path=path, content=content) for path, content in files.items()],
        **dates,
    )
    session().add(version)
    session().flush()
    return version


def _current(procedure: Procedure) -> ProcedureVersion | None:
    query = select(ProcedureVersion).where(
        ProcedureVersion.procedure_id == procedure.id, ProcedureVersion.retired_at.is_(None)
    )
    return session().scalar(query)


def _procedure(institution: Institution, code: str) -> Procedure:
    query = select(Procedure).where(Procedure.institution_id == institution.id, Procedure.code == code)
    found = session().scalar(query)
    if found is None:
        found = Procedure(institution=institution, code=code)
        session().add(found)
        session().flush()
    return found


def _next_number(procedure: Procedure) -> int:
    query = select(func.max(ProcedureVersion.number)).where(ProcedureVersion.procedure_id == procedure.id)
    return (session().scalar(query) or 0) + 1


def _plain(value: object) -> dict[str, object]:
    """TOML's dates as ISO text, so that the configuration can be kept as JSON."""
    plain = _plain_value(value)
    assert isinstance(plain, dict)
    return plain


def _plain_value(value: object) -> object:
    if isinstance(value, dict):
        return {key: _plain_value(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain_value(item) for item in value]
    return value.isoformat() if isinstance(value, date) else value
