"""What a person at the counter wants to say to a running case: the clerk says it on that person's behalf."""

from uuid import UUID

from flask import url_for

from app.cityhall.cases import queries
from app.web import gate, wishes
from app.web.counter.door import counter


@counter.get("/dosare/<uuid:case_id>/spune/<name>")
def wish(case_id: UUID, name: str) -> wishes.Answer:
    """What follows from it, and the button that says it."""
    found = queries.staff_case(case_id, gate.actor())
    return wishes.page(found, name, url_for("counter.case", case_id=case_id))


@counter.post("/dosare/<uuid:case_id>/spune/<name>")
def say_wish(case_id: UUID, name: str) -> wishes.Answer:
    """Say it to the case; both people are recorded."""
    found = queries.staff_case(case_id, gate.actor())
    return wishes.say(found, name, url_for("counter.case", case_id=case_id))
