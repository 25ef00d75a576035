"""Small procedures with a fee: what is asked, waited for and given back, one step after the other."""

from itertools import pairwise

from sqlalchemy import inspect

from app.cityhall import institutions
from app.cityhall.cases.models import Case
from app.cityhall.payments import queries
from app.cityhall.payments.models import PaymentNote
from app.cityhall.procedures import actions as procedure_actions
from app.cityhall.procedures import folders
from app.database import session, transaction
from tests.hall import ROOT, Hall

FEE = 1450
HEAD = """<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
 xmlns:spiffworkflow="http://spiffworkflow.org/bpmn/schema/1.0/core"
 xmlns:cityhall="https://farahartie.ro/bpmn/1.0" id="d" targetNamespace="https://farahartie.ro/processes">
<bpmn:process id="fee" isExecutable="true">{lanes}<bpmn:startEvent id="go"/>"""
LANES = """<bpmn:laneSet id="lanes"><bpmn:lane id="lane" cityhall:role="registrar">{}</bpmn:lane>
</bpmn:laneSet>"""
PERSON = """<bpmn:userTask id="{0}" name="{0}"><bpmn:extensionElements><spiffworkflow:properties>
<spiffworkflow:property name="formJsonSchemaFilename" value="handover.schema.json"/>
</spiffworkflow:properties></bpmn:extensionElements></bpmn:userTask>"""
HANDED = {"received_by": "Ioana", "capacity": "applicant", "identity_checked": True}


def service(own: str, operation: str, result: str = "", **parameters: str) -> str:
    inside = "".join(
        f'<spiffworkflow:parameter id="{name}" type="str" value="{value}"/>'
        for name, value in parameters.items()
    )
    kept = f' resultVariable="{result}"' if result else ""
    return (
        f'<bpmn:serviceTask id="{own}"><bpmn:extensionElements>'
        f'<spiffworkflow:serviceTaskOperator id="{operation}"{kept}>'
        f"<spiffworkflow:parameters>{inside}</spiffworkflow:parameters>"
        "</spiffworkflow:serviceTaskOperator></bpmn:extensionElements></bpmn:serviceTask>"
    )


def ask(amount: object = FEE) -> str:
    return service("ask", "request_payment", "fee", amount=str(amount), purpose="'Taxă de probă'")


PAY = '<bpmn:callActivity id="pay" calledElement="payment"/>'
LOOK = PERSON.format("look")
REFUSE = service("refuse", "refund_payment", "refund", reason="'refused'")
OUTCOME = service("ends", "set_outcome", outcome="'withdrawn'")


def case_of(hall: Hall, *nodes: str) -> Case:
    """Ioana's request in a procedure of these steps, one after the other."""
    ids = ["go", *(node.split('id="')[1].split('"')[0] for node in nodes), "stop"]
    flow = '<bpmn:sequenceFlow id="{0}-{1}" sourceRef="{0}" targetRef="{1}"/>'
    flows = "".join(flow.format(one, other) for one, other in pairwise(ids))
    body = "".join(nodes) + '<bpmn:endEvent id="stop"/>' + flows
    held = [own for own, node in zip(ids[1:], nodes, strict=False) if "userTask" in node]
    people = "".join(f"<bpmn:flowNodeRef>{own}</bpmn:flowNodeRef>" for own in held)
    text = (
        HEAD.format(lanes=LANES.format(people) if people else "")
        + body
        + "</bpmn:process></bpmn:definitions>"
    )
    files = {**folders.read_folder(ROOT, "petition"), "procedure.bpmn": text.encode()}
    with transaction():
        institution = institutions.by_code("PS6")
        assert institution is not None
        procedure_actions.publish(institution, "petition", files, hall.now)
    return hall.petition()


def waiting(hall: Hall) -> Case:
    """A case that waits for its fee before somebody looks at it."""
    case = hall.fresh(case_of(hall, ask(), PAY, LOOK))
    assert case.status == "payment"
    return case


def note_of(case: Case) -> PaymentNote:
    session().rollback()
    [case_id] = inspect(case).identity
    found = queries.of_case(case_id)
    assert len(found) == 1
    return found[0]
