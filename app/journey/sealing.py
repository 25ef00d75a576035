"""A paper leaves the hall sealed, and once: asked again, it is the file that left the first time."""

import hashlib
from collections.abc import Sequence
from datetime import datetime

from app.cityhall.documents import sealed as papers
from app.cityhall.institutions import Institution
from app.cityhall.signatures import Signature
from app.database import transaction
from app.journey.house import House
from app.logs import log
from app.outside import OutsideError, Signatory


def sealed(
    pdf: bytes, institution: Institution, house: House, now: datetime, signed: Sequence[Signature] = ()
) -> bytes:
    """The paper with the signatures of its signers, in order, and the institution's seal over all.

    Outside of any transaction. Raises OutsideError when the keys do not answer.
    """
    if not house.outside.seals.kind:
        return pdf
    source = hashlib.sha256(pdf).hexdigest()
    if (known := papers.of_source(source)) is not None:
        return house.outside.files.get(known.sealed_sha256)
    return _once(source, _stamped(pdf, institution.code, house, now, signed), institution, house, now, signed)


def sealed_if_possible(pdf: bytes, institution: Institution, house: House, now: datetime) -> bytes:
    """For somebody who waits at the counter: when the keys do not answer, the paper as it was drawn."""
    try:
        return sealed(pdf, institution, house, now)
    except OutsideError as error:
        log.warning("seal.missing", institution=institution.code, error=error.code)
        return pdf


def _stamped(pdf: bytes, institution: str, house: House, now: datetime, signed: Sequence[Signature]) -> bytes:
    seals = house.outside.seals
    for one in signed:
        who = Signatory(str(one.person_id), one.person.full_name)
        # The key signs now; when each one approved is printed on the paper.
        pdf = seals.sign(pdf, who, institution, now)
    return seals.seal(pdf, institution, now)


def _once(
    source: str,
    made: bytes,
    institution: Institution,
    house: House,
    now: datetime,
    signed: Sequence[Signature],
) -> bytes:
    """Two who seal the same paper at once both give away the file that was written down first."""
    sha256 = house.outside.files.put(made)
    seals = house.outside.seals
    with transaction():
        signers = len(signed) if seals.signs else 0
        kept = papers.keep(source, sha256, institution.id, seals.kind, now, signers)
    return made if kept == sha256 else house.outside.files.get(kept)
