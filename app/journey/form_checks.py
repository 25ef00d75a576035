"""What must hold of a procedure's forms, before it may be published."""

from collections.abc import Iterator, Mapping

from app.cityhall.forms import faults
from app.cityhall.forms.editing.files import FOLDER, names, paths
from app.engine.checking.problem import Problem

OF_THE_UI = frozenset(
    {
        *("form.no_pages", "form.bad_page", "form.page_unknown_field", "form.field_on_no_page"),
        *("form.field_on_two_pages", "form.same_page", "form.no_english", "form.no_list"),
        *("form.ui_unknown_field", "form.placeholder_only"),
    }
)


def problems(files: Mapping[str, bytes]) -> Iterator[Problem]:
    """All that stands against the forms; a problem's element is the form's name."""
    lists = frozenset(p.removeprefix(FOLDER) for p in files if p.startswith(FOLDER) and p.endswith(".csv"))
    for name in names(files):
        schema, ui = paths(name)
        for fault in faults.of(files[schema], files.get(ui, b"{}"), lists):
            yield Problem(name, fault.key, fault.facts, ui if fault.key in OF_THE_UI else schema)
