"""Posts held by delegation: who stands in for whom, by which act, between which days."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Select, or_, select

from app.cityhall.people.models import Account, Person, Post
from app.database import session
from app.refusal import Refusal

# Posts that sign, decide or watch terms: their holder may be away while the law's terms run on
# (OUG 57/2019 art. 157 for the mayor; the others by the rules of the institution).
DELEGABLE = frozenset(
    {
        "mayor",
        "deputy_mayor",
        "general_secretary",
        "chief_architect",
        "head",
        "public_relations",
        "legal_adviser",
    }
)
LONGEST_ACT = 200


@dataclass(frozen=True)
class Asked:
    """What an administrator asks for; `until` None lasts until it is ended."""

    replaced: uuid.UUID
    deputy: uuid.UUID
    act: str
    since: date | None
    until: date | None


def listed(institutions: Collection[uuid.UUID]) -> list[Post]:
    """All delegations of these institutions, the latest first."""
    query = select(Post).where(Post.institution_id.in_(institutions), Post.delegation_act.is_not(None))
    return list(session().scalars(query.order_by(Post.valid_from.desc(), Post.id)))


def replaceable(institutions: Collection[uuid.UUID], today: date) -> list[Post]:
    """Posts for which somebody may stand in."""
    query = _own(institutions, today).where(Post.role.in_(DELEGABLE))
    return list(session().scalars(query.order_by(Post.title, Post.id)))


def deputies(institutions: Collection[uuid.UUID], today: date) -> list[Post]:
    """Who may stand in: everybody on the staff, each once, with the post whose title they sign with."""
    found: dict[uuid.UUID, Post] = {}
    for post in session().scalars(_own(institutions, today).order_by(Person.full_name, Post.id)):
        found.setdefault(post.account_id, post)
    return list(found.values())


def _own(institutions: Collection[uuid.UUID], today: date) -> Select[Post]:
    query = select(Post).join(Account, Post.account_id == Account.id).join(Person)
    return query.where(
        Post.institution_id.in_(institutions),
        Post.delegation_act.is_(None),
        Post.valid_from <= today,
        or_(Post.valid_until.is_(None), Post.valid_until >= today),
        Account.disabled_at.is_(None),
    )


def delegate(asked: Asked, institutions: Collection[uuid.UUID], today: date) -> Post:
    """Somebody stands in from a day on.

    Raises Refusal `delegation.who`, `delegation.self`, `delegation.act_needed`, `delegation.dates`.
    """
    replaced = next((one for one in replaceable(institutions, today) if one.id == asked.replaced), None)
    own = next((one for one in deputies(institutions, today) if one.account_id == asked.deputy), None)
    if replaced is None or own is None or own.institution_id != replaced.institution_id:
        raise Refusal("delegation.who")
    if own.account_id == replaced.account_id:
        raise Refusal("delegation.self")
    if not asked.act.strip():
        raise Refusal("delegation.act_needed")
    if asked.since is None or (asked.until is not None and asked.until < max(asked.since, today)):
        raise Refusal("delegation.dates")
    made = Post(
        account_id=own.account_id,
        institution_id=replaced.institution_id,
        department_id=replaced.department_id,
        role=replaced.role,
        title=own.title,
        valid_from=asked.since,
        valid_until=asked.until,
        delegation_act=" ".join(asked.act.split())[:LONGEST_ACT],
        replaces_id=replaced.id,
    )
    session().add(made)
    session().flush()
    return made


def end(delegation_id: uuid.UUID, institutions: Collection[uuid.UUID], today: date) -> Post:
    """From today on nobody stands in any more. Raises Refusal `delegation.unknown`, `delegation.over`."""
    found = session().get(Post, delegation_id, with_for_update=True)
    if found is None or found.delegation_act is None or found.institution_id not in institutions:
        raise Refusal("delegation.unknown")
    if found.valid_until is not None and found.valid_until < today:
        raise Refusal("delegation.over")
    found.valid_until = today - timedelta(days=1)
    return found
