"""What messages about a case say: the version's wording, and what is known of the case."""

import tomllib
from collections.abc import Callable, Mapping
from functools import lru_cache
from string import Template
from typing import Any

from app.cityhall import checklist
from app.cityhall.cases.models import Case
from app.cityhall.lockers import queries as lockers
from app.cityhall.procedures import queries as procedures
from app.cityhall.registry import queries as register
from app.journey import audiences, pay_words
from app.journey.house import House


def texts(case: Case, template: str) -> bytes:
    """The wording that the case's version has; a version older than the message borrows today's."""
    own = procedures.notice_texts(case.version_id)
    if template in _read(own):
        return own
    return procedures.notice_texts(procedures.current(case.version.code, case.institution_id).id)


def words(texts: bytes, template: str, locale: str) -> Mapping[str, str]:
    """A template's subject and text, in the language where it has it."""
    said = _read(texts)[template]
    return {**said, **said.get(locale, {})}


def values(case: Case, house: House, locale: str, words: Mapping[str, object]) -> dict[str, str]:
    """What those words name: the case's number, its people, its term, its door.

    Most messages name little of it: what stands in tables of its own is asked for only where it is named.
    """
    named = {name for text in words.values() if isinstance(text, str) for name in _names(text)}
    values = _of_case(case, house, locale)
    for names, asked in _ELSEWHERE.items():
        if not named.isdisjoint(names):
            values |= asked(case, locale)
    return values


def _of_case(case: Case, house: House, locale: str) -> dict[str, str]:
    return {
        "number": case.entry.legal_number,
        "title": _said(case.version.config, "title", locale),
        "name": case.applicant.full_name,
        "institution": case.institution.name,
        "phone": case.institution.phone,
        "address": case.institution.address,
        "hours": case.institution.desk_hours,
        "term": f"{case.term.conservative:%d.%m.%Y}" if case.term else "",
        "link": f"{house.url}/cereri/{case.id}",
    }


def _completion(case: Case, _locale: str) -> dict[str, str]:
    latest = next(reversed(register.completions(case.id)), None)
    return {"completion_number": latest.legal_number if latest else ""}


def _defects(case: Case, locale: str) -> dict[str, str]:
    request = checklist.open_request(case.id)
    return {"defects": _defect_lines(case, request.defects, locale) if request else ""}


def _payment(case: Case, _locale: str) -> dict[str, str]:
    return pay_words.values(case.id)


def _extension(case: Case, _locale: str) -> dict[str, str]:
    found = case.term.extension if case.term is not None else None
    if found is None:
        return {}
    return {
        "extension_days": str(found.days),
        "extension_act": found.act,
        "extension_reason": found.reason,
    }


def _door(case: Case, _locale: str) -> dict[str, str]:
    parcel = lockers.latest(case.id)
    if parcel is None:
        return {}
    return {
        "place": parcel.cabinet.place,
        "door": str(parcel.compartment),
        "until": f"{parcel.expires_at:%d.%m.%Y}" if parcel.expires_at else "",
    }


# By the names that stand in the words.
_ELSEWHERE: Mapping[frozenset[str], Callable[[Case, str], dict[str, str]]] = {
    frozenset({"completion_number"}): _completion,
    frozenset({"defects"}): _defects,
    pay_words.NAMES: _payment,
    audiences.NAMES: audiences.said,
    frozenset({"extension_days", "extension_act", "extension_reason"}): _extension,
    frozenset({"place", "door", "until"}): _door,
}


@lru_cache(maxsize=512)
def _names(text: str) -> frozenset[str]:
    return frozenset(Template(text).get_identifiers())


@lru_cache(maxsize=32)
def _read(texts: bytes) -> dict[str, Any]:
    return tomllib.loads(texts.decode())


def _defect_lines(case: Case, defects: list[Mapping[str, Any]], locale: str) -> str:
    titles = {p["code"]: _said(p, "title", locale) for p in procedures.papers(case.version_id)}
    reasons = {r["code"]: _said(r, "title", locale) for r in procedures.defect_reasons(case.version_id)}
    lines = []
    for defect in defects:
        paper = titles.get(defect.get("paper", ""), "")
        reason = reasons.get(defect.get("reason", ""), "")
        note = str(defect.get("note") or "")
        lines.append("- " + ": ".join(part for part in (paper, reason, note) if part))
    return "\n".join(lines)


def _said(words: Mapping[str, Any], key: str, locale: str) -> str:
    return str(words.get(f"{key}_{locale}") or words[key])
