"""Seals and signatures inside a PDF (PAdES), by whatever holds the keys.

Each one is an incremental update: the bytes before it stay as they were, so earlier signatures stay whole.
pyHanko is imported where it is used: whoever only starts the hall, and forks, does not load it.
"""

import asyncio
import io
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from app.outside import OutsideError, Signatory

if TYPE_CHECKING:
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign.fields import SigFieldSpec
    from pyhanko.sign.signers.pdf_cms import Signer
    from pyhanko.sign.timestamps import TimeStamper

T = TypeVar("T")
SEAL_FIELD = "Sigiliu"
SEAL_WORDS = "Sigiliul electronic al instituției"
SIGNED_WORDS = "Semnătura electronică: {name}"


class Keys(Protocol):
    """What holds the keys: a folder, a token, a service."""

    def of_institution(self, institution: str, at: datetime) -> "Signer":
        """Who signs as the institution with that code. OutsideError `seal_unknown`."""

    def of_person(self, signer: Signatory, institution: str, at: datetime) -> "Signer":
        """Who signs as that person. OutsideError `signer_unknown`."""


class PadesSeals:
    """The hall's stamps (implements `outside.Seals`); `tsa`: where time is certified, when anywhere."""

    def __init__(self, keys: Keys, kind: str, tsa: str = "", *, people: bool = True) -> None:
        self._keys = keys
        self.kind = kind
        self.signs = people
        self._tsa = tsa
        # A token does one thing at a time.
        self._turn = threading.Lock()

    def seal(self, pdf: bytes, institution: str, at: datetime) -> bytes:
        """The PDF sealed for the institution. Raises OutsideError."""

        def sealed() -> bytes:
            field = _field(pdf, SEAL_FIELD, SEAL_WORDS)
            return _signed(pdf, field, self._keys.of_institution(institution, at), at, self._stamper())

        return _apart(sealed, self._turn)

    def sign(self, pdf: bytes, signer: Signatory, institution: str, at: datetime) -> bytes:
        """The PDF signed for a person; earlier signatures stay whole. Raises OutsideError."""
        if not self.signs:
            return pdf

        def signed() -> bytes:
            field = _field(pdf, "Semnatura", SIGNED_WORDS.format(name=signer.name))
            return _signed(pdf, field, self._keys.of_person(signer, institution, at), at, self._stamper())

        return _apart(signed, self._turn)

    def _stamper(self) -> "TimeStamper | None":
        if not self._tsa:
            return None
        from pyhanko.sign.timestamps.requests_client import HTTPTimeStamper

        return HTTPTimeStamper(self._tsa, timeout=10)  # type: ignore[no-untyped-call]


def _apart(doing: Callable[[], T], turn: threading.Lock) -> T:
    """In a thread of its own: the library runs an event loop, and a worker may be in one already."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        with turn:
            return _told(doing)
    with turn, ThreadPoolExecutor(1) as aside:
        return aside.submit(_told, doing).result()


def _told(doing: Callable[[], T]) -> T:
    """Whatever goes wrong between us and the keys, as an OutsideError."""
    try:
        return doing()
    except OutsideError:
        raise
    except Exception as error:
        raise OutsideError("seal_failed") from error


def _field(pdf: bytes, name: str, words: str) -> "SigFieldSpec":
    """An invisible field that PDF/A-2 and PDF/UA-1 both allow: printed, without size, off the page."""
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.fields import InvisSigSettings, SigFieldSpec

    before = len(PdfFileReader(io.BytesIO(pdf)).embedded_signatures)
    return SigFieldSpec(
        f"{name}{before + 1}",
        invis_sig_settings=InvisSigSettings(box_out_of_bounds=True),
        readable_field_name=words,
    )


def _signed(
    pdf: bytes, field: "SigFieldSpec", signer: "Signer", at: datetime, stamper: "TimeStamper | None"
) -> bytes:
    from pyhanko.sign.fields import SigSeedSubFilter
    from pyhanko.sign.signers.pdf_signer import PdfSignatureMetadata, PdfSigner, PdfSigningSession

    meta = PdfSignatureMetadata(
        field_name=field.sig_field_name,
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
        name=signer.subject_name,
    )

    class AtThatTime(PdfSigner):
        """Writes the hall's time, not the wall's, as the time of signing."""

        def init_signing_session(self, *given: Any, **named: Any) -> PdfSigningSession:
            begun = super().init_signing_session(*given, **named)
            begun.system_time = at
            return begun

    maker = AtThatTime(meta, signer=signer, timestamper=stamper, new_field_spec=field)
    written: Any = maker.sign_pdf(_writer(pdf), in_place=False, appearance_text_params=None)
    return bytes(written.getvalue())


def _writer(pdf: bytes) -> "IncrementalPdfFileWriter":
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

    class Untouched(IncrementalPdfFileWriter):
        """Leaves the document's description (with its PDF/A claim) byte for byte as it was written."""

        def _update_meta(self) -> None:
            """The library would write it anew, with its own name and the wall's time."""

    return Untouched(io.BytesIO(pdf))
