"""Our expression language in place of the library's Python, and whose names an expression sees."""

from typing import Any

from SpiffWorkflow.bpmn.script_engine import PythonScriptEngine
from SpiffWorkflow.task import Task

from app.engine.language import expressions
from app.engine.language.expressions import ExpressionError
from app.engine.library.steps import StepError


class Sandbox(PythonScriptEngine):  # type: ignore[misc]
    """Everything that a diagram asks to be computed passes here. Raises StepError."""

    def evaluate(self, task: Task, expression: str, external_context: object = None) -> Any:  # noqa: ARG002
        """The library offers the data objects of one process only; ours are those all the way up."""
        try:
            return expressions.evaluate(expression, names_of(task))
        except ExpressionError as error:
            raise _failed(task, error) from error

    def execute(self, task: Task, script: str, external_context: object = None) -> bool:  # noqa: ARG002
        try:
            task.data.update(expressions.execute(script, names_of(task)))
        except ExpressionError as error:
            raise _failed(task, error) from error
        return True

    def validate(self, expression: str) -> None:
        expressions.parse(expression)


SANDBOX = Sandbox()


def element_of(task: Task) -> str:
    """The element on the diagram that a task of the library stands for, or ""."""
    return getattr(task.task_spec, "bpmn_id", None) or ""


def names_of(task: Task) -> dict[str, Any]:
    """What an expression sees: the data of its task and the data objects all the way up."""
    objects: dict[str, Any] = {}
    workflow = task.workflow
    while workflow is not None:
        objects = {**workflow.data_objects, **objects}
        workflow = workflow.parent_workflow
    return {**task.data, **objects}


def _failed(task: Task, error: ExpressionError) -> StepError:
    return StepError("expression", error.reason, element_of(task), error.expression)
