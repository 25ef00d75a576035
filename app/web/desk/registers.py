"""The special registers, read page by page by those who keep them."""

from flask import render_template, request

from app.cityhall.registry import special
from app.cityhall.registry.rules import romanian_day
from app.refusal import Refusal
from app.web import gate
from app.web.desk.door import REGISTER_READERS, desk
from app.web.register_words import REGISTERS

ON_A_PAGE = 50


@desk.get("/registre-speciale")
def registers() -> str:
    """One register of one year: all of it, or what a number or a name finds."""
    halls = {post.institution_id for post in gate.actor().posts if post.role in REGISTER_READERS}
    if not halls:
        raise Refusal("door.closed")
    register = request.args.get("registru", "")
    register = register if register in REGISTERS else next(iter(REGISTERS))
    this_year = romanian_day(gate.now()).year
    year = request.args.get("an", this_year, type=int)
    asked = special.Asked(halls, register, year, request.args.get("q", "")[:100])
    total = special.count(asked)
    pages = max(1, -(-total // ON_A_PAGE))
    page = min(max(request.args.get("page", 1, type=int), 1), pages)
    return render_template(
        "desk/registers.html",
        registers=REGISTERS,
        asked=asked,
        years=sorted({this_year, *special.years(halls, register)}, reverse=True),
        found=special.listed(asked, limit=ON_A_PAGE, offset=(page - 1) * ON_A_PAGE),
        total=total,
        page=page,
        pages=pages,
    )
