"""`step_vs_whole`: the usual way of keeping a case (whole, as the library writes it) against ours."""

from collections.abc import Mapping
from functools import partial
from typing import Any
from uuid import UUID

from lxml import etree
from SpiffWorkflow.bpmn import BpmnWorkflow
from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer
from SpiffWorkflow.spiff.parser.process import SpiffBpmnParser
from SpiffWorkflow.spiff.serializer.config import SPIFF_CONFIG
from SpiffWorkflow.task import TaskState

from app.cityhall.procedures import queries as procedures
from app.engine import runs
from app.engine.diagram import Diagram
from app.engine.library.sandbox import Sandbox
from tools.bench import memory
from tools.bench.clerks import NOW, OURS, WHOLE, Clerks
from tools.bench.figures import Figure, Pairs
from tools.bench.site import Site, inside

REACH = 2.5
BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"


def whole(site: Site, rounds: int) -> Figure:
    """The same task of the same case loaded, completed, run and saved; no database on either side."""
    app = site.hall()
    with inside(app):
        case_id = Clerks(app).certificate()
        version, data = memory.version_of(case_id), memory.first_data(case_id)
        diagram, files = memory.diagram_of(case_id), procedures.diagram_files(version.id)
        library = Library(files, diagram.model.main, data | memory.decided_data(case_id))
    run, wait = next(memory.at_verification(diagram, data, 1))
    stored, pairs = run.save(), Pairs()
    for _ in range(rounds):
        pairs.take(partial(_ours, diagram, stored, wait.task_id), library.step)
    sizes = {"bytes of ours": float(len(stored)), "bytes of the whole": float(len(library.text))}
    return pairs.times_faster("step_vs_whole", REACH, parts=sizes)


def _ours(diagram: Diagram, stored: bytes, task_id: UUID) -> bytes:
    run = runs.restore(diagram, stored)
    run.complete(task_id, "verification", WHOLE, NOW)
    return run.save()


class _AtOnce(Sandbox):
    """Our expressions, so that both sides evaluate the same; services answer at once with nothing."""

    def call_service(self, *_asked: object, **_more: object) -> str:
        return "{}"


class Library:
    """The library as its documentation uses it: the case and its specification as one JSON text.

    What our tables decide is given from the start: the library cannot read them, and asks nothing for it.
    """

    def __init__(self, files: Mapping[str, bytes], main: str, data: Mapping[str, Any]) -> None:
        parser = SpiffBpmnParser()
        for name, content in files.items():
            if name.endswith(".bpmn"):
                parser.add_bpmn_xml(_undecided(content), filename=name)
        self._script_engine = _AtOnce()
        workflow = BpmnWorkflow(
            parser.get_spec(main), parser.get_subprocess_specs(main), script_engine=self._script_engine
        )
        workflow.task_tree.set_data(**data)
        workflow.do_engine_steps()
        self._do(workflow, "resolution", OURS)
        self._serializer = BpmnWorkflowSerializer(BpmnWorkflowSerializer.configure(SPIFF_CONFIG))
        self.text: str = self._serializer.serialize_json(workflow)

    def step(self) -> str:
        workflow = self._serializer.deserialize_json(self.text)
        workflow.script_engine = self._script_engine
        self._do(workflow, "verification", WHOLE)
        written: str = self._serializer.serialize_json(workflow)
        return written

    @staticmethod
    def _do(workflow: Any, form: str, answers: Mapping[str, Any]) -> None:
        (task,) = workflow.get_tasks(state=TaskState.READY, manual=True)
        assert task.task_spec.bpmn_id == form
        task.data[form] = dict(answers)
        task.run()
        workflow.do_engine_steps()


def _undecided(content: bytes) -> Any:
    """The diagram with scripts where tables are asked: each keeps what is known already."""
    root = etree.fromstring(content)
    for rule in list(root.iter(f"{BPMN}businessRuleTask")):
        name = rule.findtext(".//{*}calledDecisionId")
        rule.tag = f"{BPMN}scriptTask"
        etree.SubElement(rule, f"{BPMN}script").text = f"{name} = {name}"
    return root
