"""Which papers a request needs: required, recommended or optional, computed from the answers.

Papers that another authority issues are not asked for where the hall may obtain them itself
(OUG 41/2016 as amended by Legea 9/2023; Legea 169/2026 art. 254 alin. (10)-(12)).
"""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from app.cityhall.forms.definition import Answers, validator

Paper = Mapping[str, Any]


class PaperNeed(NamedTuple):
    """A paper and how much this request needs it; `if_missing` tells what happens without it."""

    code: str
    title: str
    need: str
    if_missing: str
    law: str
    hint: str
    issuer: str = ""
    obtainable: bool = False


ORDER = ("required", "recommended", "optional")


def required_papers(papers: Iterable[Paper], answers: Answers, lang: str = "ro") -> list[PaperNeed]:
    """The papers to show for these answers, the required ones first."""
    needs = [_need(paper, need, lang) for paper in papers if (need := _how_much(paper, answers))]
    return sorted(needs, key=lambda paper: ORDER.index(paper.need))


def decided_papers(
    papers: Iterable[Paper], decided: Iterable[Mapping[str, Any]], lang: str = "ro"
) -> list[PaperNeed]:
    """The papers that a table decided (`code`, `need`), in words; the stronger need wins."""
    said: dict[str, str] = {}
    for one in decided:
        before = said.get(one["code"], one["need"])
        said[one["code"]] = min(before, one["need"], key=ORDER.index)
    needs = [_need(paper, said[paper["code"]], lang) for paper in papers if paper["code"] in said]
    return sorted(needs, key=lambda paper: ORDER.index(paper.need))


def _how_much(paper: Paper, answers: Answers) -> str | None:
    if "when" not in paper or validator(paper["when"]).is_valid(dict(answers)):
        return str(paper["need"])
    return paper.get("else")


def _need(paper: Paper, need: str, lang: str) -> PaperNeed:
    return PaperNeed(
        code=paper["code"],
        title=_in(paper, "title", lang),
        need=need,
        if_missing=_in(paper, "if_missing", lang),
        law=paper.get("law", ""),
        hint=_in(paper, "hint", lang),
        issuer=_in(paper, "issuer", lang),
        obtainable=bool(paper.get("obtainable")),
    )


def _in(paper: Paper, key: str, lang: str) -> str:
    return str(paper.get(f"{key}_{lang}") or paper.get(key, ""))
