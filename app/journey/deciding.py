"""What a procedure's own tables decide at filing: the term, the papers and the fee.

Before a case exists nothing runs, so these tables are asked here; a diagram asks the others itself.
"""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.cityhall.cases.models import Case
from app.cityhall.forms.papers import PaperNeed, decided_papers, required_papers
from app.cityhall.procedures import letters
from app.cityhall.procedures import queries as procedures
from app.cityhall.procedures.models import ProcedureVersion
from app.cityhall.registry.rules import romanian_day
from app.engine.language import decisions
from app.engine.language.decisions import Decision, DecisionError
from app.engine.reading.tables import Book
from app.journey import diagrams
from app.refusal import Refusal

PAPERS, FEE = "papers", "fee"
Names = Mapping[str, Any]


@dataclass(frozen=True)
class Fee:
    """What is to pay, in bani, and what the analyst wrote beside the rule that says so."""

    bani: int
    act: str


@dataclass(frozen=True)
class FeeLine:
    """One line of the fees in force: its words, and the amount where it is one number."""

    words: str
    bani: int | None


def known(
    version: ProcedureVersion, answers: Names, channel: str, day: date, delivery: str = "counter"
) -> dict[str, Any]:
    """What tables and diagrams may ask about from the first step on (docs/engine.md)."""
    return {
        "case": {
            "procedure": version.code,
            "number": "",
            "opened_on": day.isoformat(),
            "channel": channel,
            # Whoever files on the portal is signed in; at the counter the account may come later (claim).
            "has_account": channel == "portal",
        },
        "answers": dict(answers),
        "delivery": delivery,
        "settings": dict(version.config.get("settings", {})),
        **letters.known(version.config),
    }


def of_case(case: Case) -> dict[str, Any]:
    """The same about a case that was opened."""
    found = known(case.version, case.answers, case.channel, romanian_day(case.opened_at), case.delivery)
    found["case"]["number"] = case.entry.legal_number
    return found


def decide(version_id: uuid.UUID, decision: str, data: Names) -> Decision:
    """What a version's table says. Raises Refusal `decision.not_taken`."""
    try:
        return decisions.decide(_book(version_id), decision, data)
    except DecisionError as error:
        raise Refusal("decision.not_taken", decision=decision, reason=str(error)) from error


def has(version_id: uuid.UUID, decision: str) -> bool:
    """Does the version decide this by a table?"""
    return decision in _book(version_id).tables


def term(version: ProcedureVersion, data: Names) -> dict[str, Any]:
    """The version's `[term]`, with what its table decides over its constants."""
    config = dict(version.config["term"])
    if "decision" not in config:
        return config
    said = decide(version.id, config["decision"], data).value
    pauses = said.get("pause", config.get("pause_on_completion", False))
    told = {name: said[name] for name in ("unit", "days", "act") if name in said}
    return {**config, **told, "pause_on_completion": bool(pauses)}


def papers(version: ProcedureVersion, data: Names, lang: str = "ro") -> list[PaperNeed]:
    """The papers that these answers call for, the required ones first."""
    known_papers = procedures.papers(version.id)
    if not has(version.id, PAPERS):
        return required_papers(known_papers, data["answers"], lang)
    return decided_papers(known_papers, decide(version.id, PAPERS, data).value, lang)


def papers_at_most(version: ProcedureVersion, lang: str = "ro") -> list[tuple[PaperNeed, bool]]:
    """Every paper that may be needed, and whether that depends on the answers."""
    known_papers = procedures.papers(version.id)
    if not has(version.id, PAPERS):
        free = [{key: value for key, value in paper.items() if key != "when"} for paper in known_papers]
        asked = {paper["code"] for paper in known_papers if "when" in paper}
        return [(need, need.code in asked) for need in required_papers(free, {}, lang)]
    rules = decisions.alternatives(_book(version.id), PAPERS)
    needs = decided_papers(known_papers, [rule.said for rule in rules], lang)
    always = {rule.said["code"] for rule in rules if rule.always}
    return [(need, need.code not in always) for need in needs]


def fee(version: ProcedureVersion, data: Names) -> Fee | None:
    """What is to pay for such a request; None where no table of the procedure says."""
    if not has(version.id, FEE):
        return None
    found = decide(version.id, FEE, data)
    return Fee(int(found.value or 0), " ".join(found.notes))


def fees(version: ProcedureVersion, day: date) -> list[FeeLine]:
    """The lines of the fee's table in force on that day; empty without a table."""
    if not has(version.id, FEE):
        return []
    rules = decisions.alternatives(_book(version.id), FEE, known(version, {}, "portal", day))
    amounts = [(rule.note, rule.said) for rule in rules if rule.note]
    return [FeeLine(note, said if isinstance(said, int) else None) for note, said in amounts]


def _book(version_id: uuid.UUID) -> Book:
    return diagrams.of_version(version_id).model.decisions
