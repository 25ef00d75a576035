"""The counter's first page: begin, find, and what waits for somebody to come."""

from flask import render_template, request

from app.cityhall import submissions
from app.cityhall.cases import queries as cases
from app.cityhall.procedures import queries as procedures
from app.web import gate, visits
from app.web.counter.door import counter


@counter.get("")
def home() -> str:
    """Services to begin, a search, papers to hand over, completions that people may bring."""
    asked = request.args.get("q", "")[:100].strip()
    here = gate.actor().institutions()
    return render_template(
        "counter/home.html",
        asked=asked,
        found=cases.search(gate.actor(), asked, limit=20) if asked else [],
        services=[one for one in procedures.offered() if one.procedure.institution_id in here],
        drafts=submissions.unsent(gate.actor().person_id, "counter"),
        handovers=cases.waiting_for(gate.actor(), "registrar", "handover"),
        visits=visits.today(here, gate.now()),
        visit_clock=visits.clock,
        completions=cases.waiting_for(gate.actor(), "applicant", "completion"),
    )
