"""Papers for tests of seals and signatures, and what stands in a PDF about itself."""

import re
from datetime import UTC, datetime
from io import BytesIO

from pypdf import PdfReader

from app.adapters.pdf import TypstPdf

NOW = datetime(2026, 11, 23, 8, 30, tzinfo=UTC)


def receipt(number: str = "PS6-1/2026") -> bytes:
    """A proof of filing, as it is drawn before it is sealed."""
    return TypstPdf().receipt({"number": number, "registered_at": NOW, "institution_name": "Primăria"})


def claims(pdf: bytes) -> set[str]:
    """What its XMP says it is: part and conformance of PDF/A, part of PDF/UA."""
    metadata = PdfReader(BytesIO(pdf)).xmp_metadata
    assert metadata is not None
    text = metadata.stream.get_data().decode()
    return set(re.findall(r"<pdf[au]*id:(?:part|conformance)>\w+", text))
