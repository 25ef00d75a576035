"""The citizen's door: drafts, sending, one's cases, what is asked of one."""

from flask import Blueprint

from app.cityhall.people import accounts
from app.web import filing, gate
from app.web.filing import Filing

citizen = Blueprint("citizen", __name__)
gate.lock(citizen, gate.citizen)
portal = Filing("portal", "citizen", "cases", accounts.known_facts)
filing.hang(citizen, portal, "/servicii/<code>/incepe", "/cereri/ciorna")

from app.web.citizen import cases, claiming, dropoffs, parcels, tasks, wishes  # noqa: E402, F401
