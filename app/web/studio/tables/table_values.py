"""The values of a decision table in a form: amounts in lei, words without quotes, formulas after „=”."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from app.engine.language import feel
from app.engine.language.expressions import ExpressionError
from app.engine.reading import cells
from app.engine.reading.cells import Cell
from app.engine.reading.tables import Column, Rule, Table
from app.web.filters import lei
from app.web.studio.modeling import expression_words
from app.web.studio.tables import cell_words, table_view

AMOUNT = re.compile(r"(\d{1,3}(?:\.\d{3})*|\d+)(?:,(\d{1,2}))?")
NUMBER = re.compile(r"-?\d+(?:[.,]\d+)?")
FORMULA = "="
LONGEST = 2_000


@dataclass(frozen=True)
class Box:
    """One value as it is asked: `kind` is lei, number, yes_no, text, note or formula (a „=” first)."""

    name: str
    title: str
    kind: str
    value: str


def boxes(table: Table, rule: Rule, known: Mapping[Cell, str]) -> list[Box]:
    """The values of one rule and the note beside it; `known` are the file's cells."""
    told = zip(table.outputs, rule.answers, strict=True)
    found = [_box(rule, place, column, text) for place, (column, text) in enumerate(told)]
    note = known.get(_note(table, rule, 0))
    if note is not None and _note(table, rule, 1) not in known:
        found.append(Box(f"n.{rule.number}", str(_("Temeiul")), "note", note))
    return found


def _note(table: Table, rule: Rule, place: int) -> Cell:
    return Cell(table.id, rule.number, cells.NOTE, place)


def _box(rule: Rule, place: int, column: Column, text: str) -> Box:
    kind = kind_of(column, text)
    return Box(f"v.{rule.number}.{place}", table_view.told(column), kind, shown(kind, text))


def kind_of(column: Column, text: str) -> str:
    """How a value is asked, by what stands there now."""
    if text.lower() in {"true", "false"}:
        return "yes_no"
    if re.fullmatch(r"\d+", text) and cell_words.is_money(column):
        return "lei"
    if re.fullmatch(r"-?\d+(\.\d+)?", text):
        return "number"
    return "text" if cell_words.quoted(text) is not None else "formula"


def shown(kind: str, text: str) -> str:
    """What stands in the box."""
    if kind == "lei":
        return lei(int(text))
    if kind == "text":
        return cell_words.quoted(text) or ""
    if kind == "formula":
        return f"{FORMULA} {text}" if text else ""
    return text.lower() if kind == "yes_no" else text.replace(".", ",")


def read(
    table: Table, sent: Mapping[str, Any], known: Mapping[Cell, str]
) -> tuple[dict[Cell, str], dict[str, str]]:
    """What the form says anew, cell by cell; and what cannot be taken, by the box's name."""
    texts: dict[Cell, str] = {}
    wrong: dict[str, str] = {}
    for rule in table.rules:
        for place, box in enumerate(boxes(table, rule, known)):
            typed = " ".join(str(sent.get(box.name, box.value)).split())[:LONGEST]
            if typed == " ".join(box.value.split()):
                continue
            text, why = _written(box.kind, typed)
            kept = Cell(table.id, rule.number, cells.OUTPUT, place)
            texts[_note(table, rule, 0) if box.kind == "note" else kept] = text
            wrong |= {box.name: why} if why else {}
    return texts, wrong


def _written(kind: str, typed: str) -> tuple[str, str]:
    """The value as the table keeps it, or why it cannot be taken."""
    if typed.startswith(FORMULA) and kind != "note":
        return _formula(typed.removeprefix(FORMULA).strip())
    return WRITTEN[kind](typed)


def _number(typed: str) -> tuple[str, str]:
    good = NUMBER.fullmatch(typed)
    return typed.replace(",", "."), "" if good else str(_("Scrieți un număr, sau o formulă după semnul =."))


def _yes_no(typed: str) -> tuple[str, str]:
    return typed, "" if typed in {"true", "false"} else str(_("Alegeți da sau nu."))


def _no_formula(typed: str) -> tuple[str, str]:
    return "", str(_("O formulă începe cu semnul =.")) if typed else ""


def _text(typed: str) -> tuple[str, str]:
    escaped = typed.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"', ""


def _note_text(typed: str) -> tuple[str, str]:
    return typed, ""


def _amount(typed: str) -> tuple[str, str]:
    found = AMOUNT.fullmatch(typed.removesuffix("lei").strip())
    if found is None:
        return "", str(_("Scrieți suma în lei, de exemplu 12,50, sau o formulă în bani după semnul =."))
    bani = int(found[1].replace(".", "")) * 100 + int((found[2] or "0").ljust(2, "0"))
    return str(bani), ""


def _formula(text: str) -> tuple[str, str]:
    try:
        feel.expression(text)
    except ExpressionError as error:
        return text, str(
            _("Formula nu poate fi folosită: %(why)s.", why=expression_words.reason(error.reason))
        )
    return text, ""


WRITTEN: Mapping[str, Callable[[str], tuple[str, str]]] = {
    "formula": _no_formula,
    "lei": _amount,
    "note": _note_text,
    "number": _number,
    "text": _text,
    "yes_no": _yes_no,
}
