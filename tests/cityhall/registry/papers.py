"""Papers that are entered in the tests of the register."""

import uuid
from dataclasses import replace
from datetime import datetime
from typing import Any

from app.cityhall import institutions
from app.cityhall.registry import actions
from app.cityhall.registry.actions import Paper
from app.cityhall.registry.models import RegisterEntry
from app.database import transaction
from tests.hall import MONDAY

YEAR = 2026


def institution_id(code: str = "PS6") -> uuid.UUID:
    """The institution with that code."""
    found = institutions.by_code(code)
    assert found is not None
    return found.id


def paper(code: str = "PS6", **facts: Any) -> Paper:
    """A petition of Ioana's, but for what is said otherwise."""
    usual = Paper(
        institution_id=institution_id(code),
        direction="in",
        issuer="Ioana Cetățean",
        summary="Petiție",
        department="Registratură",
        file_code="II B 4",
        channel="portal",
        hashes=["ab" * 32],
    )
    return replace(usual, **facts)


def enter(now: datetime = MONDAY, code: str = "PS6", **facts: Any) -> RegisterEntry:
    """The next number for such a paper."""
    with transaction():
        return actions.enter(paper(code, **facts), now)
