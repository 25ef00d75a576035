"""Writing to the applicant."""

from functools import partial

from app.journey import notify as notices
from app.journey.operations.context import Context, Settle


def notify(context: Context) -> Settle:
    """Write the notices; jobs of their own send them."""
    return partial(_write, context)


def _write(context: Context) -> None:
    template = str(context.parameters["template"])
    notices.about_case(context.case, template, f"notice:{context.key}", context.house, context.now)
