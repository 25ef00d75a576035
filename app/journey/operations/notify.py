"""Writing to the applicant."""

from functools import partial

from app.journey import notify as notices
from app.journey.operations.context import Context, Settle


def notify(context: Context) -> Settle:
    """Write the notices; jobs of their own send them."""
    return partial(_write, context)


def _write(context: Context) -> None:
    template = str(context.parameters["template"])
    letter = str(context.parameters.get("letter") or "")
    key = f"notice:{context.key}"
    notices.about_case(context.case, template, key, context.house, context.now, letter=letter)
