"""The process that looks at one file's signatures: PDF on its input, JSON on its output, and then it ends."""

import io
import json
import resource
import sys
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from pyhanko.keys.pemder import load_certs_from_pemder_data
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.ades.report import AdESIndeterminate, AdESSubIndic
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation import (
    EmbeddedPdfSignature,
    PdfSignatureStatus,
    SignatureCoverageLevel,
    validate_pdf_signature,
)
from pyhanko_certvalidator import ValidationContext

MEMORY = 1024 * 1024 * 1024
SECONDS = 10
MOST_SIGNATURES = 50
LONGEST_NAME = 200
REVOKED = {AdESIndeterminate.REVOKED_NO_POE, AdESIndeterminate.REVOKED_CA_NO_POE}
EXPIRED = {
    AdESIndeterminate.EXPIRED,
    AdESIndeterminate.NOT_YET_VALID,
    AdESIndeterminate.OUT_OF_BOUNDS_NO_POE,
    AdESIndeterminate.OUT_OF_BOUNDS_NOT_REVOKED,
}
# What may follow a signature: proofs for its long life, and further signatures.
HARMLESS = {ModificationLevel.NONE, ModificationLevel.LTA_UPDATES, ModificationLevel.FORM_FILLING}


def main(at: str, roots: Sequence[str]) -> None:
    """Look, and say what was found."""
    _limit()
    found = look(sys.stdin.buffer.read(), datetime.fromisoformat(at), list(_certificates(map(Path, roots))))
    json.dump(found, sys.stdout)


def look(pdf: bytes, at: datetime, roots: list[Any]) -> list[dict[str, Any]]:
    """All signatures of a file, oldest first."""
    reader = PdfFileReader(io.BytesIO(pdf), strict=False)
    return [_described(one, at, roots) for one in reader.embedded_regular_signatures[:MOST_SIGNATURES]]


def _described(signature: EmbeddedPdfSignature, at: datetime, roots: list[Any]) -> dict[str, Any]:
    try:
        status = _status(signature, at, roots)
    except Exception:  # noqa: BLE001 - whatever a stranger wrote there, the other signatures are looked at
        return {**_nobody(), "outcome": "unreadable"}
    stamp = status.timestamp_validity
    subject, issuer = status.signing_cert.subject.native, status.signing_cert.issuer
    when = stamp.timestamp if stamp else status.signer_reported_dt
    return {
        "name": _short(subject.get("common_name") or status.signing_cert.subject.human_friendly),
        "organisation": _short(subject.get("organization_name") or ""),
        "issuer": _short(issuer.native.get("common_name") or issuer.human_friendly),
        "at": when.isoformat() if when else None,
        "stamped": bool(stamp and stamp.intact and stamp.valid and stamp.trusted),
        "outcome": _outcome(status),
        "demo": "DEMO" in issuer.human_friendly,
    }


def _nobody() -> dict[str, Any]:
    return {"name": "", "organisation": "", "issuer": "", "at": None, "stamped": False, "demo": False}


def _status(signature: EmbeddedPdfSignature, at: datetime, roots: list[Any]) -> PdfSignatureStatus:
    """As the signature stands now; one with a certified time, as it stood then."""
    status = _at(signature, at, roots)
    stamp = status.timestamp_validity
    if status.trusted or stamp is None or not (stamp.intact and stamp.valid and stamp.trusted):
        return status
    return _at(signature, stamp.timestamp, roots)


def _at(signature: EmbeddedPdfSignature, moment: datetime, roots: list[Any]) -> PdfSignatureStatus:
    def context() -> ValidationContext:
        return ValidationContext(trust_roots=roots, moment=moment, allow_fetching=False)

    return validate_pdf_signature(
        signature, signer_validation_context=context(), ts_validation_context=context()
    )


def _outcome(status: PdfSignatureStatus) -> str:
    if not (status.intact and status.valid):
        return "changed"
    whole = (status.coverage or SignatureCoverageLevel.UNCLEAR) >= SignatureCoverageLevel.ENTIRE_REVISION
    if not whole or status.modification_level not in HARMLESS:
        return "added"
    return "whole" if status.trusted else _distrusted(status.trust_problem_indic)


def _distrusted(why: AdESSubIndic | None) -> str:
    if why in REVOKED:
        return "revoked"
    return "expired" if why in EXPIRED else "unknown_authority"


def _certificates(places: Iterable[Path]) -> Iterator[Any]:
    """Of files, and of the files in folders; what cannot be read as one is passed over."""
    for place in places:
        files = sorted(place.iterdir()) if place.is_dir() else [place]
        for file in files:
            try:
                yield from load_certs_from_pemder_data(file.read_bytes())
            except (OSError, ValueError):
                print(f"not a certificate: {file}", file=sys.stderr)


def _short(name: object) -> str:
    return " ".join(str(name).split())[:LONGEST_NAME]


def _limit() -> None:
    for what, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
