"""A letter of a draft as its pages show it: what procedure.toml says, and what is wrong with its template."""

import tomllib
from collections.abc import Mapping
from typing import Any, NamedTuple

from flask_babel import gettext as _

from app.cityhall.procedures import letters as letter_rules
from app.cityhall.procedures.config_editing import PATH, Entry
from app.engine.reading.model import Model
from app.journey import letter_offers
from app.outside import OutsideError
from app.refusal import Refusal
from app.web import gate
from app.web.studio.drafts.keeping import Opened
from app.web.studio.papers import config_lists, letter_words
from app.web.studio.papers.config_words import LETTER

WARNING, AS_TEMPLATE = "warn.", "leftover_fields"


class Line(NamedTuple):
    """A letter in the list; `problems` in words."""

    name: str
    title: str
    kind: str
    signers: list[str]
    template: bool
    problems: list[str]
    warnings: list[str]


def entries(name: str) -> list[Entry]:
    boxes = [Entry(f"letters.{name}.{box.key}", box.kind, box.must) for box in LETTER]
    return [*boxes, Entry(f"letters.{name}.signers", "names")]


def config_of(there: Opened) -> dict[str, Any]:
    """procedure.toml as plain values, none while it cannot be read."""
    try:
        return tomllib.loads(there.files.get(PATH, b"").decode())
    except ValueError:
        return {}


def said(there: Opened) -> dict[str, dict[str, Any]]:
    found = config_of(there).get("letters", {})
    plain = found if isinstance(found, dict) else {}
    return {name: one for name, one in plain.items() if isinstance(one, dict)}


def chrome(there: Opened, code: str, name: str = "") -> dict[str, Any]:
    paths = (PATH, letter_rules.template(name)) if name else (PATH,)
    return {
        "code": code,
        "procedure_title": there.title,
        "here": "draft",
        "draft_here": "letters",
        "there": there,
        "seen": there.seen(*paths),
    }


def strays(there: Opened) -> list[str]:
    """Templates that no letter of procedure.toml has."""
    known = {letter_rules.template(name) for name in said(there)}
    return [path for path in there.files if path.startswith(letter_rules.FOLDER) and path not in known]


def known(there: Opened, name: str) -> dict[str, Any]:
    """What procedure.toml says of a letter. Raises Refusal `letter.unknown`."""
    found = said(there).get(name)
    if found is None:
        raise Refusal("letter.unknown", name=name[:60])
    return found


def line(there: Opened, name: str, one: Mapping[str, Any], model: Model | None) -> Line:
    content = there.files.get(letter_rules.template(name))
    codes = problems(content) if content else []
    unknown = missing(there, name, content, model)
    words = [letter_words.problem(code) for code in codes if not code.startswith(WARNING)]
    if content is None:
        words.append(_("nu are șablon"))
    if unknown:
        words.append(_("cere câmpuri pe care nu le dă nimeni: %(fields)s", fields=", ".join(unknown)))
    roles, signers = dict(config_lists.roles()), one.get("signers", [])
    return Line(
        name=name,
        title=str(one.get("title", name)),
        kind=str(one.get("kind", "letter")),
        signers=[roles.get(str(role), str(role)) for role in signers] if isinstance(signers, list) else [],
        template=content is not None,
        problems=words,
        warnings=[letter_words.problem(code) for code in codes if code.startswith(WARNING)],
    )


def problems(content: bytes) -> list[str]:
    """What is wrong with a template; fields waiting to be filled are what it is for."""
    room = gate.house().outside.letters
    found = [code for code in room.problems(content) if code != AS_TEMPLATE]
    if [code for code in found if not code.startswith(WARNING)]:
        return found
    filled = room.fill(content, dict.fromkeys(room.fields(content), "x"))
    return [*found, *(code for code in room.problems(filled) if code == AS_TEMPLATE)]


def missing(there: Opened, name: str, content: bytes | None, model: Model | None) -> list[str]:
    return letter_offers.unknown(asked_by(content), there.files, config_of(there), name, model)


def offered(there: Opened, name: str, model: Model | None) -> list[letter_offers.Group]:
    return letter_offers.groups(there.files, config_of(there), name, model)


def asked_by(content: bytes | None) -> list[str]:
    try:
        return gate.house().outside.letters.fields(content) if content else []
    except OutsideError:
        return []
