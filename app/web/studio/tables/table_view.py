"""A decision table as its page draws it: what it asks, how it decides, its rules in words."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask_babel import gettext as _

from app.engine.reading.model import Model
from app.engine.reading.tables import Column, Rule, Table
from app.journey.names import Name
from app.web.studio.tables import cell_words
from app.web.studio.tables.cell_words import Choices

Names = Mapping[str, Name]


@dataclass(frozen=True)
class RuleRow:
    """A rule in words; `answers` also as they are written."""

    number: int
    tests: list[str]
    answers: list[str]
    note: str


@dataclass(frozen=True)
class TableView:
    """One decision: `asked` and `told` are the titles of its columns, `used` says who asks it."""

    id: str
    title: str
    file: str
    how: str
    asked: list[str]
    told: list[str]
    result: str
    used: list[str]
    needs: list[str]
    rows: list[RuleRow]
    formula: str | None


def of(table: Table, model: Model, names: Names, config: Mapping[str, object]) -> TableView:
    """Look at one table."""
    return TableView(
        id=table.id,
        title=table.name or table.id,
        file=table.file,
        how=_how(table),
        asked=[_asked(column, names) for column in table.inputs],
        told=[told(column) for column in table.outputs],
        result=table.result,
        used=_used(table, model, config),
        needs=[_title(model.decisions.tables.get(own), own) for own in table.needs],
        rows=[row(table, rule, names) for rule in table.rules],
        formula=table.formula,
    )


def row(table: Table, rule: Rule, names: Names) -> RuleRow:
    """One rule in words."""
    asked = zip(table.inputs, rule.cells, strict=True)
    told = zip(table.outputs, rule.answers, strict=True)
    return RuleRow(
        rule.number,
        [cell_words.test(text, choices(column.text, names)) for column, text in asked],
        [cell_words.value(text, {}, money=cell_words.is_money(column)) for column, text in told],
        rule.note,
    )


def told(column: Column) -> str:
    """An output's title; what is shown in lei does not say bani."""
    return column.title.replace("(bani)", "").strip() if cell_words.is_money(column) else column.title


def choices(expression: str, names: Names) -> Choices:
    """The words of a field's choices, where a column asks just for the field."""
    return names[expression].choices if expression in names else {}


def _asked(column: Column, names: Names) -> str:
    found = names.get(column.text)
    return column.label or (found.title if found else "") or column.text


def _title(table: Table | None, own: str) -> str:
    return (table.name if table else "") or own


def _how(table: Table) -> str:
    if table.formula is not None:
        return str(_("Se calculează printr-o expresie."))
    sums = {
        "SUM": _("Valorile regulilor care se potrivesc se adună."),
        "MIN": _("Se ia cea mai mică valoare dintre regulile care se potrivesc."),
        "MAX": _("Se ia cea mai mare valoare dintre regulile care se potrivesc."),
        "COUNT": _("Se numără regulile care se potrivesc."),
    }
    said = {
        "UNIQUE": _("Se potrivește o singură regulă; două deodată sunt o greșeală."),
        "FIRST": _("Regulile se citesc de sus în jos; decide prima care se potrivește."),
        "ANY": _("Se pot potrivi mai multe reguli, dacă spun același lucru."),
        "RULE ORDER": _("Se iau toate regulile care se potrivesc, în ordinea din tabel."),
        "COLLECT": sums.get(table.aggregation) or _("Se iau toate regulile care se potrivesc."),
    }
    return str(
        said.get(table.policy, _("Regula de potrivire „%(name)s” nu este urmată aici.", name=table.policy))
    )


def _used(table: Table, model: Model, config: Mapping[str, object]) -> list[str]:
    """Who asks: the filing, a step, another table."""
    term = config.get("term")
    filing = {
        "papers": _("la depunere, pentru actele cerute"),
        "fee": _("la depunere, pentru taxă"),
        (term.get("decision") if isinstance(term, Mapping) else None): _("la depunere, pentru termen"),
    }
    found = [str(filing[table.id])] if table.id in filing else []
    steps = [one.name or one.id for one in model.elements.values() if one.decision == table.id]
    found += [str(_("la pasul „%(step)s”", step=step)) for step in steps]
    others = [one for one in model.decisions.tables.values() if table.id in one.needs]
    return found + [str(_("de tabelul „%(name)s”", name=one.name or one.id)) for one in others]
