"""A form as accessible HTML and the answers back; works without JavaScript.

A page asks `read` for the answers, `rules.errors` for what is wrong and shows itself again with the
macro `fields_of` of `forms/page_fields.html`.
"""

from flask import Flask

from app.web.form_pages.read import RowChange, change_rows, read, row_change
from app.web.form_pages.render import check_rows, controls
from app.web.form_pages.wording import error_summary, sentence, sentences

__all__ = [
    "RowChange",
    "change_rows",
    "check_rows",
    "controls",
    "error_summary",
    "init_app",
    "read",
    "row_change",
    "sentence",
    "sentences",
]


def init_app(app: Flask) -> None:
    """Give the templates of `forms/` what they call."""
    app.jinja_env.globals.update(
        form_controls=controls, form_check_rows=check_rows, form_error_summary=error_summary
    )
