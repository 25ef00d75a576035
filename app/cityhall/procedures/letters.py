"""The letters of a procedure, as its procedure.toml tells them: title, code, register, signers, kind.

`[letters.<name>]`; the template is `letters/<name>.docx`. The act is what the applicant came for and what
the delivery brings; every other letter (an invitation, a closing note) is a side letter.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.refusal import Refusal

KINDS = ("act", "letter")
MOST_SIGNERS = 3
FOLDER, SUFFIX = "letters/", ".docx"


@dataclass(frozen=True)
class Letter:
    """One letter: `signers` are roles in the order of signing, none when nobody signs."""

    name: str
    title: str
    title_en: str
    kind: str
    signers: tuple[str, ...]
    code: str = ""
    version: str = ""
    register: str | None = None


def called(text: str) -> str:
    """A letter's name; versions of before wrote their template's file name."""
    return text.removesuffix(SUFFIX)


def of(config: Mapping[str, Any], name: str) -> Letter:
    """The letter of that name. Raises Refusal `letter.unknown`."""
    for one in every(config):
        if one.name == called(name):
            return one
    raise Refusal("letter.unknown", name=name)


def every(config: Mapping[str, Any]) -> list[Letter]:
    """All letters, in the order of the file."""
    if "letters" not in config and "letter" in config:
        return [_of_before(config)]
    return [_letter(name, said) for name, said in config.get("letters", {}).items()]


def main(config: Mapping[str, Any]) -> str:
    """The letter that is meant where a diagram names none: the first act; "" without letters."""
    letters = every(config)
    acts = [one.name for one in letters if one.kind == "act"]
    return next(iter([*acts, *(one.name for one in letters)]), "")


def known(config: Mapping[str, Any]) -> dict[str, Any]:
    """What a diagram may ask: how many sign each letter, and which letter is meant until it says so."""
    return {"signers": {one.name: len(one.signers) for one in every(config)}, "letter": main(config)}


def template(name: str) -> str:
    """Where the template lies among a version's files."""
    return f"{FOLDER}{called(name)}{SUFFIX}"


def _letter(name: str, said: Mapping[str, Any]) -> Letter:
    return Letter(
        name=name,
        title=said["title"],
        title_en=said.get("title_en", said["title"]),
        kind=said.get("kind", "letter"),
        signers=tuple(said.get("signers", ())),
        code=said.get("code", ""),
        version=said.get("version", ""),
        register=said.get("register"),
    )


def _of_before(config: Mapping[str, Any]) -> Letter:
    """Versions published earlier knew one letter, signed by whoever the role `signer` meant."""
    title = config.get("letter_title") or config["title"]
    signer = config.get("roles", {}).get("signer", "mayor")
    return Letter(called(config["letter"]), title, title, "act", (signer,), config.get("letter_code", ""))
