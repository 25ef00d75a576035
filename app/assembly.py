"""Putting the hall together: settings, extensions, the outside, the doors."""

import hashlib
from datetime import timedelta
from pathlib import Path

from flask import Flask, has_request_context, session
from flask_babel import Babel
from flask_compress import Compress
from flask_login import current_user
from flask_migrate import Migrate
from flask_wtf import CSRFProtect

from app import cli, faults, logs, settings
from app.adapters import object_store, ocr
from app.adapters.antivirus import Clamd
from app.adapters.authority import AUTHORITY, DemoAuthority
from app.adapters.file_store import DiskFileStore
from app.adapters.letters import DocxLetters
from app.adapters.locker_banks import HttpLockerBank
from app.adapters.mail import SmtpMail
from app.adapters.payments import HttpPayments
from app.adapters.pdf import TypstPdf
from app.adapters.post_box import ImapPostBox, MailboxSettings
from app.adapters.seals import Keys, PadesSeals
from app.adapters.signature_reports import PadesReader
from app.adapters.signing_keys import DemoKeys, RemoteKeys, TokenKeys
from app.adapters.sms import HttpSms
from app.clock import Clock, time_of_day
from app.database import db, prepare_engine
from app.journey.house import House
from app.outside import NoAntivirus, NoOcr, NoSeals, Ocr, Outside, PostBox, Seals
from app.settings import Settings
from app.web import doors, errors, filters, form_pages, gate, security, trace

LOCALES = ("ro", "en")
STATIC = Path(__file__).parent / "web" / "static"


def create_app(
    given: Settings | None = None, outside: Outside | None = None, clock: Clock = time_of_day
) -> Flask:
    """The application, with the real outside and the time of day unless others are given."""
    chosen = given or settings.from_environment()
    logs.configure()
    faults.arm(chosen.crash_points)
    app = Flask("app.web", root_path=str(STATIC.parent))
    _configure(app, chosen)
    app.extensions["house"] = House(outside or real_outside(chosen), chosen.secret_key, chosen.url)
    app.extensions["settings"] = chosen
    app.extensions["clock"] = clock
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
        lockers={one.code: HttpLockerBank(one.url, one.key) for one in chosen.lockers},
        payments=HttpPayments(chosen.payment_url, chosen.payment_key, f"{chosen.url}/hooks/payments"),
        files=object_store.opened(chosen.files_url)
        if chosen.files_url
        else DiskFileStore(chosen.instance / "files"),
        pdf=TypstPdf(),
        letters=DocxLetters(),
        post=_post(chosen),
        antivirus=Clamd(chosen.clamd) if chosen.clamd else NoAntivirus(),
        ocr=_ocr(chosen),
        seals=_seals(chosen),
        signatures=PadesReader(_roots(chosen)),
    )


def _post(chosen: Settings) -> dict[str, PostBox]:
    """The registry's mailbox, where there is one."""
    if not chosen.imap_host:
        return {}
    box = MailboxSettings(
        host=chosen.imap_host,
        user=chosen.imap_user,
        password=chosen.imap_password,
        port=chosen.imap_port,
        security=chosen.imap_security,
        folder=chosen.imap_folder,
        done=chosen.imap_done_folder,
        ca_file=chosen.imap_ca_file or None,
        authserv_id=chosen.imap_authserv_id,
        pause=timedelta(seconds=chosen.imap_seconds),
    )
    return {chosen.institution: ImapPostBox(box)}


def _ocr(chosen: Settings) -> Ocr:
    """Tesseract where it is installed."""
    program = ocr.installed(chosen.ocr_program)
    return ocr.Tesseract(program, chosen.ocr_languages) if program else NoOcr()


def _seals(chosen: Settings) -> Seals:
    """Whoever holds the keys, as SEALS says."""
    keys: Keys
    if chosen.seals == "demo":
        keys = DemoKeys(DemoAuthority(chosen.instance / AUTHORITY))
    elif chosen.seals == "pkcs11":
        keys = TokenKeys(chosen.pkcs11_module, chosen.pkcs11_token, chosen.pkcs11_pin)
    elif chosen.seals == "remote":
        keys = RemoteKeys(chosen.signing_url, chosen.signing_key)
    else:
        return NoSeals()
    kind = "demo" if chosen.seals == "demo" else "real"
    return PadesSeals(keys, kind, chosen.tsa_url, people=chosen.sign_people)


def _roots(chosen: Settings) -> list[Path]:
    """Whom a signature may come from; in a demonstration its own authority too."""
    own = [DemoAuthority(chosen.instance / AUTHORITY).certificate] if chosen.seals == "demo" else []
    return [*own, *([chosen.trusted_roots] if chosen.trusted_roots else [])]


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
