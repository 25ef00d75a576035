"""What the cabinet asks besides the code, where a paper bears identity data."""

import uuid

from stdnum.exceptions import ValidationError
from stdnum.ro import cnp

from app.cityhall.lockers import rules
from app.cityhall.lockers.models import Grant

BIRTH_DATE, NUMBER = "birth_date", "number"


def birth_of(personal_code: str | None) -> str:
    """The birth date in a personal numeric code, as it is typed (DDMMYYYY); empty when there is none."""
    try:
        return f"{cnp.get_birth_date(personal_code or ''):%d%m%Y}"
    except (ValidationError, ValueError):
        return ""


def chosen(personal_code: str | None, number: str) -> tuple[str, str]:
    """Which factor suits a person, and its digits: the birth date, else the request's number."""
    born = birth_of(personal_code)
    return (BIRTH_DATE, born) if born else (NUMBER, digits(number))


def digits(text: str) -> str:
    """The number of a request as it is typed: what stands before a day or a year in „123/22.11.2026”."""
    return "".join(sign for sign in text.partition("/")[0] if sign.isdecimal())


def kept(factor: str, grant_id: uuid.UUID, serial: int, site: str) -> str:
    """What is kept of it; empty for none."""
    return rules.factor_sha256(factor, grant_id, serial, site) if factor else ""


def bind(grant: Grant, kind: str, factor: str, site: str) -> None:
    """Ask this of whoever shows the grant's code."""
    grant.factor_kind = kind if factor else ""
    grant.factor_sha256 = kept(factor, grant.id, grant.serial, site)
