"""A procedure that only writes a letter and has it signed: `answer`, and what a test puts beside it."""

from app.cityhall import institutions
from app.cityhall.cases.models import Case
from app.cityhall.procedures import actions as procedure_actions
from app.cityhall.procedures import folders
from app.database import transaction
from tests.adapters.letter_desk import letter
from tests.hall import PETITION, ROOT, Hall

SPACES = (
    'xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" '
    'xmlns:spiffworkflow="http://spiffworkflow.org/bpmn/schema/1.0/core" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:cityhall="https://farahartie.ro/bpmn/1.0"'
)
DIAGRAM = f"""<bpmn:definitions {SPACES} targetNamespace="memo">
<bpmn:process id="memo" isExecutable="true">
<bpmn:laneSet id="lanes"><bpmn:lane id="desk" name="Birou" cityhall:role="officer">
<bpmn:flowNodeRef>drafting</bpmn:flowNodeRef></bpmn:lane></bpmn:laneSet>
<bpmn:startEvent id="go"/>
<bpmn:userTask id="drafting" name="Redactare" cityhall:letter="answer"><bpmn:extensionElements>
<spiffworkflow:properties><spiffworkflow:property name="formJsonSchemaFilename" value="memo.schema.json"/>
</spiffworkflow:properties></bpmn:extensionElements></bpmn:userTask>
<bpmn:callActivity id="filing" calledElement="intake"/>
<bpmn:callActivity id="signing" calledElement="signature"/>
<bpmn:exclusiveGateway id="signed" default="done"/>
<bpmn:endEvent id="stop"/>
<bpmn:sequenceFlow id="f0" sourceRef="go" targetRef="filing"/>
<bpmn:sequenceFlow id="f1" sourceRef="filing" targetRef="drafting"/>
<bpmn:sequenceFlow id="f2" sourceRef="drafting" targetRef="signing"/>
<bpmn:sequenceFlow id="f3" sourceRef="signing" targetRef="signed"/>
<bpmn:sequenceFlow id="back" sourceRef="signed" targetRef="drafting">
<bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">
approval.decision == "return"</bpmn:conditionExpression>
</bpmn:sequenceFlow>
<bpmn:sequenceFlow id="done" sourceRef="signed" targetRef="stop"/>
</bpmn:process></bpmn:definitions>"""
CONFIG = """
code = "memo"
title = "Adresă"
department = "SAL"
nomenclature = "II B 4"
retention_years = 10
form = "application"
form_code = "MEM"
form_version = "1.0"
valid_from = 2026-08-26
register = "petitions"

[letters.answer]
title = "Răspuns"
signers = {signers}
kind = "act"
{more}
[term]
unit = "calendar"
days = 30
pause_on_completion = false
act = "OG 27/2002 art. 8"
"""
TEMPLATE = letter(
    "Nr. {{ number }} din {{ date }}",
    "Către {{ applicant_name }}",
    "{{ answer }}",
    "{{ legal_basis }} {{ appeal }}",
    "{{ signer_title }} {{ signer_name }}",
)
UI = b'{"x-pages": [{"id": "memo", "title": "Adresa", "fields": ["answer", "legal_basis", "appeal"]}]}'
FORM = b"""{"type": "object", "properties": {
"answer": {"type": "string", "title": "R"}, "legal_basis": {"type": "string", "title": "T"},
"appeal": {"type": "string", "title": "C"}}, "required": ["answer"]}"""
NOTE = """
[letters.note]
title = "Notă de clasare"
signers = []
kind = "letter"
register = "petitions"
"""
SAID = {"answer": "Gunoiul a fost ridicat.", "legal_basis": "OG 27/2002, art. 8", "appeal": "Legea 554/2004"}
THREE = '["head", "general_secretary", "mayor"]'


def published(hall: Hall, signers: str = THREE, more: str = "", **templates: bytes) -> None:
    """The procedure, with its letter signed by these roles."""
    shared = folders.read_folder(ROOT, "petition")
    files = {path: content for path, content in shared.items() if not path.startswith("letters/")}
    files["procedure.bpmn"] = DIAGRAM.encode()
    files["procedure.toml"] = CONFIG.format(signers=signers, more=more).encode()
    files["forms/memo.schema.json"], files["forms/memo.ui.json"] = FORM, UI
    for name, content in {"answer": TEMPLATE, **templates}.items():
        files[f"letters/{name}.docx"] = content
    with transaction():
        institution = institutions.by_code("PS6")
        assert institution is not None
        procedure_actions.publish(institution, "memo", files, hall.now)


def drafted(hall: Hall) -> Case:
    """A case whose letter waits for the first signature."""
    case = hall.files("memo", PETITION).case
    hall.does("Ana", case, "memo", **SAID)
    return case
