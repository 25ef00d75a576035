"""The procedures as they lie in the repository, and small diagrams for single questions."""

from functools import cache
from pathlib import Path

from app.cityhall.procedures import folders
from app.engine.reading import model
from app.engine.reading.model import Model
from app.journey.operations.catalogue import VERBS

ROOT = Path(__file__).resolve().parents[2]
CODES = tuple(folders.codes(ROOT))
SHARED = tuple(sorted(path.stem for path in (ROOT / "processes/shared").glob("*.bpmn")))
OPERATIONS = {name: verb.parameters for name, verb in VERBS.items()}
OPTIONAL = {name: verb.optional for name, verb in VERBS.items()}


def files_of(code: str) -> dict[str, bytes]:
    """The diagrams and tables of a procedure, with those that all share."""
    files = folders.read_folder(ROOT, code).items()
    return {name: content for name, content in files if name.endswith((".bpmn", ".dmn")) and "/" not in name}


def own_processes(code: str) -> list[str]:
    """The processes that lie in the procedure's own folder."""
    names = {path.name for path in (ROOT / "processes" / code).glob("*.bpmn")}
    return [process.id for process in procedure(code).processes.values() if process.file in names]


@cache
def procedure(code: str) -> Model:
    return model.read(files_of(code))


def forms_of(code: str) -> set[str]:
    held = (ROOT / "forms" / code, ROOT / "forms" / "shared")
    return {path.name.removesuffix(".schema.json") for f in held for path in f.glob("*.schema.json")}


HEAD = """<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
 xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC"
 xmlns:di="http://www.omg.org/spec/DD/20100524/DI"
 xmlns:spiffworkflow="http://spiffworkflow.org/bpmn/schema/1.0/core" xmlns:cityhall="https://farahartie.ro/bpmn/1.0">"""


def flow(source: str, target: str, inside: str = "") -> str:
    return (
        f'<bpmn:sequenceFlow id="{source}-{target}" sourceRef="{source}" targetRef="{target}">'
        f"{inside}</bpmn:sequenceFlow>"
    )


def small(body: str, extra: str = "", beside: dict[str, bytes] | None = None) -> Model:
    """A process `small` with `go` and `stop` events round the given body, everything drawn somewhere."""
    text = (
        f'{HEAD}{extra}<bpmn:process id="small" name="Mică" isExecutable="true">'
        f'<bpmn:startEvent id="go"/><bpmn:endEvent id="stop"/>{body}</bpmn:process></bpmn:definitions>'
    )
    plain = model.read({"procedure.bpmn": text.encode()})
    shapes = "".join(_shape(own, 60 * place) for place, own in enumerate(plain.elements))
    edges = "".join(_edge(own) for own in plain.flows)
    drawn = f'<bpmndi:BPMNDiagram><bpmndi:BPMNPlane bpmnElement="small">{shapes}{edges}'
    drawn += "</bpmndi:BPMNPlane></bpmndi:BPMNDiagram></bpmn:definitions>"
    whole = text.replace("</bpmn:definitions>", drawn).encode()
    return model.read({"procedure.bpmn": whole, **(beside or {})})


def _shape(own: str, x: int) -> str:
    bounds = f'<dc:Bounds x="{x}" y="0" width="50" height="50"/>'
    return f'<bpmndi:BPMNShape bpmnElement="{own}">{bounds}</bpmndi:BPMNShape>'


def _edge(own: str) -> str:
    points = '<di:waypoint x="0" y="0"/><di:waypoint x="9" y="0"/>'
    return f'<bpmndi:BPMNEdge bpmnElement="{own}">{points}</bpmndi:BPMNEdge>'
