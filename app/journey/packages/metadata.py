"""What the archive law wants to know of each document, and METS with PREMIS events for the whole.

The electronic record sheet (fișa electronică) has thirteen facts (Legea 135/2007).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from lxml import etree
from lxml.builder import ElementMaker

METS = "http://www.loc.gov/METS/"
PREMIS = "http://www.loc.gov/premis/v3"
XLINK = "http://www.w3.org/1999/xlink"
M = ElementMaker(namespace=METS, nsmap={"mets": METS, "premis": PREMIS, "xlink": XLINK})
P = ElementMaker(namespace=PREMIS, nsmap={"premis": PREMIS})
HREF = f"{{{XLINK}}}href"


@dataclass(frozen=True)
class Kept:
    """One revision in the package: its place below data/, its facts and its document's."""

    place: str
    sha256: str
    size: int
    media_type: str
    title: str
    kind: str
    id: str
    added_at: str


@dataclass(frozen=True)
class File:
    """The archived file that a package is made of."""

    number: str
    title: str
    owner: str
    issuer: str
    code: str
    years: int
    closed_on: date | None
    archived_at: datetime
    level: str = "date cu caracter personal"


def sheet(file: File, kept: Kept) -> dict[str, str]:
    """The thirteen facts of the electronic record sheet, by the letters of the law."""
    return {
        "a_proprietarul": file.owner,
        "b_emitentul": file.issuer if kept.kind == "paper" else file.owner,
        "c_titularul_dreptului_de_dispozitie": file.owner,
        "d_istoricul": f"Dosarul {file.number}; adăugat la {kept.added_at}",
        "e_tipul": kept.kind,
        "f_nivelul_de_clasificare": file.level,
        "g_formatul_digital": kept.media_type,
        "h_cuvinte_cheie": f"{file.title}, {kept.title}",
        "i_localizarea_suportului_fizic": "document născut digital",
        "j_identificatorul_unic": kept.id,
        "k_data_emiterii": kept.added_at,
        "l_data_arhivarii": file.archived_at.isoformat(),
        "m_termenul_de_pastrare": "permanent" if file.years == 0 else f"{file.years} ani",
    }


def mets(file: File, papers: Sequence[Kept], events: Iterable[Mapping[str, Any]]) -> bytes:
    """The package's table of contents, with what happened to the file as PREMIS events."""
    root = M.mets(
        M.metsHdr(CREATEDATE=file.archived_at.isoformat()),
        M.amdSec(*(_event(at, one) for at, one in enumerate(events)), ID="amd"),
        M.fileSec(M.fileGrp(*(_file(at, one) for at, one in enumerate(papers)), USE="original")),
        M.structMap(
            M.div(
                *(M.div(M.fptr(FILEID=f"f{at}"), LABEL=one.title) for at, one in enumerate(papers)),
                LABEL=f"{file.title}, {file.number}",
                TYPE="dosar",
            ),
            TYPE="logical",
        ),
        OBJID=file.number,
        LABEL=file.title,
    )
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True))


def _file(at: int, one: Kept) -> Any:
    where = M.FLocat(LOCTYPE="URL")
    where.set(HREF, f"data/{one.place}")
    return M.file(
        where,
        ID=f"f{at}",
        MIMETYPE=one.media_type,
        SIZE=str(one.size),
        CHECKSUM=one.sha256,
        CHECKSUMTYPE="SHA-256",
    )


def _event(at: int, one: Mapping[str, Any]) -> Any:
    event = P.event(
        P.eventIdentifier(P.eventIdentifierType("UUID"), P.eventIdentifierValue(str(one["id"]))),
        P.eventType(str(one["kind"])),
        P.eventDateTime(str(one["at"])),
    )
    wrapped = M.mdWrap(M.xmlData(event), MDTYPE="PREMIS:EVENT")
    return M.digiprovMD(wrapped, ID=f"e{at}")
