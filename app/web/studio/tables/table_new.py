"""A decision table begun from its title: one question, one answer, no rules yet."""

from collections.abc import Collection
from xml.sax.saxutils import quoteattr

TEMPLATE = """<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" xmlns:dmndi="https://www.omg.org/spec/DMN/20191111/DMNDI/" xmlns:dc="http://www.omg.org/spec/DMN/20180521/DC/" id="{name}_definitions" name={title} namespace="https://farahartie.ro/processes">
  <decision id="{name}" name={title}>
    <decisionTable id="{name}_table" hitPolicy="FIRST">
      <input id="{name}_in1" label={asked}>
        <inputExpression id="{name}_in1_e" typeRef="string"><text>{expression}</text></inputExpression>
      </input>
      <output id="{name}_out1" label={told} name="{name}_result" typeRef="string" />
      <rule id="{name}_r1">
        <inputEntry id="{name}_r1_i1"><text>-</text></inputEntry>
        <outputEntry id="{name}_r1_o1"><text>""</text></outputEntry>
        <annotationEntry><text></text></annotationEntry>
      </rule>
    </decisionTable>
  </decision>
  <dmndi:DMNDI>
    <dmndi:DMNDiagram id="{name}_drawing">
      <dmndi:DMNShape id="{name}_shape" dmnElementRef="{name}">
        <dc:Bounds height="80" width="180" x="160" y="100" />
      </dmndi:DMNShape>
    </dmndi:DMNDiagram>
  </dmndi:DMNDI>
</definitions>
"""  # noqa: E501 - a namespace is one word


def begun(name: str, title: str, asked: str, told: str) -> bytes:
    """The file of a new decision `name`: one rule that always holds and says nothing yet."""
    return TEMPLATE.format(
        name=name,
        title=quoteattr(title),
        asked=quoteattr(asked),
        told=quoteattr(told),
        expression="delivery",
    ).encode()


def free(name: str, files: Collection[str], decisions: Collection[str]) -> str:
    """The name, or with a number behind where a file or a decision has it."""
    number, found = 2, name
    while f"{found}.dmn" in files or found in decisions:
        found, number = f"{name}_{number}", number + 1
    return found
