"""Home, the services, the language, the accessibility statement."""

from flask import abort, redirect, render_template, request, session, url_for
from flask_babel.speaklater import LazyString
from flask_login import current_user
from markupsafe import Markup
from werkzeug.wrappers import Response

from app.cityhall.people import accounts
from app.cityhall.procedures import queries as procedures
from app.cityhall.procedures.models import ProcedureVersion
from app.cityhall.registry.rules import romanian_day
from app.database import transaction
from app.journey import deciding, progress
from app.journey.progress import Stop
from app.refusal import Refusal
from app.web import case_view, gate
from app.web.form_pages.wording import language as speaking
from app.web.public import public
from app.web.service_groups import GROUPS

LANGUAGES = ("ro", "en")


@public.get("/")
def home() -> str:
    """What one can ask for, and how it goes."""
    return render_template("public/home.html", groups=_grouped())


@public.get("/servicii")
def services() -> str:
    """All services."""
    return render_template("public/services.html", groups=_grouped())


def _grouped() -> list[tuple[LazyString, list[ProcedureVersion]]]:
    found: dict[str, list[ProcedureVersion]] = {key: [] for key in GROUPS}
    for version in procedures.services():
        found.get(version.config.get("group", "other"), found["other"]).append(version)
    return [(GROUPS[key], versions) for key, versions in found.items() if versions]


@public.get("/servicii/<code>")
def service(code: str) -> str:
    """One service: who, what, cost, term, papers, steps."""
    version = procedures.current(code)
    if version.for_staff:
        raise Refusal("procedure.unknown", code=code)
    way = progress.of_procedure(version.id, speaking())
    return render_template(
        "public/service.html",
        version=version,
        service=version.config["service"],
        papers=deciding.papers_at_most(version, speaking()),
        fees=deciding.fees(version, romanian_day(gate.now())),
        steps=[_step(stop) for stop in way.stops],
        drawings=[(one.title, Markup(one.svg)) for one in way.drawings],  # noqa: S704 - drawn by us
        twin=way.twin,
    )


def _step(stop: Stop) -> dict[str, str]:
    who = "" if stop.role == "system" else str(case_view.ROLES.get(stop.role, ""))
    return {"title": stop.title, "state": "next", "who": who}


@public.post("/limba/<code>")
def language(code: str) -> Response:
    """Change the language, here and in what the hall writes to this person."""
    if code not in LANGUAGES:
        abort(404)
    session["locale"] = code
    if current_user.is_authenticated:
        with transaction():
            accounts.speak(gate.actor().account_id, code)
    return redirect(gate.own_path(request.form.get("next")) or url_for("public.home"), 303)


@public.get("/accesibilitate")
def accessibility() -> str:
    """The accessibility statement (Directiva (UE) 2016/2102, OUG 112/2018)."""
    return render_template("public/accessibility.html")
