"""Anybody may ask whether a file is one that the hall issued: by its hash and by its signatures."""

from collections.abc import Sequence
from datetime import timedelta
from typing import NamedTuple

from flask import current_app, render_template, request
from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString

from app.journey import issued
from app.outside import FoundSignature, OutsideError
from app.web import filters, gate, salvage, signature_words, uploads, wording
from app.web.public import public
from app.web.signature_words import Line

TRIES, WITHIN = 20, timedelta(minutes=10)
ANSWERS: dict[str, tuple[LazyString, str]] = {
    "issued": (_("Da. Fișierul este exact cel emis de instituție: niciun octet nu este altul."), "ok"),
    "not_ours": (
        _(
            "Nu. Acest fișier nu este printre cele emise. Poate a fost salvat din nou, tipărit și scanat, "
            "sau schimbat."
        ),
        "warn",
    ),
    "changed": (_("Nu. Fișierul a fost schimbat după ce a fost semnat sau sigilat."), "bad"),
}


class Verdict(NamedTuple):
    """What we say of the file: the answer, by whom and when it was issued, its signatures."""

    said: LazyString
    tone: str
    institution: str
    at: str
    lines: Sequence[Line]


@public.get("/verifica")
def verify_file() -> str:
    """Choose a file; it is looked at and kept nowhere."""
    return render_template("public/verify_file.html", verdict=None, error="", most=uploads.largest())


@public.post("/verifica")
def look_at_file() -> str | tuple[str, int]:
    """The answer. The file is forgotten with the page."""
    gate.limit("verify", request.remote_addr or "", TRIES, WITHIN)
    content = _sent()
    if isinstance(content, str):
        text = render_template("public/verify_file.html", verdict=None, error=content, most=uploads.largest())
        return text, 422
    verdict = _verdict(content)
    return render_template("public/verify_file.html", verdict=verdict, error="", most=uploads.largest())


def _sent() -> bytes | str:
    """The bytes, or a sentence on why there are none to look at."""
    most = int(current_app.config["MAX_UPLOAD"])
    file = request.files.get("file")
    if salvage.files_were_left():
        return wording.sentence("upload.too_large", {"most": uploads.largest()})
    if file is None or not file.filename:
        return wording.sentence("upload.missing", {})
    content = file.stream.read(most + 1)
    if len(content) > most:
        name = uploads.safe_name(file.filename)
        return wording.sentence("upload.too_large", {"name": name, "most": uploads.largest()})
    return content


def _verdict(content: bytes) -> Verdict:
    found = _signatures(content)
    known = issued.by_content(content)
    if known is None:
        was_signed = any(one.outcome in {"changed", "added"} for one in found)
        said, tone = ANSWERS["changed" if was_signed else "not_ours"]
        return Verdict(said, tone, "", "", signature_words.lines(found))
    said, tone = ANSWERS["issued"]
    return Verdict(said, tone, known.institution, filters.moment(known.at), signature_words.lines(found))


def _signatures(content: bytes) -> Sequence[FoundSignature]:
    if not content.startswith(b"%PDF-"):
        return ()
    try:
        return gate.house().outside.signatures.read(content, gate.now()) or ()
    except OutsideError:
        return ()
