"""A closed file as a package for ever: BagIt, with METS and PREMIS, and a record sheet for each document."""

import json
from datetime import datetime
from typing import Any

from app.adapters import bags
from app.cityhall import archive
from app.cityhall.cases.models import Case
from app.cityhall.documents import queries as documents
from app.journey import copies
from app.journey.house import House
from app.journey.packages import contents, metadata
from app.journey.packages.contents import Contents
from app.journey.packages.metadata import File, Kept
from app.refusal import Refusal

KIND = "dosar-arhivat"
VERSION = "1"


def packed(case: Case, house: House, now: datetime) -> bytes:
    """The zip of an archived file's package; not inside a transaction. Raises Refusal `archive.not_filed`."""
    kept = archive.of_case(case.id)
    if kept is None:
        raise Refusal("archive.not_filed")
    held = contents.of(case, house)
    file = File(
        number=case.entry.legal_number,
        title=str(case.version.config["title"]),
        owner=case.institution.name,
        issuer=case.applicant.full_name,
        code=kept.code,
        years=kept.retention_years,
        closed_on=kept.closed_on,
        archived_at=kept.archived_at,
    )
    papers = _papers(held)
    preserved = _preserved(case, house, now)
    tags = {
        "metadata/mets.xml": metadata.mets(file, papers, held.facts["events"]),
        "metadata/fise.json": _json([metadata.sheet(file, one) for one in papers]),
    }
    return bags.packed({**held.files, **preserved, "dosar.json": held.json()}, tags, _info(case, file, now))


def _info(case: Case, file: File, now: datetime) -> dict[str, str]:
    return {
        "Source-Organization": file.owner,
        "Organization-Address": case.institution.address,
        "External-Description": f"{file.title}, dosarul {file.number}, indicativ {file.code}",
        "External-Identifier": str(case.id),
        "Bagging-Date": f"{now:%Y-%m-%d}",
        "Package-Kind": KIND,
        "Package-Version": VERSION,
    }


def _papers(held: Contents) -> list[Kept]:
    """The documents' facts beside their revisions'."""
    named = {one["id"]: one for one in held.facts["documents"]}
    return [_kept(one, named[one["document_id"]]) for one in held.facts["revisions"]]


def _kept(revision: dict[str, Any], document: dict[str, Any]) -> Kept:
    return Kept(
        place=revision["place"],
        sha256=revision["sha256"],
        size=revision["size"],
        media_type=revision["media_type"],
        title=document["title"],
        kind=document["kind"],
        id=revision["id"],
        added_at=revision["added_at"],
    )


def _preserved(case: Case, house: House, now: datetime) -> dict[str, bytes]:
    """Pictures as PDF/A beside the originals."""
    found = {}
    for document in documents.of_case(case.id):
        for revision in document.revisions:
            copy = copies.for_archive(revision, document.title, house, now)
            if copy.sha256 != revision.sha256:
                found[f"{contents.place(revision)}.pdfa.pdf"] = house.outside.files.get(copy.sha256)
    return found


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1).encode()
