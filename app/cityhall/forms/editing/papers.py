"""The papers of a procedure (papers.json) changed by hand: which, in which words, and when each is needed."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from app.cityhall.forms.editing.conditions import ALWAYS, NEVER, Rule, alike, read_if, write_if
from app.cityhall.forms.editing.files import Node, dump
from app.cityhall.forms.editing.names import check, slug
from app.cityhall.forms.papers import ORDER
from app.cityhall.forms.reading import tidy
from app.refusal import Refusal

PATH = "papers.json"
TEXTS = ("title", "hint", "if_missing", "issuer")
PLAIN = ("law",)


def read(files: Mapping[str, bytes]) -> list[Node]:
    """Raises Refusal `form_edit.not_json`, `form_edit.unreadable`."""
    try:
        found = json.loads(files.get(PATH, b"[]"))
    except json.JSONDecodeError as error:
        raise Refusal("form_edit.not_json", file=PATH, line=error.lineno, column=error.colno) from error
    except (ValueError, RecursionError) as error:
        raise Refusal("form_edit.unreadable", file=PATH, reason=str(error)[:200]) from error
    wrong = not isinstance(found, list) or not all(_is_paper(one) for one in found)
    if wrong or len({one["code"] for one in found}) < len(found):
        raise Refusal("form_edit.unreadable", file=PATH, reason="[{code, title …}]")
    return list(found)


def _is_paper(one: Any) -> bool:
    if not isinstance(one, dict) or not isinstance(one.get("when", {}), dict):
        return False
    return all(isinstance(one.get(key), str) and one[key] for key in ("code", "title"))


def written(papers: Sequence[Node], before: Mapping[str, bytes]) -> dict[str, bytes]:
    """The file, when it changed."""
    content = dump(list(papers), before.get(PATH))
    return {} if content == before.get(PATH) else {PATH: content}


def paper(papers: Sequence[Node], code: str) -> Node:
    """A paper by its code. Raises Refusal `paper.unknown`."""
    for one in papers:
        if one["code"] == code:
            return one
    raise Refusal("paper.unknown", code=code[:60])


def add(papers: list[Node], title: str, title_en: str = "", code: str = "") -> str:
    """A new paper at the end, recommended until it is said otherwise; its code."""
    taken, title = [one["code"] for one in papers], tidy(title)
    if not title:
        raise Refusal("form_edit.needs_title")
    made: Node = {"code": check(code, taken) if code else slug(title, taken, "act"), "title": title}
    if tidy(title_en):
        made["title_en"] = tidy(title_en)
    papers.append({**made, "need": "recommended"})
    return str(made["code"])


def move(papers: list[Node], code: str, step: int) -> None:
    """A paper earlier (-1) or later (1)."""
    one = paper(papers, code)
    place = papers.index(one)
    papers.insert(max(0, min(len(papers) - 1, place + step)), papers.pop(place))


def remove(papers: list[Node], code: str) -> None:
    """A paper less."""
    papers.remove(paper(papers, code))


def shown(one: Node) -> dict[str, str]:
    """A paper as boxes hold it; `need` is "" where a table decides it."""
    names = [*(f"{key}{end}" for key in TEXTS for end in ("", "_en")), *PLAIN]
    found = {name: str(one.get(name) or "") for name in names}
    return {
        **found,
        "obtainable": "yes" if one.get("obtainable") else "",
        "need": str(one.get("need") or ""),
        "else": str(one.get("else") or ""),
    }


def rule(one: Node) -> Rule:
    """When the paper has its `need`; otherwise it has its `else`."""
    return read_if(one["when"]) if "when" in one else ALWAYS


def apply(one: Node, given: Mapping[str, str]) -> None:
    """Put what differs. Raises Refusal `form_edit.needs_title`."""
    now = shown(one)
    for name, typed in given.items():
        if name in now and tidy(typed) != now[name]:
            _put(one, name, tidy(typed))
    if not one.get("title"):
        raise Refusal("form_edit.needs_title")


def _put(one: Node, name: str, typed: str) -> None:
    if name == "obtainable":
        typed_value: Any = bool(typed)
    elif name == "else" and not typed:
        typed_value = None
    elif name in {"need", "else"} and typed not in {"", *ORDER}:
        return
    else:
        typed_value = typed
    if typed_value in ("", False) or (name == "else" and typed_value is None and "when" not in one):
        one.pop(name, None)
    else:
        one[name] = typed_value


def ask(one: Node, wanted: Rule, several: Sequence[str]) -> None:
    """The answers with which the paper has its need; what is complicated stays."""
    now = rule(one)
    if now.fixed or wanted.fixed or alike(now, wanted) or wanted == NEVER:
        return
    if wanted.kind == "when":
        one["when"] = write_if(wanted.when, several)
        one.setdefault("else", None)
    else:
        one.pop("when", None)
        one.pop("else", None)
