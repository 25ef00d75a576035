"""What the watchman of the files found."""

from flask import render_template

from app.cityhall import fixity
from app.web import gate
from app.web.archive.door import archive


@archive.get("/integritate")
def integrity() -> str:
    """How many files were checked, and which are gone or changed."""
    checked, faults, last = fixity.standing(gate.now())
    return render_template(
        "archive/integrity.html",
        checked=checked,
        faults=faults,
        last=last,
        every=fixity.EVERY.days,
        found=fixity.open_faults(),
        here="integrity",
    )
