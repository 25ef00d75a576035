"""Decision tables for tests: those in `decisions/`, and small ones written as rows of texts."""

from collections.abc import Sequence
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from app.engine.reading import tables
from app.engine.reading.tables import Book

FOLDER = Path(__file__).parent / "decisions"
HEAD = '<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="d" namespace="n">'


def stored(name: str) -> Book:
    return tables.read({name: (FOLDER / name).read_bytes()})


def table(
    inputs: Sequence[str], outputs: Sequence[str], rules: Sequence[Sequence[str]], own: str = "t", **said: str
) -> str:
    """A decision; an output may be written `name=default`, a rule is its cells and then its answers."""
    needs = "".join(
        f'<informationRequirement><requiredDecision href="#{need}"/></informationRequirement>'
        for need in said.pop("needs", "").split()
    )
    attributes = "".join(f" {name}={quoteattr(value)}" for name, value in said.items())
    columns = "".join(f"<input><inputExpression>{_text(i)}</inputExpression></input>" for i in inputs)
    columns += "".join(map(_output, outputs))
    lines = "".join(_rule(number, rule, len(inputs)) for number, rule in enumerate(rules, 1))
    inside = f"<decisionTable{attributes}>{columns}{lines}</decisionTable>"
    return f'<decision id="{own}" name="Tabelul {own}">{needs}{inside}</decision>'


def formula(own: str, name: str, text: str) -> str:
    said = f"<literalExpression>{_text(text)}</literalExpression>"
    return f'<decision id="{own}" name="{own}"><variable name="{name}"/>{said}</decision>'


def book(*decisions: str) -> Book:
    return tables.read({"t.dmn": f"{HEAD}{''.join(decisions)}</definitions>".encode()})


def _output(said: str) -> str:
    name, _, default = said.partition("=")
    entry = f"<defaultOutputEntry>{_text(default)}</defaultOutputEntry>" if default else ""
    return f'<output name="{name}">{entry}</output>'


def _rule(number: int, rule: Sequence[str], inputs: int) -> str:
    cells = "".join(f"<inputEntry>{_text(cell)}</inputEntry>" for cell in rule[:inputs])
    answers = "".join(f"<outputEntry>{_text(answer)}</outputEntry>" for answer in rule[inputs:])
    note = f"<annotationEntry>{_text(f'nota {number}')}</annotationEntry>"
    return f'<rule id="r{number}">{cells}{answers}{note}</rule>'


def _text(text: str) -> str:
    return f"<text>{escape(text)}</text>"
