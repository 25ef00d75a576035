"""Signing a letter: whose turn it is, and what stays when somebody signs or returns it."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from app.cityhall import signatures
from app.cityhall.cases.models import Case, CaseTask
from app.cityhall.documents import queries as documents
from app.cityhall.people.rights import Actor, HeldPost
from app.cityhall.procedures import letters
from app.cityhall.signatures import Signature
from app.database import session
from app.engine.reading.model import Element
from app.refusal import Refusal

# Lanes of the shared diagram: whose turn it is. Versions of before had one lane, `signer`.
TURNS = {"first_signer": 0, "second_signer": 1, "third_signer": 2}
LANES = frozenset({"signer", *TURNS})
FORM = "approval"


def letter_signed(case: Case, element: Element, known: Callable[[], Mapping[str, Any]]) -> str | None:
    """The letter that a task signs: the one that the diagram named last."""
    if element.role not in LANES or element.form != FORM:
        return None
    return letters.called(str(known().get("letter") or "")) or letters.main(case.version.config)


def role_of(case: Case, lane: str, letter: str) -> str | None:
    """The role whose turn it is to sign; None in a lane without a turn."""
    turn = TURNS.get(lane)
    if turn is None:
        return None
    signers = letters.of(case.version.config, letter).signers
    return signers[turn] if turn < len(signers) else None


def note(task: CaseTask, answers: Mapping[str, Any], actor: Actor, now: datetime) -> None:
    """Write the signature down, or take all back when the letter is returned.

    Raises Refusal `signature.twice` when who stands in for somebody has signed already: nobody checks
    himself.
    """
    if not task.signs:
        return
    if answers.get("decision") == "return":
        signatures.revoke(task.case_id, task.signs, now)
        return
    post = actor.post(task.institution_id, task.role) or HeldPost(task.role, "", task.institution_id, None)
    before = signatures.standing(task.case_id, task.signs)
    if post.act is not None and any(one.person_id == actor.person_id for one in before):
        raise Refusal("signature.twice")
    draft = documents.of_letter(task.case_id, task.signs, "draft_letter")
    session().add(
        Signature(
            case_id=task.case_id,
            letter=task.signs,
            task_id=task.id,
            person_id=actor.person_id,
            turn=len(before) + 1,
            role=task.role,
            title=post.title,
            replaces=post.replaces,
            act=post.act,
            sha256=draft.latest.sha256 if draft else None,
            signed_at=now,
        )
    )
