"""Forms: what may be asked, what was answered, what is wrong with it. Pure, no session.

The one door to this room; the rooms behind it are small: `definition` (which fields count now),
`reading` (typed answers), `checking` (errors), `showing` (answers in words).
"""

from app.cityhall.forms.checking import FieldError, Options, clean, errors, merge, warnings
from app.cityhall.forms.definition import (
    Answers,
    FormDefinition,
    Page,
    active_fields,
    appeared,
    definition,
    field_schema,
    field_ui,
    fields,
    next_page,
    page_of,
    pages,
    plain,
    required_fields,
    text,
)
from app.cityhall.forms.reading import read
from app.cityhall.forms.showing import (
    PageSummary,
    Row,
    choices,
    label,
    letter_fields,
    prefill,
    summary,
    value_text,
)

__all__ = [
    "Answers",
    "FieldError",
    "FormDefinition",
    "Options",
    "Page",
    "PageSummary",
    "Row",
    "active_fields",
    "appeared",
    "choices",
    "clean",
    "definition",
    "errors",
    "field_schema",
    "field_ui",
    "fields",
    "label",
    "letter_fields",
    "merge",
    "next_page",
    "page_of",
    "pages",
    "plain",
    "prefill",
    "read",
    "required_fields",
    "summary",
    "text",
    "value_text",
    "warnings",
]
