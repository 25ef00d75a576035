"""The gate before a version: what differs, what stands against it, what was tried."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.cityhall.drafts import queries as drafts
from app.cityhall.drafts.models import Draft
from app.cityhall.procedures import folders
from app.cityhall.procedures.models import Procedure, ProcedureVersion
from app.cityhall.procedures.queries import version_files
from app.cityhall.publications import queries
from app.engine.checking.problem import Problem
from app.journey import checking, differences
from app.journey.differences import Difference
from app.journey.house import House

PASSED = "passed"


@dataclass(frozen=True)
class Gate:
    """What stands before a publication: `scenarios` by name with how each ended on just these files.

    `draft` is None for the way back to an earlier version, whose scenarios were green in their time.
    """

    procedure: Procedure
    draft: Draft | None
    returns_to: ProcedureVersion | None
    live: ProcedureVersion | None
    files: Mapping[str, bytes]
    digest: str
    found: list[Difference]
    problems: list[Problem]
    warnings: list[Problem]
    scenarios: Mapping[str, str]
    approval: bool

    @property
    def behind(self) -> bool:
        """Was another version published since the draft was begun?"""
        based_on = self.draft.based_on_id if self.draft else None
        return self.draft is not None and self.live is not None and based_on != self.live.id

    def obstacles(self) -> list[str]:
        """What stands against it, as keys of refusals."""
        states = set(self.scenarios.values())
        standing = {
            "publication.same": self.live is not None and self.live.digest == self.digest,
            "publication.problems": bool(self.problems),
            "publication.failed": "failed" in states,
            "publication.unplayed": bool(states - {PASSED, "failed"}),
        }
        return [key for key, stands in standing.items() if stands]


def of_draft(draft: Draft, house: House) -> Gate:
    """The gate before a draft."""
    files = drafts.files(draft.id)
    digest = folders.digest(files)
    played = queries.played(draft.id, digest)
    names = [queries.plain(path) for path in sorted(files) if path.startswith("scenarios/")]
    return _gate(draft.procedure, draft, None, files, {n: played.get(n, "none") for n in names}, house)


def of_version(version: ProcedureVersion, house: House) -> Gate:
    """The gate before the way back to an earlier version."""
    return _gate(version.procedure, None, version, version_files(version.id), {}, house)


def _gate(
    procedure: Procedure,
    draft: Draft | None,
    returns_to: ProcedureVersion | None,
    files: Mapping[str, bytes],
    scenarios: Mapping[str, str],
    house: House,
) -> Gate:
    live = queries.current(procedure.id)
    found = checking.problems(files, house.outside.letters)
    return Gate(
        procedure=procedure,
        draft=draft,
        returns_to=returns_to,
        live=live,
        files=files,
        digest=folders.digest(files),
        found=differences.between(version_files(live.id) if live else {}, files),
        problems=[one for one in found if one.severity == "error"],
        warnings=[one for one in found if one.severity != "error"],
        scenarios=scenarios,
        approval=procedure.institution.publishing_approval,
    )
