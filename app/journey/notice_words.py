"""What messages about a case say: the version's wording, and what is known of the case."""

import tomllib
from collections.abc import Mapping
from functools import lru_cache
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


def values(case: Case, house: House, locale: str) -> dict[str, str]:
    """What may stand in a message about the case: its number, its people, its term, its door."""
    parcel = lockers.latest(case.id)
    request = checklist.open_request(case.id)
    values = {
        "number": case.entry.legal_number,
        "title": _said(case.version.config, "title", locale),
        "name": case.applicant.full_name,
        "institution": case.institution.name,
        "phone": case.institution.phone,
        "address": case.institution.address,
        "hours": case.institution.desk_hours,
        "term": f"{case.term.conservative:%d.%m.%Y}" if case.term else "",
        "link": f"{house.url}/cereri/{case.id}",
        "completion_number": next((e.legal_number for e in reversed(register.completions(case.id))), ""),
        "defects": _defect_lines(case, request.defects, locale) if request else "",
        **pay_words.values(case.id),
        **audiences.said(case, locale),
    }
    if case.term is not None and case.term.extension is not None:
        values["extension_days"] = str(case.term.extension.days)
        values["extension_act"] = case.term.extension.act
        values["extension_reason"] = case.term.extension.reason
    if parcel is not None:
        values["place"] = parcel.cabinet.place
        values["door"] = str(parcel.compartment)
        values["until"] = f"{parcel.expires_at:%d.%m.%Y}" if parcel.expires_at else ""
    return values


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
