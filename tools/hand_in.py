"""The walk's drop-off: papers laid in, registered when the door closes, taken out and ticked."""

import secrets

from tools import desk_scenes as desk
from tools import scenes
from tools.scenes import Town
from tools.steps import Walk
from tools.visitor import Page, Visitor, WalkError

LAID = {"item.other_papers": "laid", "size": "S"}
DESK = "/birou/casete-depuneri"
SCAN = "file.other_papers"


def drop_off(w: Walk) -> None:
    """A petition written at home, its signed paper brought to the locker at night."""
    phone = f"+4074{secrets.randbelow(10**7):07d}"
    visitor = w.step("citizen opens another account", lambda: scenes.sign_up(w.town, phone))
    check = w.step("citizen writes a petition up to its check", lambda: up_to_check(visitor, phone))
    sheet = w.step("citizen keeps a door for the papers", lambda: keep_door(check))
    w.step("citizen prints the cover sheet with its QR", lambda: cover_sheet(sheet))
    screen = desk.kiosk(w.town)
    number = w.step(
        "kiosk opens, papers are laid in; the closed door gives the number",
        lambda: lay_in(screen, w.town, desk.code_on(sheet)),
    )
    w.step("SMS with that number arrives", lambda: scenes.sms_with(w.town, phone, number))
    clerk = scenes.staff(w.town.hall, "ghiseu")
    page = w.step("clerk empties the compartment", lambda: empty(clerk, w.town, number))
    w.step("clerk scans and ticks the list", lambda: tick(page))
    w.step("citizen sees that all was there", lambda: visitor.open(sheet.url).expect(number, "Primit"))


def up_to_check(visitor: Visitor, phone: str) -> Page:
    """All questions answered, nothing sent."""
    answers = {**scenes.PETITION, "phone": phone, "subject": "Câini fără stăpân pe Aleea Lunca Cernei"}
    return scenes.to_check(scenes.begin(visitor, "/servicii/petition", answers), {})


def keep_door(check: Page) -> Page:
    """Say what will be laid in; the page with the door, the QR and the PIN."""
    return check.follow("/cereri/depuneri/ciorna/").form("cabinet", "size").send(LAID).expect("vă așteaptă")


def cover_sheet(sheet: Page) -> None:
    """The sheet to print says the same door and PIN."""
    text = scenes.pdf_text(sheet.visitor.get(sheet.link("foaie.pdf")).content)
    pin = desk.code_on(sheet).partition(" ")[2]
    if pin not in text.replace(" ", ""):
        raise WalkError(f"the cover sheet does not say the PIN of its page: {text[:300]}")


def lay_in(screen: Visitor, town: Town, code: str) -> str:
    """Type the code at the kiosk, lay the papers in, close the door; the number that the screen says."""
    opened = screen.open("/kiosk/").form("credential").send(desk.typed(code))
    door = int(opened.find(r"Ușa\s*(\d+) este deschisă"))
    opened.expect("Alte hârtii")
    desk.shut(town, door)

    def look() -> Page | None:
        page = screen.open("/kiosk/usa")
        return page if "Numărul de înregistrare" in page.text else None

    return scenes.number(scenes.until(look, "the kiosk to say the registration number"))


def empty(clerk: Visitor, town: Town, number: str) -> Page:
    """Open the door from the list, take the papers out, close it; the page with the list to tick."""
    page = next(one for one in _waiting(clerk) if number in one.text)
    door = int(page.find(r"Deschideți ușa (\d+)"))
    page.form_to("/deschide").send()
    desk.shut(town, door)

    def look() -> Page | None:
        found = clerk.open(page.url)
        return found if found.tree.xpath("//input[@name='found.other_papers']") else None

    return scenes.until(look, "the cabinet to tell that the compartment is empty")


def _waiting(clerk: Visitor) -> list[Page]:
    """What lies in compartments, each on its page."""
    links = clerk.open(f"{DESK}?lista=de-golit").tree.xpath(f"//main//a[starts-with(@href, '{DESK}/')]/@href")
    return [clerk.open(link) for link in dict.fromkeys(links)]


def tick(page: Page) -> Page:
    """A scan under its item, a tick, and the list is verified."""
    form = page.form("found.other_papers")
    scan = (SCAN, scenes.paper("Cererea semnată"))
    done = form.send({"found.other_papers": "received"}, files=[scan], button=("action", "verify"))
    return done.expect("Lista este verificată")
