"""Every diagram of the repository goes through the studio's modeler without a warning and without a loss."""

from collections import Counter

import pytest
from lxml import etree
from playwright.sync_api import Page

from tests.browser import PageAt
from tests.hall import ROOT
from tests.web.static_pages import at_static
from tools.bench import studio as bench

THROUGH = """async files => {
    const { Modeler, builtIn, modules } = await import('/static/vendor/studio-1/modeler.js');
    const { descriptors } = await import('/static/js/studio/descriptors.js');
    const { linting } = await import('/static/js/studio/lint/rules.js');
    const answers = {};
    for (const [name, xml] of Object.entries(files)) {
        const lint = linting({ builtIn, words: {}, offers: () => null });
        const modeler = new Modeler({
            container: '#canvas', moddleExtensions: descriptors(xml),
            linting: { active: true, bpmnlint: lint },
            additionalModules: [modules.append, modules.lint, modules.tokenSimulation, modules.minimap],
        });
        try {
            const { warnings } = await modeler.importXML(xml);
            const issues = await modeler.get('linting').lint();
            const once = (await modeler.saveXML({ format: true })).xml;
            await modeler.importXML(once);
            answers[name] = {
                warnings: warnings.map(w => w.message), xml: once,
                again: (await modeler.saveXML({ format: true })).xml,
                shown: modeler.get('elementRegistry').filter(e => e.type === 'bpmn:SequenceFlow').length,
                mark: document.querySelector('.bjs-powered-by').getBoundingClientRect().width > 20,
                issues: Object.entries(issues).flatMap(([key, found]) => found
                    .filter(one => one.category === 'error' || one.category === 'rule-error')
                    .map(one => `${key} ${one.id ?? ''} ${one.message}`)),
            };
        } catch (error) {
            answers[name] = { warnings: [error.message, ...(error.warnings || []).map(w => w.message)] };
        } finally {
            modeler.destroy();
        }
    }
    return answers;
}"""
FOREIGN = """<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:odd="http://odd.example/1"
  xmlns:spiffworkflow="http://spiffworkflow.org/bpmn/schema/1.0/core" id="d" targetNamespace="t"
  xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC">
  <process id="p" isExecutable="true" odd:owner="Ana">
    <extensionElements><odd:note kind="x">Vechi</odd:note><odd:box><odd:deep/></odd:box></extensionElements>
    <serviceTask id="s" name="S">
      <extensionElements>
        <spiffworkflow:serviceTaskOperator id="http/Get" resultVariable="r">
          <spiffworkflow:parameters>
            <spiffworkflow:parameter id="url" type="str" value="'u'"/>
          </spiffworkflow:parameters>
          <spiffworkflow:retry retries="3" backoff_base="2"/>
          <spiffworkflow:cache seconds="5">
            <spiffworkflow:key part="a">k</spiffworkflow:key>
          </spiffworkflow:cache>
        </spiffworkflow:serviceTaskOperator>
        <spiffworkflow:unitTests>
          <spiffworkflow:unitTest id="t"><spiffworkflow:inputJson>{"a": 1}</spiffworkflow:inputJson>
            <spiffworkflow:expectedOutputJson>{}</spiffworkflow:expectedOutputJson></spiffworkflow:unitTest>
        </spiffworkflow:unitTests>
        <spiffworkflow:brandNew since="2027">ceva</spiffworkflow:brandNew>
        <odd:thing/>
      </extensionElements>
    </serviceTask>
  </process>
  <bpmndi:BPMNDiagram id="b"><bpmndi:BPMNPlane id="l" bpmnElement="p">
    <bpmndi:BPMNShape id="s_di" bpmnElement="s">
      <dc:Bounds x="10" y="10" width="100" height="80"/>
    </bpmndi:BPMNShape>
  </bpmndi:BPMNPlane></bpmndi:BPMNDiagram>
</definitions>"""


# What BPMN means when nothing is said, so that a modeler may leave it out.
DEFAULTS = {("isSequential", "false")}


@pytest.fixture
def page(page_at: PageAt) -> Page:
    return at_static(page_at())


@pytest.mark.ui
def test_every_diagram_goes_through_the_modeler_and_loses_nothing(page: Page) -> None:
    paths = sorted((ROOT / "processes").glob("*/*.bpmn"))
    files = {str(path.relative_to(ROOT / "processes")): path.read_text(encoding="utf-8") for path in paths}
    told = {}
    for name, seen in page.evaluate(THROUGH, files).items():
        wrong = [*seen["warnings"], *seen.get("issues", [])]
        if not wrong:
            drawn = files[name].count("<bpmn:sequenceFlow ")
            wrong = [
                key
                for key, held in [
                    ("again", seen["again"] == seen["xml"]),
                    ("mark", seen["mark"]),
                    ("flows", seen["shown"] == drawn),
                ]
                if not held
            ]
            wrong += [f"lost {one}" for one in _parts(files[name]) - _parts(seen["xml"])]
        told[name] = wrong
    assert {name: wrong for name, wrong in told.items() if wrong} == {}


@pytest.mark.ui
def test_what_nobody_here_knows_survives_the_modeler(page: Page) -> None:
    seen = page.evaluate(THROUGH, {"foreign": FOREIGN})["foreign"]
    assert seen["warnings"] == []
    assert _parts(FOREIGN) - _parts(seen["xml"]) == Counter()
    assert seen["again"] == seen["xml"]


@pytest.mark.ui
@pytest.mark.nightly
def test_three_hundred_elements_open_and_are_checked_in_time(page_at: PageAt) -> None:
    figure = bench.measured(page_at(), 5)
    assert figure.ours < bench.OPEN_MS
    assert figure.parts["lint"] < bench.LINT_MS
    assert figure.best is not None
    assert figure.best <= figure.reach


def _parts(xml: str) -> Counter[tuple[str, ...]]:
    """Every element, attribute and text, wherever the modeler puts it."""
    found: Counter[tuple[str, ...]] = Counter()
    for node in etree.fromstring(xml.encode()).iter(etree.Element):
        own = node.get("id", "")
        found[str(node.tag), own] += 1
        said = {str(name): _plain(str(name), str(value)) for name, value in node.attrib.items()}
        found.update((str(node.tag), own, *one) for one in said.items() if one not in DEFAULTS)
        if (node.text or "").strip():
            found[str(node.tag), own, (node.text or "").strip()] += 1
    return found


def _plain(name: str, value: str) -> str:
    """Numbers as numbers: a modeler writes 10.0 as 10. The prefix of a type is the writer's choice."""
    if name.endswith("}type"):
        return value.rpartition(":")[2]
    try:
        return f"{float(value):g}"
    except ValueError:
        return value
