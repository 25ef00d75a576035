"""The library's parser with our tasks and events in place of its own."""

from typing import Any

from lxml import etree
from SpiffWorkflow.bpmn.parser.event_parsers import SIGNAL_EVENT_XPATH, EventBasedGatewayParser
from SpiffWorkflow.bpmn.parser.util import full_tag
from SpiffWorkflow.bpmn.specs.data_spec import DataObject
from SpiffWorkflow.bpmn.specs.event_definitions.base import EventDefinition
from SpiffWorkflow.spiff.parser.event_parsers import SpiffEventDefinitionParser
from SpiffWorkflow.spiff.parser.process import SpiffBpmnParser, SpiffProcessParser

from app.engine.library.deciding import BusinessRule, BusinessRuleParser
from app.engine.library.events import Error, Escalation, Message, Signal
from app.engine.library.loops import Cardinality, Collection, Loop, ParallelRounds, SequentialRounds
from app.engine.library.tasks import Boundary, Call, Ending, EventGateway, Inner, Operation, Paper
from app.engine.library.timers import Timer
from app.engine.reading.bpmn_xml import BPMN, HALL
from app.engine.reading.event_xml import TIMES
from app.engine.reading.tables import Book

OURS = {
    "serviceTask": Operation,
    "subProcess": Inner,
    "callActivity": Call,
    "boundaryEvent": Boundary,
    "endEvent": Ending,
}


class _Activities:
    """Mixed into every parser of a task."""

    STANDARD_LOOP_CLASS = Loop
    PARALLEL_MI_CLASS = ParallelRounds
    SEQUENTIAL_MI_CLASS = SequentialRounds

    def _add_multiinstance_task(self: Any, characteristics: etree._Element) -> None:
        super()._add_multiinstance_task(characteristics)  # type: ignore[misc]
        loop = self.task
        if loop.cardinality is not None:
            loop.data_input, loop.cardinality = Cardinality(loop.cardinality), None
        else:
            loop.data_input = Collection(loop.data_input.bpmn_id)

    def _resolve_data_object_ref(self: Any, reference: etree._Element | None) -> DataObject | None:
        """The library climbs one step only, and then for ever."""
        parser = self.process_parser
        while reference is not None and parser is not None:
            if found := parser.spec.data_objects.get(reference.get("dataObjectRef")):
                return found
            parser = parser.parent
        return None


class _EventDefinitions:
    """Mixed into every parser of an event."""

    def get_event_definition(self: Any, paths: list[str]) -> EventDefinition:
        """The library would take an end event that sends a signal for a plain one."""
        return super().get_event_definition(list(dict.fromkeys([*paths, SIGNAL_EVENT_XPATH])))  # type: ignore[misc]

    def parse_timer_event(self: Any, node: etree._Element) -> Timer:
        kind, said = next((k, n) for k in TIMES if (n := node.find(BPMN + k)) is not None)
        return Timer(self.bpmn_id, kind, (said.text or "").strip())

    def parse_message_event(self: Any, node: etree._Element) -> Message:
        found = super().parse_message_event(node)  # type: ignore[misc]
        return Message(found.name, found.expression, found.message_var, self.node.get(HALL + "correlation"))

    def parse_signal_event(self: Any, node: etree._Element) -> Signal:
        found = super().parse_signal_event(node)  # type: ignore[misc]
        return Signal(found.name, expression=found.expression, variable=found.variable)

    def parse_error_event(self: Any, node: etree._Element) -> Error:
        return self._coded(Error, super().parse_error_event(node))  # type: ignore[misc,no-any-return]

    def parse_escalation_event(self: Any, node: etree._Element) -> Escalation:
        return self._coded(Escalation, super().parse_escalation_event(node))  # type: ignore[misc,no-any-return]

    def _coded(self: Any, kind: type, found: Any) -> Any:
        """The id of the event keeps its payload apart; a name may be missing or be another's."""
        return kind(self.bpmn_id, expression=found.expression, variable=found.variable, code=found.code)


class _Process(SpiffProcessParser):  # type: ignore[misc]
    def parse_data_object(self, node: etree._Element) -> Paper:
        found = super().parse_data_object(node)
        return Paper(found.category, found.bpmn_id, found.bpmn_name)


def _with_ours(tag: str, parser: type, spec: type) -> tuple[type, type]:
    mixins = (
        (_EventDefinitions, _Activities) if issubclass(parser, SpiffEventDefinitionParser) else (_Activities,)
    )
    return type(f"Our{parser.__name__}", (*mixins, parser), {}), OURS.get(tag, spec)


class Parser(SpiffBpmnParser):  # type: ignore[misc]
    """Reads BPMN files into specifications; business rule tasks ask these decisions."""

    def __init__(self, decisions: Book) -> None:
        super().__init__()
        self.decisions = decisions

    PROCESS_PARSER_CLASS = _Process
    OVERRIDE_PARSER_CLASSES = {
        **{
            tag: _with_ours(tag.rpartition("}")[2], *classes)
            for tag, classes in SpiffBpmnParser.OVERRIDE_PARSER_CLASSES.items()
        },
        full_tag("businessRuleTask"): _with_ours("businessRuleTask", BusinessRuleParser, BusinessRule),
        full_tag("eventBasedGateway"): (EventBasedGatewayParser, EventGateway),
    }
