"""Home, the services, the language, the accessibility statement."""

from flask import abort, redirect, render_template, request, session, url_for
from flask_login import current_user
from markupsafe import Markup
from werkzeug.wrappers import Response

from app.cityhall.forms.papers import required_papers
from app.cityhall.people import accounts
from app.cityhall.procedures import queries as procedures
from app.database import transaction
from app.journey import progress
from app.journey.progress import Stop
from app.web import case_view, gate
from app.web.form_pages.wording import language as speaking
from app.web.public import public

LANGUAGES = ("ro", "en")


@public.get("/")
def home() -> str:
    """What one can ask for, and how it goes."""
    return render_template("public/home.html", services=procedures.offered())


@public.get("/servicii")
def services() -> str:
    """All services."""
    return render_template("public/services.html", services=procedures.offered())


@public.get("/servicii/<code>")
def service(code: str) -> str:
    """One service: who, what, cost, term, papers, steps."""
    version = procedures.current(code)
    way = progress.of_procedure(version.id, speaking())
    return render_template(
        "public/service.html",
        version=version,
        service=version.config["service"],
        papers=required_papers(_at_most(procedures.papers(version.id)), {}, speaking()),
        conditional={paper["code"] for paper in procedures.papers(version.id) if "when" in paper},
        steps=[_step(stop) for stop in way.stops],
        drawings=[(one.title, Markup(one.svg)) for one in way.drawings],  # noqa: S704 - drawn by us
        twin=way.twin,
    )


def _step(stop: Stop) -> dict[str, str]:
    who = "" if stop.role == "system" else str(case_view.ROLES.get(stop.role, ""))
    return {"title": stop.title, "state": "next", "who": who}


def _at_most(papers: list[dict[str, object]]) -> list[dict[str, object]]:
    """The papers as they stand when their condition holds."""
    return [{key: value for key, value in paper.items() if key != "when"} for paper in papers]


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
