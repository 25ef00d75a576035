"""The forms of a draft as pages ask them; how their files are read is the form editor's."""

import csv
from collections.abc import Mapping

from jsonschema.exceptions import SchemaError, UnknownType

from app.cityhall.forms import rules
from app.cityhall.forms.editing import files as form_files
from app.cityhall.forms.rules import FormDefinition, Page
from app.refusal import Refusal

# What a schema that has the right shape may still break: its conditions, its lists of known values.
BROKEN = (SchemaError, UnknownType, csv.Error, ValueError, KeyError, TypeError, AttributeError)


def form(files: Mapping[str, bytes], name: str) -> FormDefinition:
    """A form by its name. Raises Refusal `draft.form_unreadable`, and as `form_files.read` does."""
    found = form_files.read(name, files)
    try:
        made = form_files.definition(found, files)
        whole(made, {})
    except BROKEN as error:
        raise Refusal("draft.form_unreadable", name=name) from error
    return made


def whole(made: FormDefinition, answers: rules.Answers) -> Page:
    """All of a form on one page."""
    return Page("whole", "", tuple(rules.active_fields(made, answers)), tuple(rules.fields(made)))
