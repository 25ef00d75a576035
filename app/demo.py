"""A demonstration sector: two institutions, staff in every role, citizens, cabinets."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from app.cityhall import institutions
from app.cityhall.archive import nomenclature
from app.cityhall.audiences import demonstration
from app.cityhall.cabinets.models import Cabinet
from app.cityhall.institutions import Institution, LocalRule
from app.cityhall.people import accounts
from app.cityhall.people.models import Account, Post
from app.cityhall.visits import demonstration as counter
from app.database import session

PASSWORD = "fara-hartie-2026"  # noqa: S105 - printed on the demonstration's own sign-in list
SINCE = date(2026, 1, 1)
HALLS: list[dict[str, Any]] = [
    {
        "code": "PS6",
        "name": "Primăria Sectorului 6 (demonstrație)",
        "short_name": "Primăria Sector 6",
        "cif": "4340730",
        "address": "Calea Plevnei nr. 147-149, sector 6, București",
        "phone": "021 529 8400",
        "email": "registratura@ps6.example",
        "desk_hours": "Lu, Ma, Jo 9-15, Mi 10-17, Vi 9-12",
    },
    {
        "code": "ADP6",
        "name": "Administrația Domeniului Public Sector 6 (demonstrație)",
        "short_name": "ADP Sector 6",
        "cif": "14008314",
        "address": "Str. Cernișoara nr. 38-40, sector 6, București",
        "phone": "021 413 0000",
        "email": "registratura@adp6.example",
        "desk_hours": "Lu-Jo 8-16:30, Vi 8-14",
    },
]
DEPARTMENTS = {
    "RP": "Serviciul Relații cu Publicul și Registratură",
    "URB": "Direcția Urbanism - Arhitect-șef",
    "SAL": "Serviciul Salubrizare și Spații Verzi",
    "COM": "Compartimentul Acorduri Comerciale",
    "POL": "Poliția Locală",
    "JUR": "Serviciul Juridic",
    "TAX": "Direcția Impozite și Taxe Locale",
    "SEC": "Secretarul General",
    "CAB": "Cabinetul Primarului",
}
CABINETS = {
    "cabinet-1": ("Caseta 1", "intrarea primăriei, Calea Plevnei 147"),
    "cabinet-2": ("Caseta 2", "Centrul Drumul Taberei, Bd. Timișoara 25"),
}
# who, e-mail name, phone, posts as (department, role, title)
STAFF: list[tuple[str, str, list[tuple[str, str, str]]]] = [
    (
        "Elena Registrator",
        "ghiseu",
        [
            ("RP", "registrar", "registrator"),
            ("RP", "locker_operator", "operator casetă"),
            ("RP", "officer", "referent"),
        ],
    ),
    (
        "Ion Relații",
        "relatii",
        [
            ("RP", "public_relations", "șef serviciu relații cu publicul"),
            ("RP", "head", "șef serviciu relații cu publicul"),
        ],
    ),
    ("Ana Inspector", "salubrizare", [("SAL", "officer", "inspector")]),
    ("Mihai Inspector", "salubrizare2", [("SAL", "officer", "inspector")]),
    ("Radu Urbanist", "urbanism", [("URB", "officer", "consilier urbanism")]),
    (
        "Maria Arhitect",
        "arhitect",
        [("URB", "chief_architect", "arhitect-șef"), ("URB", "head", "arhitect-șef")],
    ),
    ("Dan Primar", "primar", [("CAB", "mayor", "primar")]),
    ("Victor Viceprimar", "viceprimar", [("CAB", "deputy_mayor", "viceprimar")]),
    (
        "Silvia Secretar",
        "secretar",
        [("SEC", "general_secretary", "secretar general"), ("SEC", "head", "secretar general")],
    ),
    ("Nina Referent", "secretariat", [("SEC", "officer", "referent")]),
    ("Călin Consilier", "audiente", [("CAB", "audience_secretary", "consilier audiențe")]),
    (
        "Corina Comercial",
        "comercial",
        [("COM", "officer", "inspector acorduri comerciale")],
    ),
    ("Horia Șef", "comercial.sef", [("COM", "head", "șef compartiment acorduri comerciale")]),
    ("Gabi Șef", "salubrizare.sef", [("SAL", "head", "șef serviciu salubrizare")]),
    ("Toma Planificator", "planificare", [("URB", "planner", "inspector disciplină urbanistică")]),
    (
        "Petre Polițist",
        "politie",
        [("POL", "local_police", "polițist local"), ("POL", "officer", "polițist local")],
    ),
    ("Raluca Șef", "politie.sef", [("POL", "head", "șef Poliția Locală")]),
    ("Daria Dispecer", "dispecerat", [("RP", "dispatcher", "dispecer")]),
    ("Emil Teren", "teren", [("SAL", "field_team", "șef echipă teren")]),
    (
        "Irina Jurist",
        "juridic",
        [("JUR", "legal_adviser", "consilier juridic"), ("JUR", "officer", "consilier juridic")],
    ),
    ("Sorin Șef", "juridic.sef", [("JUR", "head", "șef serviciu juridic")]),
    ("Olga Casier", "casierie", [("TAX", "cashier", "casier")]),
    ("Teodora Fiscal", "taxe", [("TAX", "officer", "inspector taxe locale")]),
    ("Florin Șef", "taxe.sef", [("TAX", "head", "director taxe locale")]),
    ("Sanda Arhivar", "arhiva", [("RP", "archivist", "arhivar")]),
    ("Paul Administrator", "admin", [("CAB", "administrator", "administrator")]),
    ("Anca Analist", "analist", [("CAB", "analyst", "analist de proceduri")]),
    ("Bogdan Analist", "analist2", [("CAB", "analyst", "analist de proceduri")]),
]
CITIZENS = [
    ("Ioana Cetățean", "ioana", "+40721000101"),
    ("Vlad Cetățean", "vlad", "+40721000102"),
]


def furnish(cabinets: Sequence[str], now: datetime) -> list[dict[str, str]]:
    """Make what is missing; the list of sign-ins to print."""
    hall, *_others = [
        institutions.found(facts["code"], {**facts, "is_demo": True}, DEPARTMENTS) for facts in HALLS
    ]
    for code in cabinets:
        _cabinet(hall, code)
    demonstration.set_programmes(hall)
    counter.set_hours(hall)
    _payment_account(hall)
    nomenclature.demonstrate(hall.id)
    for number, (name, mail, posts) in enumerate(STAFF):
        _staff(hall, name, f"{mail}@ps6.example", f"+4072100020{number}", posts, now)
    for name, mail, phone in CITIZENS:
        _account(name, f"{mail}@exemplu.ro", phone, now)
    return _sign_ins()


def _sign_ins() -> list[dict[str, str]]:
    staff = [
        {
            "who": f"{name} ({', '.join(title for _, _, title in posts)})",
            "email": f"{mail}@ps6.example",
            "where": "/birou",
        }
        for name, mail, posts in STAFF
    ]
    people = [{"who": name, "email": f"{mail}@exemplu.ro", "where": "/cereri"} for name, mail, _ in CITIZENS]
    return [{**one, "password": PASSWORD} for one in people + staff]


def _cabinet(hall: Institution, code: str) -> None:
    if session().scalar(select(Cabinet).where(Cabinet.code == code)) is None:
        name, place = CABINETS[code]
        session().add(
            Cabinet(institution_id=hall.id, code=code, name=name, place=place, shared=True, phone=hall.phone)
        )


def _payment_account(hall: Institution) -> None:
    """Where fees are paid. The treasury account and the budget code are examples, not the hall's own."""
    query = select(LocalRule).where(LocalRule.institution_id == hall.id, LocalRule.key == "payment_account")
    if session().scalar(query) is None:
        value = {"iban": "RO17TREZ70621160203XXXXX", "bank": "Trezoreria Sector 6", "budget_code": "16.02.03"}
        act = "cont și cod bugetar de demonstrație"
        session().add(
            LocalRule(institution_id=hall.id, key="payment_account", value=value, act=act, valid_from=SINCE)
        )


def _account(name: str, email: str, phone: str, now: datetime) -> Account:
    found = accounts.by_email(email)
    if found is None:
        found = accounts.open_account(name, email, phone, PASSWORD, now)
        found.email_verified_at = found.phone_verified_at = now
    return found


def _staff(
    hall: Institution, name: str, email: str, phone: str, posts: list[tuple[str, str, str]], now: datetime
) -> None:
    account = _account(name, email, phone, now)
    held = {post.role for post in account.posts}
    for department, role, title in posts:
        if role not in held:
            account.posts.append(
                Post(
                    institution=hall,
                    department=institutions.department(hall.id, department),
                    role=role,
                    title=title,
                    valid_from=SINCE,
                )
            )
