"""Writing procedures back into a repository: what a version or a draft is made of, and where it goes."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from app.cityhall.drafts import queries as drafts
from app.cityhall.institutions import Institution
from app.cityhall.procedures import folders, packages, queries
from app.refusal import Refusal


def codes(institution: Institution) -> list[str]:
    """The procedures of an institution that are in force."""
    return [one.code for one in queries.offered() if one.procedure.institution_id == institution.id]


def files(
    institution: Institution, code: str, number: int | None = None, *, draft: bool = False
) -> dict[str, bytes]:
    """A version's files, the current one's without a number; or those of the open draft.

    Raises Refusal `procedure.unknown`, `version.unknown`, `draft.none`.
    """
    if draft:
        return _of_draft(institution, code)
    if number is None:
        return queries.version_files(queries.current(code, institution.id).id)
    return queries.version_files(queries.numbered(code, institution.id, number).id)


def _of_draft(institution: Institution, code: str) -> dict[str, bytes]:
    procedure = drafts.of_institution(institution.id, code)
    found = drafts.open_of(procedure.id)
    if found is None:
        raise Refusal("draft.none", code=code)
    return drafts.files(found.id)


def write(code: str, content: Mapping[str, bytes], to: Path, *, packed: bool) -> Iterator[str]:
    """Write it; a line for each path that changed."""
    if packed:
        to.mkdir(parents=True, exist_ok=True)
        (to / f"{code}.zip").write_bytes(packages.zipped(code, content))
        yield f"{code}: {to / f'{code}.zip'}"
        return
    beside = folders.shared(to) if (to / "processes" / "shared").is_dir() else None
    changed = folders.write_folder(to, code, folders.laid_out(code, content, beside))
    yield f"{code}: {len(changed)} files changed"
    yield from (f"  {path}" for path in changed)
