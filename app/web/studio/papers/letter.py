"""One letter of a draft: its settings, its Word template, and how it will look."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.cityhall.drafts import rules as draft_rules
from app.cityhall.procedures import config_editing as editing
from app.cityhall.procedures import letters as letter_rules
from app.cityhall.procedures.config_editing import PATH
from app.journey import checking, letter_offers
from app.journey.letters import DOCX
from app.outside import OutsideError
from app.refusal import Refusal
from app.web import gate, salvage, uploads, wording
from app.web.studio.door import studio
from app.web.studio.drafts import keeping
from app.web.studio.drafts.keeping import Opened
from app.web.studio.papers import config_lists, letter_view, letter_words
from app.web.studio.papers.config_words import LETTER

Answer = Response | tuple[str, int]


@studio.get("/<code>/ciorna/scrisori/<name>")
def letter(code: str, name: str) -> Answer:
    """One letter: its settings, its template, the fields it may ask for, and its preview."""
    return _page(code, name)


@studio.post("/<code>/ciorna/scrisori/<name>")
def letter_save(code: str, name: str) -> Answer:
    """Keep what procedure.toml says of the letter."""
    there = keeping.opened(code, PATH)
    letter_view.known(there, name)
    try:
        config = editing.read(there.files[PATH])
        given = {f"letters.{name}.{box.key}": request.form.get(box.key, "") for box in LETTER}
        signers = [one for one in request.form.getlist("signers") if one]
        given[f"letters.{name}.signers"] = "\n".join(signers)
        editing.change(config, letter_view.entries(name), given)
        keeping.keep(code, {PATH: editing.dump(config)})
    except Refusal as refusal:
        return _page(code, name, refusal)
    flash(keeping.saved_words(), "ok")
    return redirect(url_for("studio.letter", code=code, name=name), 303)


@studio.post("/<code>/ciorna/scrisori/<name>/sablon")
def letter_upload(code: str, name: str) -> Answer:
    """Take in a Word template; what cannot serve is refused with the reasons."""
    there = keeping.opened(code, letter_rules.template(name))
    letter_view.known(there, name)
    try:
        content = _uploaded()
        keeping.keep(code, {letter_rules.template(name): content})
    except Refusal as refusal:
        return _page(code, name, refusal)
    flash(keeping.saved_words(), "ok")
    return redirect(url_for("studio.letter", code=code, name=name), 303)


def _uploaded() -> bytes:
    file = request.files.get("file")
    if salvage.files_were_left():
        raise Refusal("draft.too_large", path="", most=draft_rules.MOST_BYTES // 1_000)
    if file is None or not file.filename:
        raise Refusal("upload.missing")
    content = file.stream.read(draft_rules.MOST_BYTES + 1)
    draft_rules.check_size(uploads.safe_name(file.filename), content)
    codes = [code for code in letter_view.problems(content) if not code.startswith(letter_view.WARNING)]
    wrong = [letter_words.problem(code) for code in codes]
    if wrong:
        raise Refusal("letter.bad_file", problems="; ".join(wrong))
    return content


@studio.post("/<code>/ciorna/scrisori/<name>/sterge")
def letter_remove(code: str, name: str) -> Answer:
    """A letter less, with its template."""
    there = keeping.opened(code)
    letter_view.known(there, name)
    config = editing.read(there.files[PATH])
    editing.remove(config, f"letters.{name}")
    path = letter_rules.template(name)
    keeping.keep(code, {PATH: editing.dump(config)}, [path] if path in there.files else [])
    flash(_("Scrisoarea a fost ștearsă din ciornă."), "ok")
    return redirect(url_for("studio.letters", code=code), 303)


def _page(code: str, name: str, refusal: Refusal | None = None) -> tuple[str, int]:
    there = keeping.opened(code, letter_rules.template(name))
    one = letter_view.known(there, name)
    content, model = there.files.get(letter_rules.template(name)), checking.model_of(there.files)
    values = {box.key: str(one.get(box.key, "")) for box in LETTER}
    typed = {key: request.form[key] for key in values if refusal and key in request.form}
    overtaken = refusal is not None and refusal.key == "draft.changed_meanwhile"
    signers = [str(role) for role in one.get("signers", [])]
    page = render_template(
        "studio/letter.html",
        **letter_view.chrome(there, code, name),
        line=letter_view.line(there, name, one, model),
        boxes=LETTER,
        values={**values, **typed},
        signers=request.form.getlist("signers") if "signers" in request.form and refusal else signers,
        most_signers=letter_rules.MOST_SIGNERS,
        lists=config_lists.of(there),
        asked=letter_view.asked_by(content),
        offered=letter_view.offered(there, name, model),
        group_words=letter_words.GROUPS,
        meanwhile=keeping.differing(typed, values) if overtaken else [],
        errors=[("", _sentence(refusal))] if refusal else [],
    )
    return page, wording.status(refusal.key) if refusal else 200


def _sentence(refusal: Refusal) -> str:
    return wording.sentence(refusal.key, {"label": _("Titlul"), **refusal.facts})


@studio.get("/<code>/ciorna/scrisori/<name>/sablon.docx")
def letter_template(code: str, name: str) -> Response:
    """The template, to be edited in Word and brought back."""
    return uploads.send_bytes(_template(keeping.opened(code), name), DOCX, f"{name}.docx", download=True)


@studio.get("/<code>/ciorna/scrisori/<name>/previzualizare.pdf")
def letter_preview(code: str, name: str) -> Response:
    """The letter as PDF, filled with invented data."""
    there = keeping.opened(code)
    content, room = _template(there, name), gate.house().outside
    where = there.draft.procedure.institution
    config, model = letter_view.config_of(there), checking.model_of(there.files)
    sample = letter_offers.sample(there.files, config, name, model, where)
    try:
        asked = room.letters.fields(content)
        filled = room.letters.fill(content, {field: sample(field) for field in asked})
        pdf = room.pdf.letter(filled, {"institution_name": where.name})
    except OutsideError as error:
        raise Refusal("letter.bad_file", problems=letter_words.problem(error.code)) from error
    return uploads.send_bytes(pdf, "application/pdf", f"{name}.pdf")


def _template(there: Opened, name: str) -> bytes:
    path = letter_rules.template(name)
    if path not in there.files:
        raise Refusal("draft.no_file", path=path[:200])
    return there.files[path]
