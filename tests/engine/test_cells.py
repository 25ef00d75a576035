"""A cell is written anew and nothing else of the file: not a space, not a comment, not an attribute."""

import pytest

from app.engine.reading import cells, tables
from app.engine.reading.cells import INPUT, NOTE, OUTPUT, Cell
from app.refusal import Refusal
from tests.hall import ROOT

FILES = sorted((ROOT / "processes").glob("*/*.dmn"))
ODD = """<?xml version="1.0" encoding="UTF-8"?>
<d:definitions xmlns:d='https://www.omg.org/spec/DMN/20191111/MODEL/' id="x" name="ș > ț" >
  <d:decision id="fee" name="Taxă">
    <d:decisionTable hitPolicy="FIRST">
      <d:input><d:inputExpression><d:text>answers.area</d:text></d:inputExpression></d:input>
      <d:output name="fee"/>
      <d:rule><d:description>Notă</d:description>
        <d:inputEntry><d:text  /></d:inputEntry>
        <d:outputEntry><d:text><![CDATA[1 < 2]]></d:text></d:outputEntry>
      </d:rule>
      <d:rule>
        <d:inputEntry><d:text></d:text></d:inputEntry>
        <d:outputEntry><d:text><!-- bani --> 600 </d:text></d:outputEntry>
        <d:annotationEntry><d:text>ț</d:text></d:annotationEntry>
      </d:rule>
    </d:decisionTable>
  </d:decision>
</d:definitions>
""".encode()


def test_only_the_cells_change() -> None:
    texts = {
        Cell("fee", 1, INPUT, 0): "<= 5",
        Cell("fee", 1, OUTPUT, 0): "7",
        Cell("fee", 2, INPUT, 0): "-",
        Cell("fee", 2, OUTPUT, 0): "650",
        Cell("fee", 2, NOTE, 0): "Hotărârea & altele",
    }
    found = cells.rewritten("odd.dmn", ODD, texts)
    expected = ODD.replace(b"<d:text  />", b"<d:text>&lt;= 5</d:text>")
    expected = expected.replace(b"<![CDATA[1 < 2]]>", b"7").replace(b"<!-- bani --> 600 ", b"650")
    expected = expected.replace(b"<d:text></d:text>", b"<d:text>-</d:text>")
    expected = expected.replace("<d:text>ț<".encode(), "<d:text>Hotărârea &amp; altele<".encode())
    assert found == expected
    table = tables.read({"odd.dmn": found}).tables["fee"]
    assert [rule.cells for rule in table.rules] == [("<= 5",), ("-",)]
    assert [rule.answers for rule in table.rules] == [("7",), ("650",)]


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_every_table_of_ours_is_written_cell_by_cell(path: object) -> None:
    content = path.read_bytes()  # type: ignore[attr-defined]
    for table in tables.read({"a.dmn": content}).tables.values():
        for rule in table.rules:
            for place, answer in enumerate(rule.answers):
                cell = Cell(table.id, rule.number, OUTPUT, place)
                changed = cells.rewritten("a.dmn", content, {cell: '"ț & <"'})
                said = tables.read({"a.dmn": changed}).tables[table.id].rules[rule.number - 1]
                assert said.answers[place] == '"ț & <"'
                assert cells.rewritten("a.dmn", changed, {cell: answer}) == content


def test_a_cell_that_is_not_there_is_refused() -> None:
    with pytest.raises(Refusal, match=r"decision\.no_cell"):
        cells.rewritten("odd.dmn", ODD, {Cell("fee", 3, OUTPUT, 0): "1"})
    with pytest.raises(Refusal):
        cells.rewritten("odd.dmn", b"<no", {})
