"""The parsed diagram of a procedure's version."""

import uuid
from functools import lru_cache

from app.cityhall.procedures import queries
from app.engine import diagram
from app.engine.diagram import Diagram


@lru_cache(maxsize=64)
def of_version(version_id: uuid.UUID) -> Diagram:
    """Parsed once in each process; versions never change."""
    return diagram.parse(queries.diagram_files(version_id))
