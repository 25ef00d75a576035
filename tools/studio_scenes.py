"""The analyst's scenes: a petition's draft is changed, played, published; a second one has a fault.

For docs/studio.md's pictures.
"""

import re
from collections.abc import Callable

from tools import desk_scenes, scenes
from tools.scenes import Town
from tools.sights import ROAD, TREE
from tools.visitor import Visitor, WalkError

CODE = "petition"
HERE, DRAFT = f"/studio/{CODE}", f"/studio/{CODE}/ciorna"
TABLES = "/studio/urbanism_information"
STORY = "answered_by_email"
PLAY_SECONDS = 600.0
STEPS_BACK = 3
NAMED = 'name="Ținta internă: 20 de zile" cityhall:name_en="Internal goal: 20 days"'
GOAL_TASK = f"""<bpmn:scriptTask id="goal" {NAMED}>
      <bpmn:incoming>competence_to_send_to_department</bpmn:incoming>
      <bpmn:outgoing>goal_to_send_to_department</bpmn:outgoing>
      <bpmn:script>internal_goal = 20</bpmn:script>
    </bpmn:scriptTask>
    <bpmn:sequenceFlow id="goal_to_send_to_department" sourceRef="goal" targetRef="send_to_department"/>
    """
GOAL_DRAWN = """<bpmndi:BPMNShape id="goal_di" bpmnElement="goal">
        <dc:Bounds x="2200" y="440" width="120" height="80"/>
      </bpmndi:BPMNShape>
      <bpmndi:BPMNEdge id="goal_to_send_to_department_di" bpmnElement="goal_to_send_to_department">
        <di:waypoint x="2320" y="480"/>
        <di:waypoint x="2560" y="480"/>
      </bpmndi:BPMNEdge>
      """


class Analyst(Visitor):
    """Anca, with the editors' own way to save a file."""

    def changes(self, path: str, change: Callable[[str], str]) -> None:
        """A file of the petition's draft as an editor saves it. Raises WalkError."""
        address = f"{self.url}{DRAFT}/api/fisier/{path}"
        found = self.get(address)
        found.encoding = "utf-8"
        token = str(self.open(DRAFT).tree.xpath("//meta[@name='csrf-token']/@content")[0])
        told = {"X-CSRFToken": token, "X-Seen-Revision": found.headers["X-Revision"], "Referer": address}
        body = change(found.text).encode()
        answer = self.http.put(address, data=body, headers=told, timeout=30)
        if not answer.ok or found.text.encode() == body:
            raise WalkError(f"{path}: {answer.status_code} {answer.text[:300]}")


def analyst(town: Town) -> Analyst:
    """Anca, signed in."""
    found = Analyst(town.hall)
    found.sign_in("analist@ps6.example", scenes.PASSWORD)
    return found


def cases(town: Town) -> None:
    """Petitions that stand at several steps."""
    citizen, chief = scenes.citizen(town.hall), scenes.staff(town.hall, "relatii")
    officer = scenes.staff(town.hall, "salubrizare")
    for answers in ({}, ROAD, TREE):
        scenes.fill_petition(citizen, dict(answers)).send()
    neighbour = scenes.citizen(town.hall, "vlad@exemplu.ro")
    who = {"full_name": "Vlad Cetățean", "email": "vlad@exemplu.ro"}
    asked, written = (scenes.fill_petition(neighbour, {**who, **one}).send() for one in (ROAD, TREE))
    for one in (asked, written):
        desk_scenes.route(chief, scenes.case_id(one), "SAL")
    desk_scenes.ask_for_completion(officer, scenes.case_id(asked), "photos", "O fotografie de zi.")
    desk_scenes.finish(desk_scenes.take(officer, scenes.case_id(written)), {"decision": "answer"})


def begin(anca: Analyst, address: str = HERE) -> None:
    """A draft from the version in force."""
    anca.open(address).form_to("/ciorna/deschide").send()


def change(anca: Analyst) -> None:
    """A step, a citizen's word and a question are changed."""
    anca.changes("procedure.bpmn", _goal)
    anca.changes("forms/application.schema.json", _shorter)


def _goal(xml: str) -> str:
    flow = 'id="competence_to_send_to_department" name="Da" sourceRef="competence" targetRef='
    xml = xml.replace(f'{flow}"send_to_department"', f'{flow}"goal"')
    arrow = "<bpmn:incoming>{}</bpmn:incoming>"
    lane, now = "<bpmn:flowNodeRef>send_to_department</bpmn:flowNodeRef>", "competence_to_send_to_department"
    start, here = xml.split('<bpmn:serviceTask id="send_to_department"')
    here = here.replace(arrow.format(now), arrow.format("goal_to_send_to_department"), 1)
    xml = f'{start}{GOAL_TASK}<bpmn:serviceTask id="send_to_department"{here}'
    xml = xml.replace(lane, lane + "\n        <bpmn:flowNodeRef>goal</bpmn:flowNodeRef>")
    edge = re.search(rf'bpmnElement="{now}">.*?</bpmndi:BPMNEdge>', xml, re.DOTALL)
    if edge is None:
        raise WalkError(f"{now} is not drawn")
    xml = xml.replace(edge[0], edge[0].replace('x="2560"', 'x="2200"'))
    xml = xml.replace("<bpmndi:BPMNEdge", f"{GOAL_DRAWN}<bpmndi:BPMNEdge", 1)
    return xml.replace('label="Scriem răspunsul"', 'label="Scriem răspunsul, cu temeiul legal"')


def _shorter(text: str) -> str:
    return re.sub(r'"maxLength": (\d+)', lambda found: f'"maxLength": {int(found[1]) + 500}', text, count=1)


def fault(anca: Analyst) -> None:
    """A task loses its form and a word for the citizen."""
    form = '<spiffworkflow:property name="formJsonSchemaFilename" value="drafting.schema.json"/>'
    wrong = form.replace("drafting.", "raspuns.")
    label = ' cityhall:label="Verificăm dacă ne-ați mai scris despre același lucru"'
    anca.changes("procedure.bpmn", lambda xml: xml.replace(form, wrong).replace(label, ""))


def play(anca: Analyst) -> None:
    """All scenarios, until the last has been played."""
    anca.open(f"{DRAFT}/scenarii").form_to("/joaca").send()

    def done() -> bool:
        return not anca.open(f"{DRAFT}/scenarii").tree.xpath("//progress")

    scenes.until(done, "the scenarios to be played", PLAY_SECONDS)


def trial(anca: Analyst) -> None:
    """A trial in the middle of its story."""
    start = anca.open(f"{DRAFT}/incercare").form("story", "steps")
    page = start.send({"story": STORY, "steps": "all"})
    for _ in range(STEPS_BACK):
        back = next(one for one in page.forms() if ("step:kind", "back") in _hidden(one.element))
        page = back.send()


def _hidden(form: object) -> set[tuple[str, str]]:
    found = form.xpath(".//input[@type='hidden']")  # type: ignore[attr-defined]
    return {(one.get("name"), one.get("value")) for one in found}


def publish(anca: Analyst) -> None:
    """The reason is said; the version is in force."""
    why = "Dispoziția 112/2026: țintă internă de răspuns, de 20 de zile."
    anca.open(f"{DRAFT}/publicare").form("reason", "seen").send({"reason": why})
