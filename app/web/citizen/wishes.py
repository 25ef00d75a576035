"""What one may say to one's own case that runs: a page that says what follows, then it is said."""

from uuid import UUID

from flask import url_for

from app.cityhall.cases import queries as cases
from app.web import gate, wishes
from app.web.citizen import citizen


@citizen.get("/cereri/<uuid:case_id>/spuneti/<name>")
def wish(case_id: UUID, name: str) -> wishes.Answer:
    """What follows from it, and the button that says it."""
    found = cases.own_case(case_id, gate.actor())
    return wishes.page(found, name, url_for("citizen.case", case_id=case_id))


@citizen.post("/cereri/<uuid:case_id>/spuneti/<name>")
def say_wish(case_id: UUID, name: str) -> wishes.Answer:
    """Say it to the case."""
    found = cases.own_case(case_id, gate.actor())
    return wishes.say(found, name, url_for("citizen.case", case_id=case_id))
