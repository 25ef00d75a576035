"""Changing a draft; each inside a transaction. What somebody else changed meanwhile is never overwritten."""

import uuid
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select

from app.cityhall import journal
from app.cityhall.drafts import queries, rules
from app.cityhall.drafts.models import Draft, DraftFile, DraftPresence
from app.cityhall.institutions import Institution
from app.cityhall.procedures.models import Procedure, ProcedureVersion
from app.cityhall.procedures.queries import version_files
from app.database import insert_once, session
from app.refusal import Refusal

ANEW = 0  # the revision that one has seen of a file that is not there


def begin(version: ProcedureVersion, by: uuid.UUID, now: datetime) -> Draft:
    """The procedure's open draft; a new one begins with that version's files."""
    found = queries.open_of(version.procedure_id)
    return found or _open(version.procedure, version, version_files(version.id), by, now)


def begin_anew(
    institution: Institution, code: str, files: Mapping[str, bytes], by: uuid.UUID, now: datetime
) -> Draft:
    """A draft of a procedure that the institution does not have yet.

    Raises Refusal `draft.bad_code`, `draft.code_taken`, `draft.bad_path`, `draft.too_large`.
    """
    rules.check_code(code)
    query = select(Procedure).where(Procedure.institution_id == institution.id, Procedure.code == code)
    procedure = session().scalar(query)
    if procedure is None:
        procedure = Procedure(institution=institution, code=code)
        session().add(procedure)
        session().flush()
    elif queries.open_of(procedure.id) or queries.ever_published(procedure.id):
        raise Refusal("draft.code_taken", code=code)
    return _open(procedure, None, files, by, now)


def _open(
    procedure: Procedure,
    based_on: ProcedureVersion | None,
    files: Mapping[str, bytes],
    by: uuid.UUID,
    now: datetime,
) -> Draft:
    draft = Draft(
        procedure=procedure,
        based_on=based_on,
        opened_by_id=by,
        opened_at=now,
        changed_by_id=by,
        changed_at=now,
    )
    session().add(draft)
    session().flush()
    for path, content in files.items():
        _add(draft, path, content, by, now)
    session().flush()
    return draft


def _add(draft: Draft, path: str, content: bytes, by: uuid.UUID, now: datetime) -> DraftFile:
    rules.check_path(path)
    rules.check_size(path, content)
    made = DraftFile(draft_id=draft.id, path=path, content=content, changed_by_id=by, changed_at=now)
    session().add(made)
    return made


def save(draft: Draft, path: str, content: bytes, seen: int, by: uuid.UUID, now: datetime) -> int:
    """Keep a file's new content; its new revision. `seen` is the one that the writer had before them.

    Raises Refusal `draft.changed_meanwhile` (with `who`, `at`, `path`), `draft.closed`, `draft.bad_path`,
    `draft.too_large`, `draft.too_many`.
    """
    found = _expected(draft, path, seen)
    rules.check_size(path, content)
    if found is None:
        if len(queries.listed(draft.id)) >= rules.MOST_FILES:
            raise Refusal("draft.too_many", most=rules.MOST_FILES)
        found = _add(draft, path, content, by, now)
    elif found.content == content:
        return found.revision
    else:
        found.content, found.revision = content, found.revision + 1
        found.changed_by_id, found.changed_at = by, now
    _touch(draft, by, now)
    return found.revision


def remove(draft: Draft, path: str, seen: int, by: uuid.UUID, now: datetime) -> None:
    """Take a file away. Raises Refusal `draft.changed_meanwhile`, `draft.closed`, `draft.no_file`."""
    found = _expected(draft, path, seen)
    if found is None:
        raise Refusal("draft.no_file", path=path)
    session().delete(found)
    _touch(draft, by, now)


def replace_all(draft: Draft, files: Mapping[str, bytes], by: uuid.UUID, now: datetime) -> None:
    """Put other files in the place of all (an import). Raises Refusal as `save` does."""
    _check_open(draft)
    if len(files) > rules.MOST_FILES:
        raise Refusal("draft.too_many", most=rules.MOST_FILES)
    there = {one.path: one for one in queries.file_rows(draft.id)}
    for path in there.keys() - files.keys():
        session().delete(there[path])
    for path, content in files.items():
        if path not in there:
            _add(draft, path, content, by, now)
        elif there[path].content != content:
            rules.check_size(path, content)
            there[path].content, there[path].revision = content, there[path].revision + 1
            there[path].changed_by_id, there[path].changed_at = by, now
    _touch(draft, by, now)


def discard(draft: Draft, by: uuid.UUID, now: datetime) -> None:
    """Give a draft up; its files stay, nobody finds them on a page. Raises Refusal `draft.closed`."""
    _check_open(draft)
    draft.state = "discarded"
    _touch(draft, by, now)
    facts = {"code": draft.procedure.code}
    journal.note("draft.discarded", now, actor_id=by, about=("draft", draft.id), facts=facts)


def note_presence(draft: Draft, person: uuid.UUID, path: str, now: datetime) -> None:
    """Somebody has this file of the draft open (again)."""
    mine = session().get(DraftPresence, (draft.id, person))
    if mine is None:
        insert_once(DraftPresence, draft_id=draft.id, person_id=person, path=path[:200], seen_at=now)
    else:
        mine.path, mine.seen_at = path[:200], now


def _expected(draft: Draft, path: str, seen: int) -> DraftFile | None:
    _check_open(draft)
    found = session().get(DraftFile, (draft.id, path), with_for_update=True, populate_existing=True)
    if (found.revision if found else ANEW) != seen:
        facts = (found.changed_by, found.changed_at) if found else (draft.changed_by, draft.changed_at)
        raise Refusal("draft.changed_meanwhile", who=facts[0].full_name, at=facts[1], path=path)
    return found


def _check_open(draft: Draft) -> None:
    if draft.state != "open":
        raise Refusal("draft.closed")


def _touch(draft: Draft, by: uuid.UUID, now: datetime) -> None:
    draft.revision += 1
    draft.changed_by_id, draft.changed_at = by, now
    session().flush()
