"""Who may see and do what. Everything a page shows is looked up through these."""

from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from app.cityhall.people.models import Account, Post


@dataclass(frozen=True)
class HeldPost:
    """A post held today, as a value: it stays true across transactions.

    By delegation: `act` is the act that says so, `replaces` the title of whoever is replaced.
    """

    role: str
    title: str
    institution_id: UUID
    department_id: UUID | None
    act: str | None = None
    replaces: str | None = None


@dataclass(frozen=True)
class Actor:
    """Somebody acting now: the account and its posts of today."""

    account_id: UUID
    person_id: UUID
    full_name: str
    posts: tuple[HeldPost, ...]
    verified: bool

    @property
    def staff(self) -> bool:
        return bool(self.posts)

    def holds(self, *roles: str) -> bool:
        """Does the actor hold one of these roles today?"""
        return any(post.role in roles for post in self.posts)

    def institutions(self) -> set[UUID]:
        """Institutions where the actor works."""
        return {post.institution_id for post in self.posts}

    def post(self, institution_id: UUID, role: str) -> HeldPost | None:
        """The post with that role there, if the actor holds it; one's own before a delegated one."""
        found = [p for p in self.posts if p.institution_id == institution_id and p.role == role]
        return min(found, key=lambda post: post.act is not None, default=None)


def actor(account: Account, today: date) -> Actor:
    """An account with the posts it holds today."""
    posts = tuple(_held(post) for post in account.posts if _runs(post, today))
    return Actor(account.id, account.person_id, account.person.full_name, posts, account.verified)


def _runs(post: Post, today: date) -> bool:
    return post.valid_from <= today and (post.valid_until is None or today <= post.valid_until)


def _held(post: Post) -> HeldPost:
    plain = HeldPost(post.role, post.title, post.institution_id, post.department_id)
    if post.delegation_act is None:
        return plain
    replaced = post.replaces.title if post.replaces else ""
    return replace(plain, act=post.delegation_act, replaces=replaced)
