"""Two hundred letters as a hall gets them: petitions, invoices, summonses … with all the noise of real mail.

`letters(200)` is the same at every run. Each says what a careful registrar would have typed for it (`Truth`),
so that a proposal can be found right or wrong.
"""

import random
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from tests.arrivals.matters import MATTERS, Matter

FIRST = (
    "Andrei",
    "Maria",
    "Ion",
    "Elena",
    "Ștefan",
    "Ioana",
    "Mihai",
    "Cristina",
    "Gheorghe",
    "Ana",
    "Țuțu",
    "Vlad",
)
LAST = (
    "Popescu",
    "Ionescu",
    "Dumitrescu",
    "Șerban",
    "Țăranu",
    "Gheorghiu",
    "Marinescu",
    "Stănescu",
    "Rădulescu",
)
STREETS = (
    "Str. Dezrobirii",
    "Bd. Iuliu Maniu",
    "Str. Valea Argeșului",
    "Calea Plevnei",
    "Aleea Lunca Cernei",
    "Drumul Taberei",
    "Str. Brașov",
    "Șos. Virtuții",
)
FIRMS = ("SC Lumina Verde SRL", "SC Construct Expert SRL", "SC Papetăria Modernă SRL", "SC Apele Curate SA")
OFFICES = (
    "Garda de Mediu București",
    "Judecătoria Sectorului 6",
    "Primăria Municipiului București",
    "Inspectoratul de Stat în Construcții",
    "Prefectura București",
)
CLOSINGS = ("Cu stimă,", "Cu respect,", "Vă mulțumesc,", "O zi bună,")
FOOTERS = (
    "\n\n-- \nTrimis de pe telefonul meu",
    "\n\nAcest mesaj este confidențial și se adresează numai destinatarului.",
    "\n\nÎn data de 3 noiembrie 2026, Primăria Sectorului 6 a scris:\n> Am primit mesajul.",
    "",
    "",
)
HALL = "registratura@ps6.example"
FIRST_DAY = datetime(2026, 11, 20, 6, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Truth:
    """What a careful registrar types for a letter."""

    document: str
    department: str
    issuer: str
    summary: str
    sender_number: str
    sender_date: str
    annexes: int


@dataclass(frozen=True)
class Sent:
    """A letter as the mailbox has it, and what is true of it."""

    raw: bytes
    truth: Truth
    address: str
    sent_at: datetime


def letters(count: int, seed: int = 6) -> list[Sent]:
    """So many letters of every kind."""
    return list(_letters(count, random.Random(seed)))


def _letters(count: int, dice: random.Random) -> Iterator[Sent]:
    for number in range(count):
        yield _letter(number, MATTERS[number % len(MATTERS)], dice)


def _letter(number: int, matter: Matter, dice: random.Random) -> Sent:
    facts = _facts(number, dice)
    issuer = {"person": facts["name"], "firm": facts["firm"], "authority": facts["office"]}[matter.sender]
    subject, text = matter.subject.format(**facts), matter.text.format(**facts)
    address = f"{_plain(issuer).lower().replace(' ', '.')}@exemplu{number % 7}.ro"
    sent_at = FIRST_DAY + timedelta(minutes=7 * number)
    message = EmailMessage(policy=SMTP)
    message["From"] = Address(display_name=issuer, addr_spec=address)
    message["To"] = HALL
    message["Subject"] = _noisy_subject(subject, dice)
    message["Date"] = format_datetime(sent_at)
    message["Message-ID"] = f"<{number}.{dice.randrange(10**9)}@exemplu.ro>"
    closing = f"\n\n{dice.choice(CLOSINGS)}\n{issuer}"
    _write(message, _noisy_text(text + closing, dice) + dice.choice(FOOTERS), dice)
    files = _attach(message, matter, facts, dice)
    written = matter.number.format(**facts)
    day = facts["iso"] if written else ""
    annexes = matter.annexes or files
    truth = Truth(matter.document, matter.department, issuer, subject, written, day, annexes)
    return Sent(message.as_bytes(), truth, address, sent_at)


def _facts(number: int, dice: random.Random) -> dict[str, str]:
    day = date(2026, 11, 1) + timedelta(days=dice.randrange(19))
    return {
        "name": f"{dice.choice(FIRST)} {dice.choice(LAST)}",
        "street": dice.choice(STREETS),
        "number": str(dice.randrange(1, 180)),
        "block": f"{dice.choice('ABCDM')}{dice.randrange(1, 60)}",
        "phone": f"07{dice.randrange(20, 80)} {dice.randrange(100, 999)} {dice.randrange(100, 999)}",
        "days": str(dice.randrange(3, 15)),
        "firm": dice.choice(FIRMS),
        "office": dice.choice(OFFICES),
        "series": dice.choice(("AB", "LV", "CX")),
        "num": str(1000 + number),
        "date": f"{day:%d.%m.%Y}",
        "iso": day.isoformat(),
        "sum": f"{dice.randrange(100, 9000)},{dice.randrange(10, 99)}",
    }


def _noisy_subject(subject: str, dice: random.Random) -> str:
    way = dice.randrange(6)
    if way == 0:
        return f"Fwd: {subject}"
    if way == 1:
        return _plain(subject).upper()
    return f"RE: Fw: {subject}" if way == 2 else subject


def _noisy_text(text: str, dice: random.Random) -> str:
    """Half the people write without diacritics; some with the cedilla of old keyboards."""
    way = dice.randrange(4)
    if way < 2:
        return _plain(text)
    return text.translate(str.maketrans("șțȘȚ", "\u015f\u0163\u015e\u0162")) if way == 2 else text


def _plain(text: str) -> str:
    return "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign))


def _write(message: EmailMessage, text: str, dice: random.Random) -> None:
    way = dice.randrange(4)
    if way == 0 and _fits(text, "iso-8859-2"):
        message.set_content(text, charset="iso-8859-2", cte="quoted-printable")
        return
    message.set_content(text, cte="8bit" if way == 1 else "base64")
    if way == 3:
        lines = "".join(f"<p>{line}</p>" for line in text.splitlines() if line)
        message.add_alternative(f"<html><body>{lines}</body></html>", subtype="html")


def _fits(text: str, charset: str) -> bool:
    try:
        text.encode(charset)
    except UnicodeEncodeError:
        return False
    return True


def _attach(message: EmailMessage, matter: Matter, facts: dict[str, str], dice: random.Random) -> int:
    texts = [matter.attached.format(**facts)] if matter.attached else []
    if matter.sender == "person" and dice.randrange(3) == 0:
        texts.append("Fotografie")
    for place, text in enumerate(texts):
        name = dice.choice(("scan0001.pdf", "document.pdf", f"{matter.document}_{facts['num']}.pdf"))
        message.add_attachment(pdf(text), maintype="application", subtype="pdf", filename=f"{place}{name}")
    return len(texts)


def pdf(text: str) -> bytes:
    """A PDF of one page with a line of plain text, whole enough for every reader."""
    shown = _plain(text).replace("\\", "").replace("(", "").replace(")", "").encode("ascii", "replace")
    stream = b"BT /F1 12 Tf 40 780 Td (" + shown + b") Tj ET"
    parts = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length " + str(len(stream)).encode() + b">>stream\n" + stream + b"\nendstream",
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    )
    made, places = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, 1):
        places.append(len(made))
        made += str(number).encode() + b" 0 obj" + part + b"endobj\n"
    table = b"".join(f"{place:010d} 00000 n \n".encode() for place in places)
    start = str(len(made)).encode()
    return (
        made
        + b"xref\n0 6\n0000000000 65535 f \n"
        + table
        + b"trailer<</Size 6/Root 1 0 R>>\nstartxref\n"
        + start
        + b"\n%%EOF\n"
    )
