"""The business rule task: a decision table asked in the middle of a run."""

from typing import Any

from SpiffWorkflow.spiff.parser.task_spec import BusinessRuleTaskParser
from SpiffWorkflow.spiff.specs.spiff_task import SpiffBpmnTask
from SpiffWorkflow.task import Task

from app.engine.language import decisions
from app.engine.language.decisions import DecisionError
from app.engine.library.sandbox import element_of, names_of
from app.engine.library.steps import StepError
from app.engine.reading.tables import Book

DECIDED = "decided"  # in a case's data: decision id -> ids of the rules that decided


class BusinessRule(SpiffBpmnTask):  # type: ignore[misc]
    """Keeps the answer under the decision's name, and which rules gave it."""

    def __init__(self, wf_spec: Any, name: str, decision: str, book: Book, **attributes: Any) -> None:
        super().__init__(wf_spec, name, **attributes)
        self.decision, self.book = decision, book

    def _run_hook(self, task: Task) -> bool:
        try:
            taken = decisions.decide_all(self.book, self.decision, names_of(task))
        except DecisionError as error:
            raise StepError("decision", error.reason, element_of(task), error.expression) from error
        task.data[taken[-1].result] = taken[-1].value
        rules = {decision.table: ", ".join(decision.rules) for decision in taken}
        task.data[DECIDED] = {**task.data.get(DECIDED, {}), **rules}
        return True


class BusinessRuleParser(BusinessRuleTaskParser):  # type: ignore[misc]
    """Gives the task the procedure's own tables, which the parser carries as `decisions`."""

    def create_task(self) -> BusinessRule:
        said = self.parse_extensions()
        return self.spec_class(  # type: ignore[no-any-return]
            self.spec,
            self.bpmn_id,
            decision=(said.get("calledDecisionId") or "").strip(),
            book=self.process_parser.parser.decisions,
            prescript=said.get("preScript"),
            postscript=said.get("postScript"),
            **self.bpmn_attributes,
        )
