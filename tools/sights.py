"""A hall with something to look at: requests at every stage, and the page where each person sees them.

For the tests that look at pages in a browser and for the README's pictures.
"""

import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from tools import desk_scenes as desk
from tools import scenes
from tools import walk as steps
from tools.scenes import Town
from tools.visitor import Page, Visitor

ROAD = {
    "category": "roads",
    "subject": "Groapă în carosabil pe Bd. Timișoara",
    "description": "La intersecția cu Str. Valea Cascadelor este o groapă adâncă de la ploile din octombrie.",
    "place": "Bd. Timișoara colț cu Str. Valea Cascadelor",
}
TREE = {
    "category": "green_spaces",
    "subject": "Copac uscat lângă locul de joacă din Drumul Taberei",
    "description": "Un plop uscat se apleacă peste leagăne. La vânt cad crengi.",
    "place": "Parcul Drumul Taberei, locul de joacă",
}


@dataclass(frozen=True)
class Sight:
    """One page, and the person whose it is."""

    name: str
    who: Visitor
    address: str


@dataclass
class Cast:
    """Everybody who looks at something, signed in."""

    town: Town
    guest: Visitor = field(init=False)
    newcomer: Visitor = field(init=False)
    citizen: Visitor = field(init=False)
    clerk: Visitor = field(init=False)
    chief: Visitor = field(init=False)
    officer: Visitor = field(init=False)
    head: Visitor = field(init=False)
    mayor: Visitor = field(init=False)
    screen: Visitor = field(init=False)

    def __post_init__(self) -> None:
        url = self.town.hall
        self.guest, self.newcomer, self.citizen = Visitor(url), Visitor(url), scenes.citizen(url)
        self.clerk, self.chief = scenes.staff(url, "ghiseu"), scenes.staff(url, "relatii")
        self.officer, self.mayor = scenes.staff(url, "salubrizare"), scenes.staff(url, "primar")
        self.head = scenes.staff(url, "salubrizare.sef")
        self.screen = desk.kiosk(self.town)


def prepare(town: Town) -> list[Sight]:
    """Play the requests up to where each is worth looking at; every page."""
    cast = Cast(town)
    return [*_public(cast), *_waiting(cast), *_ready(cast), *_drafting(cast), *_lists(cast)]


def _file(cast: Cast, answers: dict[str, str] | None = None) -> Page:
    return scenes.fill_petition(cast.citizen, answers).send()


def _routed(cast: Cast, answers: dict[str, str] | None = None) -> str:
    case = scenes.case_id(_file(cast, answers))
    desk.route(cast.chief, case, "SAL")
    return case


def _public(cast: Cast) -> Iterator[Sight]:
    """What anybody sees, and what a newcomer does."""
    yield Sight("home", cast.guest, "/")
    yield Sight("services", cast.guest, "/servicii")
    yield Sight("service", cast.guest, "/servicii/urbanism_information")
    yield Sight("sign-up", cast.guest, "/cont/nou")
    yield Sight("sign-in", cast.guest, "/intrare")
    yield Sight("accessibility", cast.guest, "/accesibilitate")
    yield Sight("error-404", cast.guest, "/nimic/aici")
    email, phone = f"nicolae{secrets.token_hex(2)}@exemplu.ro", f"0731 {secrets.randbelow(10**6):06d}"
    account = {"full_name": "Nicolae Nou", "email": email, "phone": phone}
    form = cast.newcomer.open("/cont/nou").form("email", "phone", "password")
    yield Sight("confirm", cast.newcomer, form.send({**account, "password": scenes.PASSWORD}).url)
    yield Sight("kiosk", cast.screen, "/kiosk/")


def _waiting(cast: Cast) -> Iterator[Sight]:
    """A request the officer asks something about, and one half written."""
    case = _routed(cast)
    desk.ask_for_completion(cast.officer, case, "photos", "O fotografie de zi, cu containerul întreg.")
    task = scenes.until(
        lambda: next(
            iter(cast.citizen.open(f"/cereri/{case}").tree.xpath("//a[contains(@href, '/sarcini/')]/@href")),
            None,
        ),
        "the completion to be asked",
    )
    yield Sight("case-asked", cast.citizen, f"/cereri/{case}")
    yield Sight("completion", cast.citizen, task)
    papers = scenes.begin(cast.citizen, "/servicii/urbanism_information", _certificate())
    yield Sight("papers", cast.citizen, papers.url)
    yield Sight("check", cast.citizen, scenes.to_check(papers, {"land_book_extract": scenes.paper()}).url)
    yield Sight("form-page", cast.citizen, papers.url.replace("/acte", "/property"))


def _certificate() -> dict[str, Any]:
    return {**scenes.CERTIFICATE, "full_name": "Ioana Cetățean", "email": scenes.CITIZEN}


def _ready(cast: Cast) -> Iterator[Sight]:
    """A request answered, its paper behind a door; another the clerk is about to lay in."""
    phone = f"+4072{secrets.randbelow(10**7):07d}"
    done = _file(cast, {**TREE, "phone": phone})
    case = scenes.case_id(done)
    yield Sight("confirmation", cast.citizen, done.url)
    token = done.tree.xpath("//a[contains(@href, '/verifica/')]/@href")[0]
    yield Sight("verify", cast.guest, token)
    desk.route(cast.chief, case, "SAL")
    _answered(cast, case)
    desk.deposit(cast.clerk, case, cast.town)
    text = scenes.sms_with(cast.town, phone, "/ridicare/")
    yield Sight("case-ready", cast.citizen, f"/cereri/{case}")
    yield Sight("pickup", cast.guest, text[text.index("http") :].split()[0])
    again = _routed(cast, ROAD)
    _answered(cast, again)
    yield Sight("deposit", cast.clerk, desk.take(cast.clerk, again).url)


def _answered(cast: Cast, case: str) -> None:
    desk.finish(desk.take(cast.officer, case), {"decision": "answer"})
    desk.write_letter(cast.officer, case)
    desk.approve(cast.head, case)
    desk.approve(cast.mayor, case)


def _drafting(cast: Cast) -> Iterator[Sight]:
    """A letter being written, and one before the mayor."""
    signing = _routed(cast, TREE)
    desk.finish(desk.take(cast.officer, signing), {"decision": "answer"})
    desk.write_letter(cast.officer, signing)
    desk.approve(cast.head, signing)
    yield Sight("approval", cast.mayor, desk.take(cast.mayor, signing).url)
    case = _routed(cast, ROAD)
    desk.finish(desk.take(cast.officer, case), {"decision": "answer"})
    task = desk.take(cast.officer, case)
    address = task.url.split("#")[0].rstrip("/")
    task.form_to("/termina").send(scenes.ANSWER, to=f"{address}/scrisoare")
    yield Sight("task", cast.officer, address)
    note = cast.officer.open(f"/birou/dosare/{case}").form_to("/note")
    note.send({"text": "Am vorbit cu operatorul de salubritate; trece mâine pe acolo."})
    yield Sight("case-file", cast.officer, f"/birou/dosare/{case}")
    yield Sight("case", cast.citizen, f"/cereri/{case}")


def _lists(cast: Cast) -> Iterator[Sight]:
    """Lists, once there is something in them, and the counter."""
    for answers in ({}, ROAD):
        _routed(cast, dict(answers))
    done = steps.at_the_counter(cast.clerk)
    yield Sight("counter", cast.clerk, "/ghiseu")
    yield Sight("counter-confirmation", cast.clerk, done.url)
    yield Sight("inbox", cast.officer, "/birou?lista=de-preluat")
    yield Sight("inbox-mine", cast.officer, "/birou?lista=ale-mele")
    yield Sight("inbox-empty", cast.mayor, "/birou?lista=de-preluat")
    yield Sight("search", cast.officer, "/birou/dosare?q=Ioana")
    yield Sight("cases", cast.citizen, "/cereri")
    yield Sight("claim", cast.citizen, "/cereri/preia")
