"""Putting the hall together: settings, extensions, the outside, the doors."""

import hashlib
from pathlib import Path

from flask import Flask, has_request_context, session
from flask_babel import Babel
from flask_compress import Compress
from flask_login import current_user
from flask_migrate import Migrate
from flask_wtf import CSRFProtect

from app import cli, faults, logs, settings
from app.adapters.file_store import DiskFileStore
from app.adapters.letters import DocxLetters
from app.adapters.locker_banks import HttpLockerBank
from app.adapters.mail import SmtpMail
from app.adapters.payments import HttpPayments
from app.adapters.pdf import TypstPdf
from app.adapters.sms import HttpSms
from app.database import db, prepare_engine
from app.journey.house import House
from app.outside import Outside
from app.settings import Settings
from app.web import doors, errors, filters, form_pages, gate, security, trace

LOCALES = ("ro", "en")
STATIC = Path(__file__).parent / "web" / "static"


def create_app(given: Settings | None = None, outside: Outside | None = None) -> Flask:
    """The application, with the real outside unless another is given."""
    chosen = given or settings.from_environment()
    logs.configure()
    faults.arm(chosen.crash_points)
    app = Flask("app.web", root_path=str(STATIC.parent))
    _configure(app, chosen)
    app.extensions["house"] = House(outside or real_outside(chosen), chosen.secret_key, chosen.url)
    app.extensions["settings"] = chosen
    trace.init(app)
    security.init(app)
    _plug_in(app)
    gate.init(app)
    errors.init(app)
    form_pages.init_app(app)
    filters.init(app)
    doors.hang(app)
    cli.init(app)
    return app


def real_outside(chosen: Settings) -> Outside:
    """The adapters that a running hall uses."""
    return Outside(
        sms=HttpSms(chosen.sms_url, chosen.sms_api_key, f"{chosen.url}/hooks/sms"),
        mail=SmtpMail(chosen.smtp_host, chosen.smtp_port, chosen.mail_from),
        lockers={chosen.cabinet: HttpLockerBank(chosen.locker_url, chosen.locker_key)},
        payments=HttpPayments(chosen.payment_url, chosen.payment_key, f"{chosen.url}/hooks/payments"),
        files=DiskFileStore(chosen.instance / "files"),
        pdf=TypstPdf(),
        letters=DocxLetters(),
    )


def _configure(app: Flask, chosen: Settings) -> None:
    chosen.instance.mkdir(parents=True, exist_ok=True)
    app.config.update(
        SECRET_KEY=chosen.secret_key,
        SQLALCHEMY_DATABASE_URI=chosen.database_url,
        # Parameters are people's data: they belong in no log and in no job's error. A connection that died
        # with its PostgreSQL is noticed before it is used.
        SQLALCHEMY_ENGINE_OPTIONS={"hide_parameters": True, "pool_pre_ping": True},
        MAX_CONTENT_LENGTH=chosen.max_request,
        MAX_UPLOAD=chosen.max_upload,
        MAX_FORM_MEMORY_SIZE=2 * 1024 * 1024,
        MAX_FORM_PARTS=2_000,
        RATE_LIMITS=chosen.rate_limits,
        MAP_TILES=chosen.map_tiles,
        MAP_ATTRIBUTION=chosen.map_attribution,
        SESSION_COOKIE_NAME="__Host-hall" if chosen.secure_cookies else "hall",
        SESSION_COOKIE_SECURE=chosen.secure_cookies,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        WTF_CSRF_TIME_LIMIT=None,
        BABEL_DEFAULT_LOCALE="ro",
        BABEL_DEFAULT_TIMEZONE="Europe/Bucharest",
        SEND_FILE_MAX_AGE_DEFAULT=31_536_000,
        COMPRESS_MIN_SIZE=800,
    )


def _plug_in(app: Flask) -> None:
    db.init_app(app)
    with app.app_context():
        prepare_engine(db.engine)
        logs.count_statements(db.engine)
    Migrate(app, db, directory=str(STATIC.parents[2] / "migrations"))
    app.extensions["csrf"] = CSRFProtect(app)
    Babel(app, locale_selector=locale)
    Compress(app)
    app.jinja_env.globals["asset_version"] = _asset_version()


def locale() -> str:
    """The reader's language: chosen here, else the account's, else Romanian."""
    if not has_request_context():
        return "ro"
    chosen = session.get("locale")
    if chosen is None and current_user.is_authenticated:
        chosen = current_user.locale
    return chosen if chosen in LOCALES else "ro"


def _asset_version() -> str:
    sha = hashlib.sha256()
    for path in sorted(STATIC.rglob("*")):
        if path.is_file():
            sha.update(path.read_bytes())
    return sha.hexdigest()[:10]
