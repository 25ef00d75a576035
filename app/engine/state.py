"""A running case to bytes and back, without its specification.

The specification is about 60 % of what the library would store and is the same for every case of a
version, so only the case's own part is written, and tasks are restored onto the shared parsed diagram.
"""

import zlib
from collections.abc import Mapping
from typing import Any
from uuid import UUID

import orjson
from SpiffWorkflow.bpmn import BpmnWorkflow
from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer
from SpiffWorkflow.bpmn.serializer.default.workflow import BpmnWorkflowConverter
from SpiffWorkflow.spiff.serializer.config import SPIFF_CONFIG

from app.engine.diagram import Diagram

FORMAT = 1


class StateError(Exception):
    """Bytes that cannot be restored onto this diagram: another version's, or damaged."""


class _WithoutSpec(BpmnWorkflowConverter):  # type: ignore[misc]
    def to_dict(self, workflow: BpmnWorkflow) -> dict[str, Any]:
        whole = super(BpmnWorkflowConverter, self).to_dict(workflow)
        whole["subprocesses"] = self.mapping_to_dict(workflow.subprocesses)
        whole["bpmn_events"] = self.registry.convert(workflow.bpmn_events)
        return whole  # type: ignore[no-any-return]

    def onto(self, diagram: Diagram, stored: dict[str, Any]) -> BpmnWorkflow:
        workflow = BpmnWorkflow(diagram.spec, dict(diagram.called), deserializing=True)
        workflow.tasks = self.mapping_from_dict(stored["tasks"], UUID, workflow=workflow)
        workflow.task_tree = workflow.tasks[UUID(stored["root"])]
        self.set_default_attributes(workflow, stored)
        self.subprocesses_from_dict(stored["subprocesses"], workflow)
        workflow.bpmn_events = self.registry.restore(stored["bpmn_events"])
        return workflow


_registry = BpmnWorkflowSerializer.configure(
    {kind: converter for kind, converter in SPIFF_CONFIG.items() if kind is not BpmnWorkflow}
)
_converter = _WithoutSpec(BpmnWorkflow, _registry)


def pack(workflow: BpmnWorkflow, diagram: Diagram) -> bytes:
    """The case's own state, compressed; some kilobytes."""
    whole = {"format": FORMAT, "diagram": diagram.digest, "state": _converter.to_dict(workflow)}
    return zlib.compress(orjson.dumps(whole), level=6)


def unpack(stored: bytes, diagram: Diagram) -> BpmnWorkflow:
    """The workflow again, on the shared diagram. Raises StateError."""
    try:
        whole = orjson.loads(zlib.decompress(stored))
    except (zlib.error, ValueError) as error:
        raise StateError("damaged") from error
    if whole["format"] != FORMAT or whole["diagram"] != diagram.digest:
        raise StateError("of another diagram or format")
    return _converter.onto(diagram, whole["state"])


def storable(value: object) -> bool:
    """Can this live in a case's data? The library turns mappings with a key `typename` into objects."""
    if isinstance(value, Mapping):
        return "typename" not in value and all(isinstance(k, str) and storable(v) for k, v in value.items())
    if isinstance(value, list):
        return all(storable(item) for item in value)
    return value is None or isinstance(value, str | int | float | bool)
