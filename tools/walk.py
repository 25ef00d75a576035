"""`make walk`: the whole main job over HTTP, as each person in turn, with times.

python -m tools.walk [URL]      without URL it starts a hall of its own on free ports
"""

import re
import secrets
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tools import desk_scenes as desk
from tools import hand_in, scenes
from tools.scenes import Town
from tools.started import started_hall
from tools.steps import Walk
from tools.trouble import Trouble
from tools.visitor import Page, Visitor, WalkError


def main(words: Sequence[str]) -> int:
    """Walk; 0 when every step passed."""
    try:
        if words and words[0]:
            return walk(words[0])
        with tempfile.TemporaryDirectory(prefix="hall-walk-") as folder, started_hall(Path(folder)) as here:
            return walk(here.url)
    except (WalkError, Trouble) as error:
        print(f"walk: failed: {error}", file=sys.stderr)
        return 1


def walk(url: str) -> int:
    """All journeys, one after the other."""
    one = Walk(scenes.town(url))
    petition(one)
    certificate(one)
    hand_in.drop_off(one)
    print(f"walk: {one.steps} steps passed")
    return 0


def petition(w: Walk) -> None:
    """A petition from a telephone, collected from the locker."""
    phone = f"+4072{secrets.randbelow(10**7):07d}"
    visitor = w.step("citizen opens an account", lambda: scenes.sign_up(w.town, phone))
    send = w.step(
        "citizen fills the petition, page by page", lambda: scenes.fill_petition(visitor, {"phone": phone})
    )
    done = w.step("citizen sends it and has a number", lambda: send.send())
    case, number = scenes.case_id(done), scenes.number(done)
    w.step("citizen downloads the receipt", lambda: receipt(visitor, case, number))
    w.step("anybody verifies the receipt by its QR", lambda: verify(w.town, visitor, case, number))
    w.step("SMS with the number arrives", lambda: scenes.sms_with(w.town, phone, number))
    chief = scenes.staff(w.town.hall, "relatii")
    w.step("public relations chooses the department", lambda: desk.route(chief, case, "SAL"))
    officer = scenes.staff(w.town.hall, "salubrizare")
    w.step(
        "officer asks for completion",
        lambda: desk.ask_for_completion(officer, case, "photos", "Adăugați o fotografie."),
    )
    w.step("citizen answers the completion", lambda: complete(visitor, case))
    w.step(
        "officer decides that it can be answered",
        lambda: desk.finish(desk.take(officer, case), {"decision": "answer"}),
    )
    w.step("officer writes the letter, edits it in Word, sends it", lambda: desk.write_letter(officer, case))
    head = scenes.staff(w.town.hall, "salubrizare.sef")
    w.step("head of the department endorses", lambda: desk.approve(head, case))
    mayor = scenes.staff(w.town.hall, "primar")
    w.step("mayor approves and signs", lambda: desk.approve(mayor, case))
    clerk = scenes.staff(w.town.hall, "ghiseu")
    w.step("clerk lays the paper in the locker", lambda: desk.deposit(clerk, case, w.town))
    text = w.step("SMS with the pick-up link arrives", lambda: scenes.sms_with(w.town, phone, "/ridicare/"))
    pin = w.step("citizen opens the QR page", lambda: pickup_pin(text))
    screen = desk.kiosk(w.town)
    w.step("kiosk opens the door, the paper is taken", lambda: desk.collect(screen, w.town, pin))
    w.step("case is closed and archived", lambda: closed(visitor, case))


def certificate(w: Walk) -> None:
    """An urbanism certificate filed at the counter, handed over there, claimed later."""
    clerk = scenes.staff(w.town.hall, "ghiseu")
    done = w.step("clerk files a certificate for a person without account", lambda: at_the_counter(clerk))
    case, number = scenes.case_id(done), scenes.number(done)
    code = w.step("clerk prints the receipt with its claim code", lambda: claim_code(clerk, done))
    architect = scenes.staff(w.town.hall, "arhitect")
    w.step("chief architect chooses the department", lambda: desk.route(architect, case, "URB"))
    officer = scenes.staff(w.town.hall, "urbanism")
    w.step(
        "officer finds the file complete", lambda: desk.finish(desk.take(officer, case), {"complete": "true"})
    )
    w.step(
        "officer reads the property's data", lambda: desk.finish(desk.take(officer, case), scenes.LAND_BOOK)
    )
    w.step("officer writes F_CU_05", lambda: desk.write_letter(officer, case, scenes.REGIMES))
    cashier = scenes.staff(w.town.hall, "casierie")
    w.step("cashier takes the fee over the counter", lambda: desk.take_money(cashier, number))
    w.step("chief architect signs", lambda: desk.approve(architect, case))
    handed = {"received_by": "Gheorghe Vecin", "capacity": "applicant", "identity_checked": "yes"}
    w.step("clerk hands it over at the counter", lambda: desk.finish(desk.take(clerk, case), handed))
    phone = f"+4073{secrets.randbelow(10**7):07d}"
    person = w.step("the person opens an account later", lambda: scenes.sign_up(w.town, phone))
    w.step("and claims the case with the code", lambda: claim(person, number, code))
    w.step("case is closed and archived", lambda: closed(person, case))


def receipt(visitor: Visitor, case: str, number: str) -> None:
    """The receipt says the number."""
    text = scenes.pdf_text(visitor.get(f"/cereri/{case}/dovada.pdf").content)
    if number not in text:
        raise WalkError(f"the receipt does not say {number}: {text[:300]}")


def verify(town: Town, visitor: Visitor, case: str, number: str) -> None:
    """The address printed under the QR says the same number, to anybody."""
    text = scenes.pdf_text(visitor.get(f"/cereri/{case}/dovada.pdf").content).replace("\n", "")
    found = re.search(r"/verifica/([\w-]{20,40})", text.replace(" ", ""))
    if found is None:
        raise WalkError(f"the receipt has no address to verify: {text[:600]}")
    token = found.group(1)[:27]
    Visitor(town.hall).open(f"/verifica/{token}").expect(number)


def complete(visitor: Visitor, case: str) -> None:
    """The citizen finds what is asked, adds a file and sends it."""

    def look() -> Page | None:
        page = visitor.open(f"/cereri/{case}")
        return page if page.tree.xpath("//a[contains(@href, '/cereri/sarcini/')]") else None

    task = scenes.until(look, "the completion to be asked").follow("/cereri/sarcini/")
    form = task.form("answer")
    files = [(name, scenes.paper()) for name in sorted(form.names()) if name.startswith("file")][:1]
    form.send({"answer": "Am adăugat fotografia."}, files=files, button=("action", "send"))


def pickup_pin(text: str) -> str:
    """The door and its eight digits, as the page behind the link says them: “14 12345678”."""
    found = re.search(r"(http\S+/ridicare/\S+)", text)
    if found is None:
        raise WalkError(f"no link in {text}")
    return desk.code_on(Visitor(found.group(1)).open(found.group(1)))


def at_the_counter(clerk: Visitor) -> Page:
    """File a certificate for somebody who stands there."""
    start = clerk.open("/ghiseu").form_to("/urbanism_information/incepe").send()
    papers = scenes.fill(start, scenes.CERTIFICATE)
    return scenes.send_form(scenes.to_check(papers, {})).send()


def claim_code(clerk: Visitor, done: Page) -> str:
    """The code printed on the counter's receipt."""
    address = done.link("dovada.pdf")
    found = re.search(r"\b([A-Z2-7]{5}-[A-Z2-7]{5})\b", scenes.pdf_text(clerk.get(address).content))
    if found is None:
        raise WalkError("the receipt has no claim code")
    return found.group(1)


def claim(visitor: Visitor, number: str, code: str) -> None:
    """The person types number and code, and the case is theirs."""
    form = visitor.open("/cereri/preia").form("number", "code")
    form.send({"number": number, "code": code}).expect(number)


def closed(visitor: Visitor, case: str) -> None:
    """The case's page says that it is closed."""
    scenes.until(
        lambda: "Dosarul s-a închis" in visitor.open(f"/cereri/{case}").text, "the case to be closed"
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
