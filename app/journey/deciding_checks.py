"""What must hold of the tables that are asked at filing, before a procedure may be published."""

import json
import tomllib
from collections.abc import Iterator, Mapping
from typing import Any

from app.cityhall.forms.papers import ORDER
from app.engine.checking.problem import Problem
from app.engine.language import decisions
from app.engine.reading.tables import Book, Table
from app.journey.deciding import FEE, PAPERS

TERM_NEEDS = frozenset({"unit", "days", "act"})
PAPER_NEEDS = frozenset({"code", "need"})


def problems(files: Mapping[str, bytes], book: Book) -> Iterator[Problem]:
    """All that stands against the term's, the papers' and the fee's table, in a procedure's files."""
    config = tomllib.loads(files["procedure.toml"].decode())
    yield from _term(config, book)
    if PAPERS in book.tables:
        yield from _papers(json.loads(files.get("papers.json", b"[]")), book)
    if FEE in book.tables and len(book.tables[FEE].outputs) != 1:
        yield Problem(FEE, "decision.one_output", {"found": len(book.tables[FEE].outputs)})


def _term(config: Mapping[str, Any], book: Book) -> Iterator[Problem]:
    name = config["term"].get("decision")
    if name is None:
        return
    if name not in book.tables:
        yield Problem("procedure.toml", "decision.unknown", {"decision": name})
    else:
        yield from _lacking(book.tables[name], TERM_NEEDS)


def _papers(papers: list[Mapping[str, Any]], book: Book) -> Iterator[Problem]:
    table, known = book.tables[PAPERS], {paper["code"] for paper in papers}
    if table.policy not in decisions.SEVERAL:
        yield Problem(PAPERS, "decision.one_line", {"policy": table.policy})
    lacking = list(_lacking(table, PAPER_NEEDS))
    yield from lacking
    for number, rule in enumerate([] if lacking else decisions.alternatives(book, PAPERS), 1):
        said = rule.said or {}
        if said.get("code") not in known:
            yield Problem(PAPERS, "decision.unknown_paper", {"rule": number, "paper": said.get("code")})
        if said.get("need") not in ORDER:
            yield Problem(PAPERS, "decision.unknown_need", {"rule": number, "need": said.get("need")})


def _lacking(table: Table, needed: frozenset[str]) -> Iterator[Problem]:
    missing = sorted(needed - {output.text for output in table.outputs})
    if missing:
        yield Problem(table.id, "decision.lacks_outputs", {"missing": missing})
