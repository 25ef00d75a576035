"""Petitions under way while their procedure changes: editions of it, and what stands at a case."""

from collections.abc import Callable
from typing import Any

from app.cityhall import institutions
from app.cityhall.cases import queries as cases
from app.cityhall.cases.models import Case, CaseRun
from app.cityhall.procedures import actions as procedure_actions
from app.cityhall.procedures import folders
from app.cityhall.procedures import queries as procedures
from app.cityhall.procedures.models import ProcedureVersion
from app.database import session, transaction
from app.journey import versions
from tests.hall import ROOT, Hall

FLOW = '<bpmn:sequenceFlow id="{0}_to_{1}" sourceRef="{0}" targetRef="{1}"/>'
STAMP = """<bpmn:userTask id="stamp" name="Ștampilare" cityhall:status="in_work"><bpmn:extensionElements>
<spiffworkflow:properties><spiffworkflow:property name="formJsonSchemaFilename" value="handover.schema.json"/>
</spiffworkflow:properties></bpmn:extensionElements></bpmn:userTask>"""
HANDED = {"received_by": "Ioana", "capacity": "applicant", "identity_checked": True}
ANALYSIS = '<bpmn:userTask id="analysis"'
OWN = ("procedure.bpmn", "research.bpmn")
Change = Callable[[str], str]


def published(hall: Hall, *changes: Change, file: str = "", **files: bytes) -> ProcedureVersion:
    """The petition with changes, each in the diagram that it fits, as a new version."""
    found = {**folders.read_folder(ROOT, "petition"), **files}
    for change in changes:
        changed = {name: change(found[name].decode()).encode() for name in ([file] if file else OWN)}
        fitting = [name for name, content in changed.items() if content != found[name]]
        assert fitting
        found[fitting[0]] = changed[fitting[0]]
    with transaction():
        institution = institutions.by_code("PS6")
        assert institution is not None
        return procedure_actions.publish(institution, "petition", found, hall.now)


def relabelled(text: str) -> str:
    return text.replace('name="Analiză"', 'name="Analiza petiției"')


def stamped(text: str) -> str:
    """A step after the signature, before the answer leaves."""
    text = of_the_officer("stamp", text, "drafting")
    text = text.replace(
        FLOW.format("answered_outcome", "call_delivery"),
        STAMP + FLOW.format("answered_outcome", "stamp") + FLOW.format("stamp", "call_delivery"),
    )
    return text.replace(
        'bpmnElement="answered_outcome_to_call_delivery"', 'bpmnElement="answered_outcome_to_stamp"'
    )


def unanalysed(text: str) -> str:
    """The analysis is gone under its id: another step has its place."""
    return text.replace('"analysis"', '"study"').replace(">analysis<", ">study<")


def asked_twice(text: str) -> str:
    """An opinion is asked for while the petition is studied; the two meet before it goes on."""
    if ANALYSIS not in text:
        return text
    for source, old, new in (
        ("research_again", "analysis", "split"),
        ("point_of_view", "analysis", "split"),
        ("analysis", "research_next", "meet"),
    ):
        text = text.replace(
            f'sourceRef="{source}" targetRef="{old}"', f'sourceRef="{source}" targetRef="{new}"'
        )
    opinion = STAMP.replace('"stamp"', '"advice"').replace("Ștampilare", "Opinie")
    gates = '<bpmn:parallelGateway id="split"/><bpmn:parallelGateway id="meet" name="Se întâlnesc"/>'
    ways = ("split", "analysis"), ("split", "advice"), ("advice", "meet"), ("meet", "research_next")
    new = opinion + gates + "".join(FLOW.format(*way) for way in ways)
    return of_the_officer("advice", text).replace("</bpmn:process>", new + "</bpmn:process>")


def asked_thrice(text: str) -> str:
    """And one more branch."""
    if ANALYSIS not in text:
        return text
    legal = STAMP.replace('"stamp"', '"legal"') + FLOW.format("split", "legal") + FLOW.format("legal", "meet")
    return of_the_officer("legal", text).replace("</bpmn:process>", legal + "</bpmn:process>")


def of_the_officer(step: str, text: str, beside: str = "analysis") -> str:
    known = f"<bpmn:flowNodeRef>{beside}</bpmn:flowNodeRef>"
    return text.replace(known, f"{known}<bpmn:flowNodeRef>{step}</bpmn:flowNodeRef>")


def at_analysis(hall: Hall, **answers: Any) -> Case:
    case = hall.petition(**answers)
    hall.does("Ion", case, "routing", competence="ours", department="SAL")
    return case


def move(hall: Hall, case: Case, to: ProcedureVersion) -> versions.Verdict:
    with transaction():
        return versions.move(case.id, procedures.version(to.id), hall.actor("Ana").person_id, hall.now)


def undo(hall: Hall, case: Case) -> ProcedureVersion:
    with transaction():
        return versions.undo(case.id, hall.actor("Ana").person_id, hall.now)


def stored(case: Case) -> bytes:
    session().rollback()
    return session().get_one(CaseRun, case.id, populate_existing=True).state


def rows(case: Case) -> list[tuple[object, ...]]:
    """Everything that stands at the case, to be the same or not."""
    session().rollback()
    tasks = [
        (t.id, t.title, t.role, t.form, t.letter, t.holder_id, str(t.draft))
        for t in cases.open_tasks(case.id)
    ]
    timers = [(t.task_id, t.element, t.due_at) for t in cases.armed(case.id)]
    return sorted([*tasks, *timers, *((m.task_id, m.name) for m in cases.awaited(case.id))], key=str)
