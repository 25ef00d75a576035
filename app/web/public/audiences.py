"""The programme of audiences, published as the law asks (Legea 544/2001 art. 5)."""

from flask import render_template

from app.cityhall import institutions
from app.cityhall.audiences import queries
from app.cityhall.procedures import queries as procedures
from app.cityhall.registry.rules import romanian_day
from app.web import audience_view, gate
from app.web.public import public


@public.get("/audiente")
def audiences() -> str:
    """Who receives, when, where, by which act; every institution that publishes a programme."""
    today = romanian_day(gate.now())
    found = [(one.name, queries.officials(one.id)) for one in institutions.everyone()]
    return render_template(
        "public/audiences.html",
        groups=[(name, audience_view.programmes(who, today)) for name, who in found if who],
        offered=any(version.code == "audience" for version in procedures.offered()),
    )
