"""A hall with seals: its own demo authority, and eyes for the signatures in files."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from app.adapters.authority import DemoAuthority
from app.adapters.seals import PadesSeals
from app.adapters.signature_reports import PadesReader
from app.adapters.signing_keys import DemoKeys
from app.outside import FoundSignature, Outside
from tests.hall import MONDAY, Hall


@cache
def _folder() -> TemporaryDirectory[str]:
    return TemporaryDirectory()  # removed when the worker ends


@cache
def authority() -> DemoAuthority:
    """One for all tests of a worker."""
    made = DemoAuthority(Path(_folder().name) / "authority")
    made.found(MONDAY)
    return made


def outfitted(outside: Outside, **other: Any) -> Outside:
    """The outside with seals and eyes."""
    seals = PadesSeals(DemoKeys(authority()), "demo")
    return replace(outside, seals=seals, signatures=PadesReader([authority().certificate]), **other)


def with_seals(hall: Hall, **other: Any) -> Hall:
    """The hall, from now on sealing what it issues."""
    hall.app.extensions["house"] = replace(hall.house, outside=outfitted(hall.house.outside, **other))
    return hall


def found_in(content: bytes) -> list[FoundSignature]:
    """The signatures of a file, as the hall sees them."""
    return list(PadesReader([authority().certificate]).read(content, MONDAY))


@contextmanager
def away(hall: Hall) -> Iterator[None]:
    """While the keys do not answer."""
    before = hall.house
    seals = PadesSeals(_Nobody(), "real")
    hall.app.extensions["house"] = replace(before, outside=replace(before.outside, seals=seals))
    yield
    hall.app.extensions["house"] = before


class _Nobody:
    """Keys that are not there."""

    def of_institution(self, *_: Any) -> Any:
        raise ConnectionError

    def of_person(self, *_: Any) -> Any:
        raise ConnectionError
