"""Who stands at the door: signing in, the actor of a request, and the lock of each door."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

from flask import Blueprint, Flask, current_app, g, redirect, request, session, url_for
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user
from werkzeug.wrappers import Response

from app import clock, logs
from app.cityhall import institutions
from app.cityhall.people import accounts, rights
from app.cityhall.people.models import Account, SignIn
from app.cityhall.people.rights import Actor
from app.cityhall.registry.rules import romanian_day
from app.database import transaction
from app.journey.house import House
from app.refusal import Refusal

SEEN_EVERY = timedelta(minutes=5)
login = LoginManager()


class SignedIn(UserMixin):  # type: ignore[misc]
    """A signed-in browser. Its id is the session's secret token, so that it can be ended here."""

    def __init__(self, token: str, account: Account, today: datetime) -> None:
        self.id = token
        self.account_id: UUID = account.id
        self.locale = account.locale
        self.actor = rights.actor(account, romanian_day(today))


@login.user_loader  # type: ignore[untyped-decorator]
def _load(token: str) -> SignedIn | None:
    found = accounts.signed_in(token, now())
    if found is None:
        return None
    logs.bind(actor=str(found.account_id))
    _note_seen(found)
    return SignedIn(token, found.account, now())


def _note_seen(found: SignIn) -> None:
    if found.last_seen_at < now() - SEEN_EVERY:
        with transaction():
            found.last_seen_at = now()


def now() -> datetime:
    """The time of this request; below the doors time is given, never taken."""
    if "now" not in g:
        g.now = clock.now()
    given: datetime = g.now
    return given


def house() -> House:
    """The building this application stands in."""
    found: House = current_app.extensions["house"]
    return found


def actor() -> Actor:
    """Who acts in this request. Raises Refusal `sign_in.needed`."""
    if not current_user.is_authenticated:
        raise Refusal("sign_in.needed")
    found: Actor = current_user.actor
    return found


def enter(account: Account) -> None:
    """Sign in: a new session every time, so that a planted one is worth nothing."""
    with transaction():
        token = accounts.sign_in(account, now())
    session.clear()
    login_user(SignedIn(token, account, now()))
    session["locale"] = account.locale


def leave() -> None:
    """Sign out, on the server too."""
    if current_user.is_authenticated:
        with transaction():
            accounts.sign_out(current_user.id, now())
    logout_user()
    session.clear()


def lock(door: Blueprint, allowed: Callable[[Actor], bool]) -> None:
    """Nobody passes this door who is not allowed; who is not signed in is sent to sign in first."""

    def check() -> Response | None:
        if not current_user.is_authenticated:
            back = request.full_path if request.method == "GET" else url_for("public.home")
            return redirect(url_for("account.sign_in", next=back))
        if not actor().verified and not actor().staff:
            return redirect(url_for("account.verify"))
        if not allowed(actor()):
            raise Refusal("door.closed")
        return None

    door.before_request(check)


def installed() -> UUID | None:
    """The institution that this hall was installed for; what belongs to no case is its affair."""
    found = institutions.by_code(current_app.extensions["settings"].institution)
    return found.id if found else None


def citizen(_: Actor) -> bool:
    """Every verified person is a citizen."""
    return True


def staff(who: Actor) -> bool:
    """Somebody who holds a post."""
    return who.staff


def registrar(who: Actor) -> bool:
    """Somebody at the counter."""
    return who.holds("registrar")


def cashier(who: Actor) -> bool:
    """Somebody who takes money."""
    return who.holds("cashier")


def administrator(who: Actor) -> bool:
    """Somebody who keeps the hall running."""
    return who.holds("administrator")


def analyst(who: Actor) -> bool:
    """Somebody who changes procedures."""
    return who.holds("analyst")


def limit(what: str, who: str, most: int, within: timedelta) -> None:
    """Count a try. Raises Refusal `tried.too_often` when it is one too many."""
    guard(what, who, most, within)
    count(what, who)


def guard(what: str, who: str, most: int, within: timedelta) -> None:
    """Raises Refusal `tried.too_often` when there were `most` tries; counts none."""
    if current_app.config["RATE_LIMITS"] and accounts.too_often(what, who, most, within, now()):
        raise Refusal("tried.too_often", minutes=int(within.total_seconds() // 60))


def count(what: str, who: str) -> None:
    """Count a try, for instance only a wrong one."""
    if current_app.config["RATE_LIMITS"]:
        with transaction():
            accounts.note_attempt(what, who, now())


def own_path(text: str | None) -> str | None:
    """An address within this hall, or None: nobody is sent away to a stranger's page."""
    path = (text or "").strip()
    plain = path.startswith("/") and not path.startswith("//") and "\\" not in path
    return path.rstrip("?") if plain and path.isprintable() else None


def init(app: Flask) -> None:
    """Hang the login on the application."""
    login.init_app(app)
    login.session_protection = None
