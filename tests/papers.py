"""Files as people send them, made in a line."""

import io

import typst
from PIL import Image

from app.cityhall.cases.models import Case
from app.cityhall.documents import actions
from app.cityhall.documents.actions import Stored
from app.cityhall.documents.models import Document
from app.database import transaction
from tests.hall import Hall


def pdf(text: str) -> bytes:
    """A page with this text."""
    return bytes(typst.compile(b"#sys.inputs.text", sys_inputs={"text": text}, timestamp=0))  # type: ignore[arg-type]


def jpeg(colour: str = "white", side: int = 400) -> bytes:
    """A picture of one colour."""
    made = io.BytesIO()
    Image.new("RGB", (side, side), colour).save(made, "JPEG")
    return made.getvalue()


def laid(hall: Hall, case: Case, content: bytes, name: str = "act.pdf", title: str = "Act") -> Document:
    """A paper of the applicant in a case's file."""
    media_type = "application/pdf" if name.endswith("pdf") else "image/jpeg"
    with transaction():
        stored = Stored(hall.house.outside.files.put(content), len(content), media_type, name)
        return actions.add("paper", title, stored, hall.now, case_id=case.id)
