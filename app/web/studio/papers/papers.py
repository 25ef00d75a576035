"""The papers that a request may need: their words, and when each is required, recommended or optional."""

import tomllib

from flask import flash, redirect, render_template, request, url_for
from flask_babel import lazy_gettext as _
from werkzeug.wrappers import Response

from app.cityhall.forms.editing import asking, files, papers
from app.cityhall.forms.editing.conditions import ALWAYS, Rule, when
from app.cityhall.forms.editing.files import FormFiles
from app.refusal import Refusal
from app.web import wording
from app.web.studio.door import studio
from app.web.studio.drafts import keeping
from app.web.studio.drafts.keeping import Opened
from app.web.studio.forms import form_view

Answer = Response | tuple[str, int]
NEEDS = {"required": _("obligatoriu"), "recommended": _("recomandat"), "optional": _("opțional")}
PREFIX = "when."


@studio.get("/<code>/ciorna/acte", endpoint="papers")
def papers_page(code: str) -> Answer:
    """Every paper, with its need in words."""
    return _list(code)


@studio.post("/<code>/ciorna/acte")
def papers_change(code: str) -> Answer:
    """A paper added, moved or removed."""
    there = keeping.opened(code, papers.PATH)
    try:
        found = papers.read(there.files)
        made = _perform(found)
        keeping.keep(code, papers.written(found, there.files))
    except Refusal as refusal:
        return _list(code, refusal)
    flash(keeping.saved_words(), "ok")
    if made:
        return redirect(url_for("studio.paper", code=code, paper_code=made), 303)
    return redirect(url_for("studio.papers", code=code), 303)


def _perform(found: list[files.Node]) -> str:
    verb, _colon, rest = request.form.get("action", "").partition(":")
    what, _colon, more = rest.partition(":")
    if verb == "add":
        sent = {key: request.form.get(key, "").strip() for key in ("title", "title_en", "name")}
        return papers.add(found, sent["title"], sent["title_en"], sent["name"])
    if verb == "move":
        papers.move(found, what, -1 if more == "up" else 1)
    elif verb == "remove":
        papers.remove(found, what)
    else:
        raise Refusal("form_edit.bad_command")
    return ""


def _list(code: str, refusal: Refusal | None = None) -> tuple[str, int]:
    there = keeping.opened(code, papers.PATH)
    listed, broken = _read(there)
    form = _request_form(there)
    page = render_template(
        "studio/papers.html",
        **_chrome(there, code),
        papers=[(one, _told(one, form)) for one in listed],
        broken=broken,
        typed=request.form if refusal else {},
        errors=[("", wording.sentence(refusal.key, refusal.facts))] if refusal else [],
    )
    return page, wording.status(refusal.key) if refusal else 200


def _chrome(there: Opened, code: str) -> dict[str, object]:
    return {
        "code": code,
        "procedure_title": there.title,
        "here": "draft",
        "draft_here": "config",
        "there": there,
        "seen": there.seen(papers.PATH),
        "needs": list(NEEDS.items()),
    }


def _read(there: Opened) -> tuple[list[files.Node], str]:
    try:
        return papers.read(there.files), ""
    except Refusal as refusal:
        return [], wording.sentence(refusal.key, refusal.facts)


def _told(one: files.Node, form: FormFiles) -> str:
    """„obligatoriu dacă …, altfel opțional”"""
    need = NEEDS.get(str(one.get("need")))
    if need is None:
        return str(_("hotărât de un tabel de decizie"))
    rule = papers.rule(one)
    if rule == ALWAYS:
        return str(need)
    otherwise = NEEDS.get(str(one.get("else")), _("nu se cere"))
    facts = {"need": need, "rule": form_view.told(form, rule), "otherwise": otherwise}
    return str(_("%(need)s dacă %(rule)s, altfel %(otherwise)s")) % facts


def _request_form(there: Opened) -> FormFiles:
    """The request's form, on whose answers papers depend; an empty one while it cannot be read."""
    try:
        name = tomllib.loads(there.files["procedure.toml"].decode())["form"]
        return files.read(str(name), there.files)
    except (Refusal, KeyError, ValueError):
        return FormFiles("", {}, {"x-pages": []})


@studio.get("/<code>/ciorna/acte/<paper_code>")
def paper(code: str, paper_code: str) -> Answer:
    """One paper."""
    return _page(code, paper_code)


@studio.post("/<code>/ciorna/acte/<paper_code>")
def paper_save(code: str, paper_code: str) -> Answer:
    """Keep a paper. Refused or overtaken, the page comes back as it was typed."""
    there = keeping.opened(code, papers.PATH)
    try:
        found = papers.read(there.files)
        one, form = papers.paper(found, paper_code), _request_form(there)
        if "rule" in request.form:
            papers.ask(one, _wanted(form, papers.rule(one)), asking.several(form))
        papers.apply(one, {**request.form.to_dict(), "obtainable": request.form.get("obtainable", "")})
        keeping.keep(code, papers.written(found, there.files))
    except Refusal as refusal:
        if refusal.key == "paper.unknown":
            raise
        return _page(code, paper_code, refusal)
    flash(keeping.saved_words(), "ok")
    return redirect(url_for("studio.papers", code=code), 303)


def _wanted(form: FormFiles, now: Rule) -> Rule:
    if request.form["rule"] == "when":
        return when(form_view.condition(form, request.form.to_dict(flat=False), PREFIX))
    return ALWAYS if request.form["rule"] == "always" else now


def _page(code: str, paper_code: str, refusal: Refusal | None = None) -> tuple[str, int]:
    there = keeping.opened(code, papers.PATH)
    form, one = _request_form(there), papers.paper(papers.read(there.files), paper_code)
    now, rule = papers.shown(one), papers.rule(one)
    lists = request.form.to_dict(flat=False)
    ticked = form_view.condition(form, lists, PREFIX) if refusal else rule.when
    overtaken = refusal is not None and refusal.key == "draft.changed_meanwhile"
    typed = {key: request.form[key] for key in now if refusal and key in request.form}
    page = render_template(
        "studio/paper.html",
        **_chrome(there, code),
        paper=one,
        values={**now, **typed},
        rule=rule,
        questions=form_view.questions(form, "", ticked),
        meanwhile=keeping.differing(typed, now) if overtaken else [],
        errors=[("", wording.sentence(refusal.key, refusal.facts))] if refusal else [],
    )
    return page, wording.status(refusal.key) if refusal else 200
