"""Accounts: open one, prove its addresses, sign in and out."""

import hashlib
import secrets
import uuid
from datetime import datetime, timedelta
from typing import Any

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError
from sqlalchemy import func, select, update
from sqlalchemy.orm import joinedload

from app.cityhall.people.models import Account, Attempt, Person, SignIn, Verification
from app.compared import same
from app.database import session
from app.refusal import Refusal

CODE_LIFE = timedelta(minutes=30)
CODE_TRIES = 5
IDLE = timedelta(hours=2)
LONGEST = timedelta(hours=12)
_hasher = PasswordHasher()
# Verified when there is no such account, so that both answers take the same time.
_nobody = _hasher.hash(secrets.token_hex())
SHORTEST_PASSWORD = 10
LONGEST_PASSWORD = 200


def open_account(full_name: str, email: str, phone: str, password: str, now: datetime) -> Account:
    """A new account, not yet verified. Raises Refusal `account.email_taken`, `account.weak_password`."""
    check_password(password, email)
    if by_email(email) is not None:
        raise Refusal("account.email_taken")
    person = Person(full_name=full_name, email=email, phone=phone, created_at=now)
    account = Account(
        person=person, email=email.strip().lower(), password_hash=_hasher.hash(password), created_at=now
    )
    session().add(account)
    session().flush()
    return account


def check_password(password: str, email: str) -> None:
    """Length counts, not signs (ASVS 6.2). Raises Refusal `account.weak_password`."""
    plain = password.lower()
    name = email.strip().split("@", maxsplit=1)[0].lower()
    too_simple = len(set(plain)) < 4 or (len(name) >= 4 and name in plain)
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD or too_simple:
        raise Refusal("account.weak_password", shortest=SHORTEST_PASSWORD)


def by_email(email: str) -> Account | None:
    """The account with that address."""
    return session().scalar(select(Account).where(Account.email == email.strip().lower()))


def authenticate(email: str, password: str) -> Account:
    """The account, if the password is its own. Raises Refusal `account.wrong_password`."""
    account = by_email(email)
    try:
        _hasher.verify(account.password_hash if account else _nobody, password)
    except VerificationError as error:
        raise Refusal("account.wrong_password") from error
    if account is None or account.disabled_at is not None:
        raise Refusal("account.wrong_password")
    return account


def new_code(account: Account, channel: str, now: datetime) -> str:
    """Six digits to send to the account's e-mail or phone; earlier codes of that channel end."""
    session().execute(
        update(Verification)
        .where(Verification.account_id == account.id, Verification.channel == channel)
        .where(Verification.used_at.is_(None))
        .values(expires_at=now)
    )
    code = f"{secrets.randbelow(1_000_000):06d}"
    session().add(
        Verification(
            account_id=account.id,
            channel=channel,
            address=_address(account, channel),
            code_hash=_code_hash(account.id, code),
            expires_at=now + CODE_LIFE,
        )
    )
    return code


def try_code(account: Account, channel: str, code: str, now: datetime) -> bool:
    """Type a code back; a wrong one is counted. Raises Refusal `account.code_expired`.

    The row is locked, so that many tries at once are still counted one by one. A code proves only the
    address that it was sent to.
    """
    waiting = session().scalar(
        select(Verification)
        .where(Verification.account_id == account.id, Verification.channel == channel)
        .where(Verification.used_at.is_(None), Verification.expires_at > now)
        .where(Verification.address == _address(account, channel))
        .with_for_update()
    )
    if waiting is None or waiting.tries >= CODE_TRIES:
        raise Refusal("account.code_expired")
    waiting.tries += 1
    if not same(waiting.code_hash, _code_hash(account.id, code.strip())):
        return False
    waiting.used_at = now
    if channel == "email":
        account.email_verified_at = now
    else:
        account.phone_verified_at = now
    return True


def sign_in(account: Account, now: datetime) -> str:
    """Open a signed-in session; the secret token for its cookie (only its hash is kept)."""
    token = secrets.token_urlsafe(32)
    session().add(
        SignIn(token_hash=_token_hash(token), account_id=account.id, created_at=now, last_seen_at=now)
    )
    return token


def signed_in(token: str, now: datetime) -> SignIn | None:
    """The live session of a token: not ended, idle under two hours, younger than twelve."""
    with_posts = joinedload(SignIn.account).joinedload(Account.posts)
    query = select(SignIn).where(SignIn.token_hash == _token_hash(token)).options(with_posts)
    found = session().scalars(query).unique().one_or_none()
    if found is None or found.ended_at is not None or found.account.disabled_at is not None:
        return None
    fresh = found.last_seen_at > now - IDLE and found.created_at > now - LONGEST
    return found if fresh else None


def sign_out(token: str, now: datetime) -> None:
    """End the session of a token."""
    session().execute(update(SignIn).where(SignIn.token_hash == _token_hash(token)).values(ended_at=now))


def by_id(account_id: uuid.UUID) -> Account | None:
    """The account with that id."""
    return session().get(Account, account_id)


def speak(account_id: uuid.UUID, locale: str) -> None:
    """The language in which the hall writes to this person from now on."""
    session().execute(update(Account).where(Account.id == account_id).values(locale=locale))


def known_facts(person_id: uuid.UUID) -> dict[str, Any]:
    """What a form may be prefilled with (`person.full_name`, `person.address.street`)."""
    person = session().get(Person, person_id)
    if person is None:
        return {}
    names = ("full_name", "email", "phone", "cnp", "address")
    return {"person": {name: getattr(person, name) for name in names}}


def too_often(what: str, who: str, limit: int, within: timedelta, now: datetime) -> bool:
    """Has this been tried `limit` times already? Counted in the database, so by all processes."""
    query = select(func.count()).where(Attempt.what == what, Attempt.who == who, Attempt.at > now - within)
    return (session().scalar(query) or 0) >= limit


def note_attempt(what: str, who: str, now: datetime) -> None:
    """Count one try."""
    session().add(Attempt(what=what, who=who, at=now))


def _address(account: Account, channel: str) -> str:
    return account.email if channel == "email" else account.person.phone or ""


def _code_hash(account_id: uuid.UUID, code: str) -> str:
    return hashlib.sha256(f"{account_id}:{code}".encode()).hexdigest()


def _token_hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
