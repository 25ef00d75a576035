"""The special registers, read page by page by those who keep them; a year of one as CSV."""

from uuid import UUID

from flask import Response, render_template, request, stream_with_context
from werkzeug.wrappers import Response as Answer

from app.cityhall import journal
from app.cityhall.registry import special
from app.cityhall.registry.rules import romanian_day
from app.cityhall.registry.special import Asked
from app.database import transaction
from app.journey import special_csv
from app.refusal import Refusal
from app.web import gate, paging
from app.web.desk.door import desk
from app.web.paging import ON_A_PAGE
from app.web.register_rooms import SPECIAL_READERS, registry_rooms
from app.web.register_words import REGISTERS


def _asked() -> Asked:
    """What the address asks for. Raises Refusal `door.closed`."""
    halls: set[UUID] = {post.institution_id for post in gate.actor().posts if post.role in SPECIAL_READERS}
    if not halls:
        raise Refusal("door.closed")
    register = request.args.get("registru", "")
    register = register if register in REGISTERS else next(iter(REGISTERS))
    year = request.args.get("an", romanian_day(gate.now()).year, type=int)
    return Asked(halls, register, year, request.args.get("q", "")[:100])


@desk.get("/registre-speciale")
def registers() -> str:
    """One register of one year: all of it, or what a number or a name finds."""
    asked = _asked()
    total = special.count(asked)
    page, pages = paging.asked(total)
    years = special.years(asked.institutions, asked.register)
    return render_template(
        "desk/registers.html",
        rooms=registry_rooms("special"),
        registers=REGISTERS,
        asked=asked,
        years=sorted({romanian_day(gate.now()).year, *years}, reverse=True),
        found=special.listed(asked, limit=ON_A_PAGE, offset=(page - 1) * ON_A_PAGE),
        total=total,
        page=page,
        pages=pages,
    )


@desk.get("/registre-speciale/registru.csv")
def registers_csv() -> Answer:
    """One register of one year, streamed; reading it is noted."""
    asked = _asked()
    with transaction():
        facts = {"register": asked.register, "year": asked.year}
        about = ("register", next(iter(asked.institutions)))
        who = gate.actor().person_id
        journal.note("register.csv_read", gate.now(), actor_id=who, about=about, facts=facts)
    lines = special_csv.lines(asked)
    saved = {"Content-Disposition": f'attachment; filename="{asked.register}-{asked.year}.csv"'}
    return Response(stream_with_context(lines), mimetype="text/csv", headers=saved)
