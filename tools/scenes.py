"""The scenes of a request's journey, each played over HTTP by the person it is for."""

import io
import re
import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

import requests
from pypdf import PdfReader, PdfWriter

from tools.visitor import Form, Page, Visitor, WalkError

PASSWORD = "fara-hartie-2026"  # noqa: S105 - the demonstration's own
CITIZEN = "ioana@exemplu.ro"
PATIENCE_SECONDS = 60.0
Found = TypeVar("Found")
PETITION: Mapping[str, Any] = {
    "applicant_kind": "person",
    "full_name": "Ioana Cetățean",
    "address.street": "Str. Dezrobirii",
    "address.number": "12",
    "address.locality": "București",
    "category": "sanitation",
    "subject": "Gunoi neridicat pe Str. Dezrobirii",
    "description": "De o săptămână nu s-a ridicat gunoiul din fața blocului.",
    "place": "Str. Dezrobirii nr. 12",
    "delivery": "locker",
    "email": CITIZEN,
    "phone": "0721 000 101",
}
CERTIFICATE: Mapping[str, Any] = {
    "applicant_kind": "person",
    "full_name": "Gheorghe Vecin",
    "cnp": "1800101400016",
    "id_series": "RX",
    "id_number": "123456",
    "id_issued_by": "SPCLEP Sector 6",
    "id_issued_on.day": "1",
    "id_issued_on.month": "2",
    "id_issued_on.year": "2020",
    "address.street": "Bd. Timișoara",
    "address.number": "5",
    "address.locality": "București",
    "property_kind": "land",
    "land_area": "350",
    "property_address.street": "Str. Valea Cascadelor",
    "property_address.number": "7",
    "property_address.locality": "București",
    "land_registry": "digital",
    "cadastral_number": "234567",
    "delivery": "counter",
    "email": "gheorghe@exemplu.ro",
    "phone": "0721 000 303",
    "declaration": "yes",
}
ANSWER = {
    "solution": "favourable",
    "answer": "Gunoiul a fost ridicat astăzi. Vă mulțumim pentru semnalare.",
    "legal_basis": "OG 27/2002, art. 8 alin. (1)",
}
LAND_BOOK = {
    "read_from": "eterra",
    "read_on.day": "20",
    "read_on.month": "11",
    "read_on.year": "2026",
    "cadastral_data": "Teren intravilan, 350 mp, curți-construcții.",
}
REGIMES = {
    "property_description": "Teren de 350 mp, Str. Valea Cascadelor nr. 7, nr. cadastral 234567.",
    "plan_reference": "PUG București, HCGMB 269/2000",
    "legal_regime": "Teren proprietate privată, situat în intravilan.",
    "economic_regime": "Folosința actuală: curți-construcții.",
    "technical_regime": "UTR L1a, POT maxim 45 %, CUT maxim 1,3.",
    "networks": "Apă, canalizare, energie electrică și gaze în zonă.",
}


@dataclass(frozen=True)
class Town:
    """Where everything answers."""

    hall: str
    locker: str
    sandbox: str


def town(url: str) -> Town:
    """The simulators' ports follow from the hall's."""
    base, _, port = url.rstrip("/").rpartition(":")
    return Town(url.rstrip("/"), f"{base}:{int(port) + 1}", f"{base}:{int(port) + 2}")


def until(look: Callable[[], Found | None], what: str, seconds: float = PATIENCE_SECONDS) -> Found:
    """Look again until there is something. Raises WalkError when patience ends."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        found = look()
        if found:
            return found
        time.sleep(0.15)
    raise WalkError(f"waited {seconds:.0f} s in vain: {what}")


def staff(url: str, name: str, kind: type[Visitor] = Visitor) -> Visitor:
    """Somebody of the hall, signed in."""
    visitor = kind(url)
    visitor.sign_in(f"{name}@ps6.example", PASSWORD)
    return visitor


def citizen(url: str, email: str = CITIZEN, kind: type[Visitor] = Visitor) -> Visitor:
    """A citizen, signed in."""
    visitor = kind(url)
    visitor.sign_in(email, PASSWORD)
    return visitor


def messages(place: Town, kind: str, to: str) -> list[dict[str, Any]]:
    """What arrived on a telephone (sms) or in a mailbox (mail), oldest first."""
    answer = requests.get(f"{place.sandbox}/api/{kind}", params={"to": to}, timeout=10)
    found: list[dict[str, Any]] = answer.json()
    return found


def sms_with(place: Town, to: str, words: str) -> str:
    """The text of the first SMS that says this, waiting for it."""

    def look() -> str | None:
        return next((m["text"] for m in messages(place, "sms", to) if words in m["text"]), None)

    return until(look, f"SMS to {to} with “{words}”")


def sign_up(town: Town, phone: str, kind: type[Visitor] = Visitor) -> Visitor:
    """A new account, both addresses confirmed with the codes that arrive."""
    visitor = kind(town.hall)
    email = f"om{secrets.token_hex(4)}@exemplu.ro"
    page = (
        visitor.open("/cont/nou")
        .form("email", "phone", "password")
        .send({"full_name": "Ioana Nouă", "email": email, "phone": phone, "password": "parola lunga de test"})
    )
    mail = until(lambda: messages(town, "mail", email), "e-mail with the code")
    codes = {"email_code": _code(mail[-1]["text"]), "sms_code": _code(sms_with(town, phone, "codul"))}
    page.form("email_code", "sms_code").send(codes)
    return visitor


def _code(text: str) -> str:
    found = re.search(r"\b(\d{6})\b", text)
    if found is None:
        raise WalkError(f"no code in {text}")
    return found.group(1)


def paper(words: str = "Fotografie") -> tuple[str, bytes, str]:
    """A small PDF to upload."""
    written = io.BytesIO()
    writer = PdfWriter()
    writer.add_blank_page(width=200, height=200)
    writer.add_metadata({"/Title": words})
    writer.write(written)
    return ("anexa.pdf", written.getvalue(), "application/pdf")


def fill(page: Page, answers: Mapping[str, Any]) -> Page:
    """Go through the pages of a form until its papers."""
    for _ in range(30):
        if page.url.split("?")[0].endswith("/acte"):
            return page
        form = page.form("version")
        given = {name: value for name, value in answers.items() if name in form.names()}
        page = form.send(given, button=("action", "next"))
    raise WalkError(f"the form never ends: {page.url}")


def begin(visitor: Visitor, service_page: str, answers: Mapping[str, Any]) -> Page:
    """Start a service and fill its form; the papers page."""
    return fill(visitor.open(service_page).form_to("incepe").send(), answers)


def to_check(papers: Page, uploads: Mapping[str, tuple[str, bytes, str]]) -> Page:
    """Add papers and go to check-your-answers."""
    form = papers.form_to("/acte")
    files = [(f"file.{code}", file) for code, file in uploads.items()]
    return form.send(files=files, button=("action", "next")).expect("Verificați răspunsurile")


def send_form(check: Page) -> Form:
    """The form that sends; required papers that are missing are acknowledged."""
    form = check.form_to("/trimite")
    if "acknowledge" in form.names():
        form.element.xpath(".//input[@name='acknowledge']")[0].set("checked", "checked")
    return form


def fill_petition(visitor: Visitor, answers: Mapping[str, Any] | None = None) -> Form:
    """A petition up to the last button."""
    papers = begin(visitor, "/servicii/petition", {**PETITION, **(answers or {})})
    return send_form(to_check(papers, {}))


def case_id(page: Page) -> str:
    """The case's id in the address of its page."""
    parts = page.url.split("?")[0].rstrip("/").split("/")
    return next(part for part in parts if part.count("-") == 4)


def number(page: Page) -> str:
    """The registration number on the page: 12/23.11.2026."""
    return page.find(r"(\d+/\d{2}\.\d{2}\.\d{4})")


def pdf_text(content: bytes) -> str:
    """What a PDF says."""
    return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
