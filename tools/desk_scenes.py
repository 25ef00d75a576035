"""What staff do at their desks and at the cabinet, over HTTP."""

from collections.abc import Mapping
from typing import Any

from tools.scenes import ANSWER, Town, until
from tools.visitor import Form, Page, Visitor, WalkError

ROW = "//*[@data-case='{case}']//form[contains(@action, '/preia')]"


def take(visitor: Visitor, case: str) -> Page:
    """Find the case in the inbox, take its task on oneself; the task's page."""

    def look() -> Page | None:
        inbox = visitor.open("/birou?lista=de-preluat")
        forms = [one for one in inbox.forms() if one.element in inbox.tree.xpath(ROW.format(case=case))]
        return forms[0].send() if forms else None

    return until(look, f"a task of case {case} to take")


def finish(task: Page, answers: Mapping[str, Any]) -> Page:
    """Fill the task's form and finish it; questions that appear are answered on the page that shows them."""
    for _ in range(6):
        form = task.form_to("/termina")
        given = {name: value for name, value in answers.items() if name in form.names()}
        left = set(answers) - set(given)
        task = form.send(given)
        if task.url.split("#")[0].split("?")[0].rstrip("/").endswith("/birou") or not _still_open(task):
            return task
        if not left and "de corectat" in task.text:
            break
    raise WalkError(f"the task does not end: {task.url} {task.text[:500]}")


def _still_open(page: Page) -> bool:
    return any(one.action.split("?")[0].endswith("/termina") for one in page.forms())


def route(url_visitor: Visitor, case: str, department: str) -> Page:
    """The head of public relations (or the chief architect) chooses the department."""
    task = take(url_visitor, case)
    if "kind" in task.form_to("/termina").names():  # it looks like an earlier petition of the same person
        finish(task, {"kind": "different"})
        task = take(url_visitor, case)
    return finish(task, {"competence": "ours", "department": department})


def ask_for_completion(officer: Visitor, case: str, paper: str, note: str) -> Page:
    """The officer asks for what is missing: one list of defects."""
    task = take(officer, case)
    form = task.form_to("/termina")
    first = {"decision": "completion"} if "decision" in form.names() else {"complete": "false"}
    defect = {"defects.0.paper": paper, "defects.0.reason": "missing", "defects.0.note": note}
    return finish(task, {**first, **defect})


def write_letter(officer: Visitor, case: str, texts: Mapping[str, Any] | None = None) -> None:
    """Write the letter from its template, take it to Word and back, look at the PDF, send it to be signed."""
    task = take(officer, case)
    address = task.url.split("#")[0].rstrip("/")
    task = task.form_to("/termina").send(dict(texts or ANSWER), to=f"{address}/scrisoare")
    word = officer.get(f"{address}/scrisoare.docx")
    task = task.form_to("/termina").send(
        files=[("letter", ("raspuns.docx", word.content, word.headers["Content-Type"]))],
        to=f"{address}/scrisoare/incarca",
    )
    address = task.tree.xpath("string(//iframe[contains(@class, 'letter-preview')]/@src)").split("?")[0]
    preview = officer.get(address)
    if not preview.content.startswith(b"%PDF"):
        raise WalkError("the preview is not a PDF")
    finish(task, texts or ANSWER)


def approve(head: Visitor, case: str) -> Page:
    """The head approves and signs."""
    return finish(take(head, case), {"decision": "approve"})


def take_money(cashier: Visitor, number: str) -> Page:
    """The cashier finds the note of a case, takes the money and writes the number of the receipt."""
    note = cashier.open(f"/casierie?q={number}").follow("/casierie/note/")
    paid = note.form_to("/incasare").send({"receipt_number": f"CH-{number.split('/', maxsplit=1)[0]}"})
    return paid.expect("Plata de")


def deposit(operator: Visitor, case: str, town: Town) -> int:
    """Open the door, lay the paper in, close, confirm; the number of the door."""
    task = take(operator, case)
    door = int(task.find(r"Ușa\s*(\d+)"))
    task.form_to("/deschide-usa").send()
    shut(town, door)
    address = task.url.split("#")[0]
    task = until(lambda: _deposited(operator, address), "the cabinet to tell that the door is closed")
    finish(task, {"confirmed": "yes"})
    return door


def _deposited(operator: Visitor, address: str) -> Page | None:
    page = operator.open(address)
    return page if page.tree.xpath("//*[@data-door-state='done']") else None


def open_door(town: Town, door: int) -> Form | None:
    """The handle of a door that stands open, on the cabinet's own page."""
    page = Visitor(town.locker).open("/?still=1")
    return next((one for one in page.forms() if one.action.split("?")[0].endswith(f"/{door}/close")), None)


def shut(town: Town, door: int) -> None:
    """Somebody closes the door with a hand."""
    until(lambda: open_door(town, door), f"door {door} to open").send()


def kiosk(town: Town, kind: type[Visitor] = Visitor) -> Visitor:
    """The screen beside the lockers."""
    visitor = kind(town.hall)
    visitor.open("/kiosk/")
    return visitor


def code_on(page: Page) -> str:
    """The door and its eight digits, as a page with a QR says them: “14 12345678”."""
    door = page.tree.xpath("string(//*[contains(@class, 'collect-door')])").strip()
    digits = "".join(page.tree.xpath("//*[contains(@class, 'collect-pin')]//text()"))
    pin = "".join(one for one in digits if one.isdigit())
    if len(pin) != 8:
        raise WalkError(f"{page.url} shows no PIN: {page.text[:400]}")
    return f"{door} {pin}"


def typed(code: str) -> dict[str, str]:
    """The fields of a code as people read it: the door's number, then its PIN."""
    number, _, pin = code.partition(" ")
    return {"compartment": number, "credential": pin}


def collect(screen: Visitor, town: Town, credential: str) -> int:
    """Type a door and its PIN (“14 12345678”) at the kiosk, take the paper, close the door; its number."""
    opened = screen.open("/kiosk/").form("credential").send(typed(credential))
    door = int(opened.find(r"Ușa\s*(\d+) este deschisă"))
    shut(town, door)
    return door
