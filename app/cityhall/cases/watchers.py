"""Who is told inside the hall that a case runs late: whoever holds it, and the heads who answer for it."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import or_, select

from app.cityhall.cases import exclusions
from app.cityhall.cases.models import Case, CaseTask
from app.cityhall.cases.queries import EVERYWHERE
from app.cityhall.people.models import Account, Post
from app.database import session


def watchers(case: Case, roles: Collection[str], today: date) -> list[Account]:
    """Holders of the case's open tasks, and who holds one of these roles over it today."""
    holding = select(CaseTask.holder_id).where(CaseTask.case_id == case.id, CaseTask.state == "open")
    posted = (
        select(Post.account_id)
        .where(Post.institution_id == case.institution_id, Post.role.in_(roles), Post.valid_from <= today)
        .where(or_(Post.valid_until.is_(None), Post.valid_until >= today))
        .where(or_(Post.role.in_(EVERYWHERE), Post.department_id == case.department_id))
    )
    told = or_(Account.person_id.in_(holding), Account.id.in_(posted))
    query = select(Account).where(told, Account.disabled_at.is_(None)).order_by(Account.email)
    never = exclusions.of_case(case.id) | {case.applicant_id}
    return [account for account in session().scalars(query) if account.person_id not in never]


def posted(case: Case, roles: Collection[str], today: date) -> list[Account]:
    """Who holds one of these roles in the case's institution today, whatever the department."""
    holding = select(Post.account_id).where(
        Post.institution_id == case.institution_id,
        Post.role.in_(roles),
        Post.valid_from <= today,
        or_(Post.valid_until.is_(None), Post.valid_until >= today),
    )
    query = select(Account).where(Account.id.in_(holding), Account.disabled_at.is_(None))
    return list(session().scalars(query.order_by(Account.email)))
