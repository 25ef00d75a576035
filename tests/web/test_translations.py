"""English: every message has a translation, and who chose English meets no Romanian but names and data."""

import re
from collections.abc import Iterator

import pytest
from babel.messages.catalog import Message
from lxml import html

from app import demo
from app.cityhall import incidents
from app.cityhall.cases import queries as cases
from app.cityhall.procedures import queries as procedures
from app.database import transaction
from app.web import gate
from tests.hall import PETITION, Hall
from tests.web.citizen.people import Citizen
from tools import words

IOANA = "ioana@exemplu.ro"
ROMANIAN = re.compile("[ăâîșțĂÂÎȘȚ]")
PLACEHOLDER = re.compile(r"%\(\w+\)s|\{\{ \}\}")
# What a reader of English reads too; the switch back to Romanian is marked as Romanian.
READ = (
    "aria-label",
    "alt",
    "placeholder",
    "title",
    "data-left",
    "data-over",
    "data-say-found",
    "data-idle-text",
)
TEXTS = "//title/text() | //body//text()[not(ancestor::*[@lang='ro'])]"


def test_the_catalogue_has_exactly_the_messages_of_the_pages() -> None:
    wanted, known = messages(words.extracted()), messages(words.catalogue())
    assert set(wanted) - set(known) == set(), "run make words and translate"
    assert set(known) - set(wanted) == set(), "run make words"


def test_every_message_is_translated() -> None:
    assert [one.id for one in messages(words.catalogue()).values() if not one.string or one.fuzzy] == []


def test_translations_keep_the_placeholders() -> None:
    for one in messages(words.catalogue()).values():
        *_singular, last = one.id if isinstance(one.id, tuple) else (one.id,)
        *_one, translated = one.string if isinstance(one.string, tuple) else (one.string,)
        assert sorted(PLACEHOLDER.findall(last)) == sorted(PLACEHOLDER.findall(translated)), one.id


def test_the_compiled_catalogue_is_that_of_the_written_one() -> None:
    compiled = words.ENGLISH.with_suffix(".mo").read_bytes()
    assert compiled == words.compiled(words.catalogue()), "run make words"


def messages(catalogue: words.Catalog) -> dict[str, Message]:
    return {one.id: one for one in catalogue if one.id}


@pytest.fixture
def names(hall: Hall) -> list[str]:
    """Names and data, the longest first: they stay as they are in every language."""
    halls = [str(text) for facts in demo.HALLS for text in facts.values()]
    staff = [part for name, _mail, posts in demo.STAFF for part in (name, *(post[2] for post in posts))]
    citizens = [name for name, *_more in demo.CITIZENS]
    answers = [str(one) for one in PETITION.values() if isinstance(one, str)]
    place = [
        "București",
        "Petiție: Gunoi neridicat",
        "Petiție, Ioana Cetățean",
        "intrarea primăriei",
        "Fără Hârtie",
    ]
    found = [*halls, *staff, *citizens, *demo.DEPARTMENTS.values(), *answers, *place, *laws()]
    return sorted(filter(ROMANIAN.search, found), key=len, reverse=True)


def laws() -> Iterator[str]:
    """Acts are cited in the language in which they are in force."""
    for version in procedures.offered():
        yield from version.config["service"]["law"]
        yield from (paper.get("law", "") for paper in procedures.papers(version.id))


def left_over(page: html.HtmlElement, names: list[str]) -> list[str]:
    """Texts of the page with Romanian letters, without the names."""
    found = [*page.xpath(TEXTS), *(text for name in READ for text in page.xpath(f"//@{name}"))]
    return [text.strip() for text in found if ROMANIAN.search(without(str(text), names))]


def without(text: str, names: list[str]) -> str:
    for name in names:
        text = text.replace(name, "")
    return text


@pytest.fixture
def hall_in_english(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> Hall:
    hall.app.config["WTF_CSRF_ENABLED"] = False
    monkeypatch.setattr(gate, "now", lambda: hall.now)
    return hall


def english(hall: Hall, email: str = "") -> Citizen:
    visitor = Citizen(hall).signed_in(hall, email) if email else Citizen(hall)
    visitor.post("/limba/en")
    assert visitor.page.get("lang") == "en"
    return visitor


def meets_no_romanian(visitor: Citizen, addresses: list[str], names: list[str]) -> None:
    for address in addresses:
        visitor.get(address)
        assert visitor.page.get("lang") == "en", address
        assert left_over(visitor.page, names) == [], address


def test_a_stranger_reads_english(hall_in_english: Hall, names: list[str]) -> None:
    services = ["/", "/servicii", "/servicii/petition", "/servicii/urbanism_information"]
    doors = ["/accesibilitate", "/intrare", "/cont/nou", "/kiosk/"]
    mistakes = ["/nu-exista", "/verifica/altceva", "/ridicare/altceva"]
    meets_no_romanian(english(hall_in_english), [*services, *doors, *mistakes], names)


def test_an_applicant_reads_english_from_the_draft_to_the_case(
    hall_in_english: Hall, names: list[str]
) -> None:
    ioana = english(hall_in_english, IOANA)
    draft = ioana.post("/servicii/petition/incepe").request.path.rsplit("/", 1)[0]
    ioana.get(f"{draft}/contact")
    wrong = ioana.post(f"{draft}/contact", email="x", phone="y")
    assert wrong.status_code == 422
    assert left_over(ioana.page, names) == []
    pages = ["applicant", "matter", "delivery", "contact", "acte", "verificare"]
    meets_no_romanian(ioana, [f"{draft}/{page}" for page in pages], names)
    case = hall_in_english.petition()
    meets_no_romanian(ioana, ["/cereri", "/cereri/preia", f"/cereri/{case.id}/confirmare"], names)
    meets_no_romanian(ioana, [f"/verifica/{case.entry.verify_token}", f"/cereri/{case.id}"], names)
    assert "30 calendar days from registration (23.11.2026)" in ioana.text("//main")
    assert "“Petition”" in ioana.text("//main"), "what the hall writes is English too"


def test_staff_reads_english_at_the_desk_and_the_counter(hall_in_english: Hall, names: list[str]) -> None:
    hall = hall_in_english
    english(hall, IOANA)  # what is written to her is read at the desk too
    case = hall.petition()
    ion, elena = english(hall, "Ion"), english(hall, "Elena")
    task = f"/birou/sarcini/{hall.task(case, 'routing').id}"
    ion.post(f"{task}/preia")
    meets_no_romanian(ion, [task, "/birou", "/birou?lista=ale-mele", "/birou?lista=terminate"], names)
    assert cases.open_tasks(case.id)[0].holder is not None
    meets_no_romanian(ion, [f"/birou/dosare/{case.id}", "/birou/dosare?q=nimeni"], names)
    meets_no_romanian(elena, ["/ghiseu", "/ghiseu?q=Ioana", f"/ghiseu/dosare/{case.id}"], names)


def test_an_administrator_reads_english(hall_in_english: Hall, names: list[str]) -> None:
    case = hall_in_english.petition()
    facts = {
        "job": "service",
        "operation": "issue_letter",
        "error": "OutsideError('pdf_failed')",
        "tries": 12,
    }
    with transaction():
        element = "petition_filed"
        one = incidents.open("job", hall_in_english.now, case_id=case.id, element=element, facts=facts)
    paul = english(hall_in_english, "Paul")
    lists = ["/administrare/incidente", "/administrare/incidente?lista=rezolvate", "/administrare/starea"]
    meets_no_romanian(paul, [*lists, f"/administrare/incidente/{one.id}"], names)
