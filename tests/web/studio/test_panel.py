"""The properties panel in a real browser: an answer becomes the diagram, one undo takes it back."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from app.cityhall.drafts import actions, queries
from app.cityhall.drafts.models import Draft
from app.database import session, transaction
from app.engine.reading import model as models
from app.engine.reading.model import Element, Flow, Model
from tests.browser import PageAt, assert_accessible
from tests.hall import ROOT, Hall
from tests.served import over_http
from tests.web.citizen.people import Enter

pytestmark = pytest.mark.ui
READY = "body[data-ready=yes]"
SELECT = """id => {
    const modeler = document.getElementById('canvas').modeler;
    modeler.get('selection').select(modeler.get('elementRegistry').get(id));
}"""
XML = "async () => (await document.getElementById('canvas').modeler.saveXML({ format: true })).xml"
UNDO = "() => document.getElementById('canvas').modeler.get('commandStack').undo()"


class Desk:
    """Anca before the modeler: she selects an element and answers in the panel."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.panel = page.locator("#panel")

    def select(self, element: str) -> None:
        self.page.evaluate(SELECT, element)
        group = self.panel.locator("[data-group=aside]")
        expect(group.locator("code")).to_have_text(element)

    def field(self, label: str) -> Locator:
        return self.panel.get_by_label(label, exact=True)

    def choose(self, label: str, value: str) -> None:
        self.field(label).select_option(value)

    def write(self, label: str, text: str) -> None:
        self.field(label).fill(text)
        self.field(label).press("Tab")

    def press(self, text: str) -> None:
        self.panel.get_by_role("button", name=text, exact=True).first.click()

    def model(self) -> Model:
        return models.read({"procedure.bpmn": self.page.evaluate(XML).encode()})

    def element(self, own: str) -> Element:
        return self.model().elements[own]

    def flow(self, own: str) -> Flow:
        return self.model().flows[own]

    def undo(self) -> None:
        self.page.evaluate(UNDO)


CONDITIONS = """async texts => {
    const { parsed, expression } = await import('/static/js/studio/panel_conditions.js');
    return texts.map(text => { const found = parsed(text); return found && expression(found); });
}"""
TIMES = """async pairs => {
    const { read, written } = await import('/static/js/studio/panel_times.js');
    const said = pairs.map(([kind, text]) => written(read(kind, text), kind));
    return said.map(one => [one.kind, one.text]);
}"""


def says_the_same(page: Page) -> None:
    """Conditions and times as words and as expressions; what is more than words stays text."""
    asked = {
        "answers.anonymous": "answers.anonymous",
        "not verification.complete": "not verification.complete",
        "verification.complete == False": "not verification.complete",
        "a.b != True": "not a.b",
        'x == "it\'s"': 'x == "it\'s"',
        "x == 'a \"b\"'": 'x == "a \\"b\\""',
        "x >= 12.5 and y < -3": "x >= 12.5 and y < -3",
        'x in ["a", "b"] or z': 'x in ["a", "b"] or z',
        "x in [1, 2]": "x in [1, 2]",
        '"a" in answers.list': '"a" in answers.list',
        "x is None and y is not None": "x is None and y is not None",
        "x == None": "x is None",
        "": "",
        "a and b or c": None,
        "a > b": None,
        "len(a) > 3": None,
        "(a)": None,
        "x in []": None,
        "x in [1 2]": None,
        "a == 1 == 2": None,
        "not a and": None,
        "x + 1": None,
        "and": None,
    }
    assert page.evaluate(CONDITIONS, list(asked)) == list(asked.values())
    times = [
        ["timeDuration", '"P3D"'],
        ["timeDuration", '"PT48H"'],
        ["timeDuration", '"P2W"'],
        ["timeDuration", '"P1M"'],
        ["timeDuration", '"PT5M"'],
        ["timeDuration", "settings.wait"],
        ["timeDuration", 'get(settings, "wait", "P3D")'],
        ["timeDuration", '"P1DT12H"'],
        ["timeDate", "booking.starts_at"],
        ["timeDate", '"2026-12-01"'],
        ["timeDate", '"2026-12-01T10:00"'],
        ["timeCycle", '"R3/P7D"'],
        ["timeCycle", '"R/PT1H"'],
        ["timeCycle", '"R/2026-12-01/P1M"'],
    ]
    assert page.evaluate(TIMES, times) == times


@pytest.fixture
def desk(hall: Hall, enter: Enter, draft: Draft, page_at: PageAt) -> Iterator[Desk]:
    """The petition's diagram, open in the modeler."""
    with over_http(hall.app) as address:
        cookie = enter("Anca").client.get_cookie("hall")
        assert cookie is not None
        page = page_at(1600)
        page.set_default_timeout(15_000)
        page.context.add_cookies([{"name": "hall", "value": cookie.value, "url": address}])
        page.goto(f"{address}/studio/{draft.procedure.code}/ciorna/diagrama")
        page.wait_for_selector(READY, timeout=60_000)
        page.wait_for_selector("#panel h2")
        yield Desk(page)


def test_a_task_gets_its_form_role_words_and_day(desk: Desk) -> None:
    desk.select("twins")
    desk.choose("Formularul", "routing")
    desk.choose("Scrisoarea care se scrie aici", "answer")
    desk.choose("Rolul", "registrar")
    desk.choose("Starea cererii cât așteaptă aici", "in_work")
    desk.write("Pe românește, pentru solicitant", "Căutăm petiții la fel")
    desk.write("Denumirea, în engleză", "Twins")
    desk.choose("Compartimentul care o face", "SAL")
    task = desk.element("twins")
    assert (task.form, task.ui, task.letter, task.role) == ("routing", "routing", "answer", "registrar")
    assert (task.status, task.label, task.name_en) == ("in_work", "Căutăm petiții la fel", "Twins")
    assert task.department == "'SAL'"
    desk.undo()
    assert desk.element("twins").department is None
    expect(desk.field("Compartimentul care o face")).to_have_value("")
    desk.choose("Banda", "petition_officer")
    assert desk.element("twins").lane == "petition_officer"
    expect(desk.field("Rolul")).to_have_value("officer")
    # The keyboard walks through the fields and nothing is lost under it.
    desk.field("Denumirea, în română").fill("Aceeași petiție?")
    for _ in range(2):
        desk.page.keyboard.press("Tab")
    assert desk.element("twins").name == "Aceeași petiție?"
    assert_accessible(desk.page)


@pytest.mark.nightly
def test_a_step_becomes_another_kind_and_keeps_its_words(desk: Desk) -> None:
    desk.select("twins")
    label = desk.element("twins").label
    desk.choose("Felul", "ServiceTask")
    expect(desk.field("Operațiunea")).to_be_visible()
    desk.choose("Operațiunea", "find_twins")
    desk.choose("De câte ori se face", "parallel")
    desk.choose("Pentru fiecare din lista", "answers.description")
    desk.write("Numele unuia din listă", "one")
    desk.write("Ce lasă fiecare", "found")
    desk.write("Unde se adună", "all_found")
    step = desk.element("twins")
    assert step.label == label
    assert (step.kind, step.operation, step.name) == ("serviceTask", "find_twins", "Petiții conexe")
    assert step.rounds is not None
    assert (step.rounds.kind, step.rounds.over, step.rounds.item) == (
        "parallel",
        "answers.description",
        "one",
    )
    assert (step.rounds.result, step.rounds.results) == ("found", "all_found")
    desk.choose("De câte ori se face", "sequential")
    desk.choose("De câte ori se face", "once")
    assert desk.element("twins").rounds is None
    desk.select("routing_late")
    desk.choose("Despre ce este", "Message")
    desk.choose("Mesajul", "reopen")
    late = desk.element("routing_late")
    assert (late.kind, late.message, late.attached_to) == ("boundaryEvent", "reopen", "routing")
    assert not late.interrupting
    desk.undo()
    desk.undo()
    assert desk.element("routing_late").timer == "settings.redirect_term"


def test_an_operation_is_asked_with_what_exists(desk: Desk) -> None:
    desk.select("closing_told")
    assert "if answers.anonymous" in desk.field("Mesajul").input_value()
    desk.press("Mesajul: Alegeți o valoare")
    desk.choose("Mesajul", "closed_anonymous")
    assert dict(desk.element("closing_told").parameters)["template"] == "'closed_anonymous'"
    desk.choose("Operațiunea", "request_payment")
    assert (desk.element("closing_told").operation, desk.element("closing_told").parameters) == (
        "request_payment",
        (),
    )
    desk.write("Suma, în bani", "1500")
    desk.write("Pentru ce se plătește (opțional)", "Taxa de 'urgență'")
    desk.write("Numele rezultatului", "asked_fee")
    task = desk.element("closing_told")
    assert task.result == "asked_fee"
    assert task.parameters == (("amount", "1500"), ("purpose", r"'Taxa de \'urgență\''"))
    # What the step leaves is offered at once to the next ones.
    desk.select("competence")
    assert desk.panel.locator("option[value='asked_fee.due']").count() > 0
    desk.select("choose_letter")
    desk.write("Rânduri „nume = expresie”", "import os")
    expect(desk.panel.get_by_text("Nu poate fi folosită: se scriu numai rânduri")).to_be_visible()
    desk.write("Rânduri „nume = expresie”", 'letter = "redirect"')
    expect(desk.panel.get_by_text("Expresia este bună.")).to_be_visible()
    assert desk.element("choose_letter").script == 'letter = "redirect"'


def test_ways_out_are_conditions_in_words(desk: Desk) -> None:
    desk.select("identified")
    desk.choose("Ce se compară", "answers.category")
    desk.choose("Cum", "in")
    desk.panel.locator("[data-group=gateway] [type=checkbox]").first.press("Space")
    flow = "identified_to_closing_note"
    assert (desk.flow(flow).condition or "").startswith("answers.category in [")
    desk.choose("Cum", "==")
    desk.press("Adăugați o condiție")
    desk.panel.get_by_label("Ce se compară").nth(1).select_option("answers.anonymous")
    desk.choose("Se potrivesc", "any")
    assert (desk.flow(flow).condition or "").endswith(" or answers.anonymous")
    desk.press("Scrieți o expresie")
    desk.write("Condiția", "len(answers.subject) > 3")
    assert desk.flow(flow).condition == "len(answers.subject) > 3"
    expect(desk.panel.get_by_text("spune mai mult decât o listă")).to_have_count(0)
    # The usual way loses its condition in the same step, and one undo brings it back.
    desk.choose("Calea obișnuită", flow)
    assert desk.element("identified").default == flow
    assert desk.flow(flow).condition is None
    desk.undo()
    assert desk.element("identified").default == "identified_to_search_twins"
    assert desk.flow(flow).condition == "len(answers.subject) > 3"
    expect(desk.panel.get_by_text("spune mai mult decât o listă")).to_be_visible()


def test_times_and_messages_in_words(desk: Desk) -> None:
    says_the_same(desk.page)
    desk.select("routing_late")
    expect(desk.field("Când")).to_have_value("setting")
    expect(desk.field("Setarea")).to_have_value("settings.redirect_term")
    desk.choose("Când", "after")
    assert desk.element("routing_late").timer == "settings.redirect_term"
    desk.write("Cât", "48")
    desk.choose("Unitatea", "hours")
    assert desk.element("routing_late").timer == '"PT48H"'
    desk.choose("Când", "cycle")
    desk.write("De câte ori", "3")
    event = desk.element("routing_late").event
    assert event is not None
    assert (event.timer, event.expression) == ("timeCycle", '"R3/PT48H"')
    desk.choose("Când", "day")
    desk.field("Ziua").fill("2026-12-01")
    desk.field("Ziua").press("Tab")
    assert desk.element("routing_late").timer == '"2026-12-01"'
    desk.field("Întrerupe ce se lucrează").press("Space")
    assert desk.element("routing_late").interrupting
    desk.select("withdrawal_said")
    expect(desk.panel.get_by_text("o spune solicitantul, din pagina cererii")).to_be_visible()
    desk.choose("Mesajul", "reopen")
    desk.write("Numele sub care se păstrează ce aduce", "reopening")
    event = desk.element("withdrawal_said").event
    assert event is not None
    assert (event.name, event.variable) == ("reopen", "reopening")
    desk.field("Mesajul").select_option(label="un mesaj nou…")
    desk.write("Numele lui", "neighbour_agrees")
    assert desk.element("withdrawal_said").message == "neighbour_agrees"
    desk.undo()
    assert desk.element("withdrawal_said").message == "reopen"


def test_what_others_wrote_is_shown_and_kept(hall: Hall, draft: Draft, desk: Desk) -> None:
    row = queries.file_row(draft, "procedure.bpmn")
    foreign = row.content.replace(
        b'<bpmn:userTask id="twins"',
        b'<bpmn:userTask xmlns:camunda="http://camunda.org/bpmn" camunda:assignee="ana" id="twins"',
    ).replace(
        b'<spiffworkflow:property name="formJsonSchemaFilename" value="twins.schema.json"/>',
        b'<spiffworkflow:property name="formJsonSchemaFilename" value="twins.schema.json"/>'
        b'<spiffworkflow:property name="colour" value="blue"/>',
    )
    with transaction():
        actions.save(draft, "procedure.bpmn", foreign, row.revision, hall.actor("Anca").person_id, hall.now)
    session().rollback()
    desk.page.reload()
    desk.page.wait_for_selector(READY, timeout=60_000)
    desk.page.wait_for_selector("#panel h2")
    desk.select("twins")
    desk.panel.get_by_text("Ale altor programe").click()
    expect(desk.panel.get_by_text('camunda:assignee="ana"')).to_be_visible()
    expect(desk.panel.get_by_text("colour = blue")).to_be_visible()
    desk.choose("Formularul", "routing")
    saved = desk.page.evaluate(XML)
    assert 'camunda:assignee="ana"' in saved
    assert 'name="colour" value="blue"' in saved
    assert desk.element("twins").form == "routing"
    expect(desk.page.locator("#state")).to_contain_text("Salvat")
    session().rollback()
    assert b'camunda:assignee="ana"' in queries.file_row(draft, "procedure.bpmn").content


EVERY = """async xml => {
    const modeler = document.getElementById('canvas').modeler;
    const wrong = [];
    const note = event => wrong.push(event.message);
    window.addEventListener('error', note);
    await modeler.importXML(xml);
    const before = (await modeler.saveXML({ format: true })).xml;
    const drawn = () => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));
    let shown = 0;
    const registry = modeler.get('elementRegistry');
    const drawnOnes = registry.filter(e => e.businessObject && !e.labelTarget && e.parent);
    for (const one of drawnOnes) {
        modeler.get('selection').select(one);
        await drawn();
        const id = document.querySelector('#panel [data-group=aside] code')?.textContent;
        if (id !== one.businessObject.id) wrong.push(`${one.id}: ${id}`);
        shown += 1;
    }
    if ((await modeler.saveXML({ format: true })).xml !== before) wrong.push('looking changed the file');
    window.removeEventListener('error', note);
    return { wrong, shown };
}"""


@pytest.mark.nightly
def test_every_element_of_every_diagram_has_its_properties(desk: Desk) -> None:
    shown = 0
    for path in sorted((ROOT / "processes").glob("*/*.bpmn")):
        seen = desk.page.evaluate(EVERY, path.read_text(encoding="utf-8"))
        assert seen["wrong"] == [], path
        shown += seen["shown"]
    assert shown > 1_000
