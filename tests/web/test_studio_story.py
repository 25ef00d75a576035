"""The studio's own story, in a real browser: a task is drawn, tried, published; two cases come to it.

The procedure is the smallest of the hall, with one of its scenarios, so that the story is short.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from app.cityhall import institutions
from app.cityhall.cases import queries as cases
from app.cityhall.cases.models import Case
from app.cityhall.procedures import actions as procedure_actions
from app.cityhall.procedures import folders, scenarios
from app.cityhall.procedures.models import Procedure, ProcedureVersion
from app.database import session, transaction
from app.errands import runner
from app.rehearsal.errands import HANDLERS
from tests.browser import PageAt, assert_accessible
from tests.hall import ROOT, STAFF, Hall
from tests.served import over_http
from tests.web.story import people
from tools import scenes

pytestmark = pytest.mark.ui
CODE, STORY, TASK = "drop_off", "taken_note_of", "Confirmarea arhivei"
CITIZEN = "Compartimentul confirmă ce rămâne în arhivă"
HERE = f"/studio/{CODE}"
PASSWORD = "fara-hartie-2026"
PATIENCE = 20_000


@pytest.fixture
def address(hall: Hall) -> Iterator[str]:
    """The hall's own address, answered by a server beside the test."""
    with over_http(hall.app) as address:
        yield address


def test_a_task_is_drawn_tried_published_and_two_cases_come_to_it(
    hall: Hall, address: str, page_at: PageAt
) -> None:
    small(hall)
    old = filed(hall)
    page = page_at(1600)
    sign_in(page, address)
    page.goto(f"{address}{HERE}")
    page.get_by_role("button", name="ciorn").first.click()
    page.goto(f"{address}{HERE}/ciorna/diagrama")
    page.wait_for_selector("body[data-ready=yes]", timeout=PATIENCE)
    drawn(page)
    mended(page)
    simulated(page)
    tried(page, address)
    played(hall, page)
    published(page, address)
    new = filed_in_browser(hall, page_at(), address)
    assert [new.version.number, hall.fresh(old).version.number] == [3, 2]
    moved(hall, page, address)
    assert hall.fresh(old).version.number == 3
    for case in (new, old):
        comes_to_it(hall, case)


def small(hall: Hall) -> None:
    """A version of the procedure with one scenario only."""
    files = folders.read_folder(ROOT, CODE)
    mine = {p: f for p, f in files.items() if not p.startswith("scenarios/") or p.endswith(f"/{STORY}.json")}
    institution = institutions.by_code("PS6")
    assert institution is not None
    with transaction():
        procedure_actions.publish(institution, CODE, mine, hall.now)


def told() -> dict[str, Any]:
    """What the scenario's sender answers."""
    files = folders.read_folder(ROOT, CODE)
    return dict(next(one for one in scenarios.read(files) if one.name == STORY).answers)


def filed(hall: Hall) -> Case:
    """Papers sent by Ioana, as the scenario tells."""
    return hall.files(CODE, told()).case


def filed_in_browser(hall: Hall, page: Page, address: str) -> Case:
    """The same, page by page, as Ioana does it."""
    page.goto(f"{address}/servicii/{CODE}")
    press(page, "Intrați și începeți cererea")
    people.sign_in(page, scenes.CITIZEN)
    press(page, "Începeți cererea")
    page.wait_for_url("**/ciorna/**")
    while not page.url.endswith("/acte"):
        people.answer(page, told())
        press(page, "Mai departe")
        expect(page.locator("#error-summary")).to_have_count(0)
    name, content, kind = scenes.paper()
    page.set_input_files("[name='file.document']", {"name": name, "mimeType": kind, "buffer": content})
    press(page, "Mai departe, la verificare")
    press(page, "Trimiteți cererea")
    expect(page.locator("#number")).to_be_visible()
    hall.works()
    session().rollback()
    own = select(Case).join(ProcedureVersion).join(Procedure).where(ProcedureVersion.number == 3)
    return session().scalars(own.where(Procedure.code == CODE)).one()


def press(page: Page, words: str) -> None:
    """A button or a link; the next page is waited for."""
    with page.expect_navigation():
        page.get_by_role("button", name=words).or_(page.get_by_role("link", name=words)).first.click()


def sign_in(page: Page, address: str) -> None:
    page.goto(f"{address}/intrare")
    page.get_by_label("E-mail").fill(STAFF["Anca"])
    page.get_by_label("Parola").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button").first.click()


def place(page: Page, x: float, y: float) -> tuple[float, float]:
    """Where a point of the diagram is on the screen, once that part of it is looked at."""
    found = page.evaluate(
        """([x, y]) => {
            const canvas = document.getElementById('canvas').modeler.get('canvas');
            canvas.viewbox({ x: x - 500, y: y - 350, width: 1000, height: 700 });
            const [box, seen] = [canvas.viewbox(), canvas.getContainer().getBoundingClientRect()];
            return [seen.left + (x - box.x) * box.scale, seen.top + (y - box.y) * box.scale];
        }""",
        [x, y],
    )
    return found[0], found[1]


def drawn(page: Page) -> None:
    """A task is laid upon the arrow to the archive, becomes a person's, and gets its name and its lane."""
    page.locator("#canvas").scroll_into_view_if_needed()
    x, y = place(page, 2800, 690)
    page.locator("[data-action='create.task']").click()
    page.mouse.move(x - 8, y - 8)
    page.mouse.move(x, y, steps=4)
    page.mouse.click(x, y)
    page.keyboard.type(TASK)
    page.keyboard.press("Enter")
    page.locator(".djs-context-pad [data-action='replace']").click()
    page.locator(".djs-popup [data-id='replace-with-user-task']").click()
    panel = page.locator("#panel")
    expect(panel.get_by_label("Denumirea, în română")).to_have_value(TASK)
    panel.get_by_label("Banda").select_option(label="Compartiment")
    expect(panel.get_by_label("Rolul")).to_have_value("officer")


def mended(page: Page) -> None:
    """What the list complains of is put right: the form, the citizen's words; then it is silent."""
    problems = page.locator("#problems")
    problems.get_by_role("button", name=TASK).first.click()
    panel = page.locator("#panel")
    expect(problems).to_contain_text("formular")
    panel.get_by_label("Formularul").select_option("original")
    panel.get_by_label("Pe românește, pentru solicitant").fill(CITIZEN)
    panel.get_by_label("În engleză, pentru solicitant").fill("The department confirms what stays")
    page.keyboard.press("Tab")
    panel.get_by_label("Starea cererii cât așteaptă aici").select_option("in_work")
    expect(page.locator("#problem-count")).to_have_text("Nicio problemă.", timeout=PATIENCE)
    expect(page.locator("#state")).to_contain_text("Salvat", timeout=PATIENCE)
    assert_accessible(page)


def simulated(page: Page) -> None:
    """A token walks from the start."""
    page.get_by_role("button", name="Simulați").click()
    page.locator("#canvas").scroll_into_view_if_needed()
    place(page, 280, 160)
    start = page.locator("[data-container-id='papers_sent']")
    start.get_by_role("button", name="Porniți evenimentul").click()
    expect(page.locator("#simulation-log")).to_contain_text("Înregistrare", timeout=PATIENCE)
    page.get_by_role("button", name="Simulați").click()


def tried(page: Page, address: str) -> None:
    """The old story ends at the new task: it is done in the trial, and the story kept in its place."""
    page.goto(f"{address}{HERE}/ciorna/incercare")
    page.get_by_label("Cererea cu care începeți").select_option(STORY)
    page.get_by_text("Cererea și toți pașii lui").click()
    page.get_by_role("button", name="Începeți încercarea").click()
    expect(page.get_by_role("heading", name=TASK)).to_be_visible()
    expect(page.locator(".element.now title", has_text=TASK)).to_have_count(1)
    page.get_by_text("Am primit originalul").click()
    page.get_by_role("button", name="Terminați sarcina").click()
    expect(page.get_by_text("nu mai este nimic de făcut")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("link", name="Păstrați ca scenariu").click()
    expect(page.get_by_label("Numele fișierului")).to_have_value(STORY)
    page.get_by_role("button", name="Păstrați scenariul").click()
    page.get_by_text("Înlocuiește scenariul care are acest nume").click()
    page.get_by_role("button", name="Păstrați scenariul").click()
    expect(page.get_by_role("heading", name="Scenarii", level=1)).to_be_visible()


def played(hall: Hall, page: Page) -> None:
    """With one button all scenarios are played; the page sees by itself that they are true."""
    page.get_by_role("button", name="Jucați toate scenariile").click()
    while runner.perform_one(hall.house, hall.now, HANDLERS):
        pass
    expect(page.get_by_text("Toate cele 1 scenarii sunt adevărate.")).to_be_visible(timeout=PATIENCE)
    assert_accessible(page)


def published(page: Page, address: str) -> None:
    """The gate is open: the reason is said and the version is out."""
    page.goto(f"{address}{HERE}/ciorna/publicare")
    page.get_by_label("Motivul").fill("Arhiva cere confirmarea compartimentului.")
    page.get_by_role("button", name="Publicați versiunea").click()
    expect(page.get_by_role("heading", name="versiuni")).to_be_visible()


def moved(hall: Hall, page: Page, address: str) -> None:
    """The old case goes on by the new version."""
    page.goto(f"{address}{HERE}/mutari")
    page.get_by_role("button", name="Mutați toate care se pot muta").click()
    hall.works()
    expect(page.get_by_text("1 din 1 cereri. Mutate: 1.")).to_be_visible(timeout=PATIENCE)


def comes_to_it(hall: Hall, case: Case) -> None:
    """The case is worked on until the new task waits in the department; then it ends."""
    route = {"readable": True, "signed": "not_verified", "route": "department", "department": "SAL"}
    hall.does("Elena", hall.fresh(case), "registry_check", **route)
    hall.does("Ana", hall.fresh(case), "resolution", resolution="inform", procedure="none")
    (task,) = cases.open_tasks(hall.fresh(case).id)
    assert (task.title, task.form) == (TASK, "original")
    hall.does("Ana", hall.fresh(case), "original", received=True)
    assert hall.fresh(case).closed_at is not None
