"""Diagrams of other programs in the studio's modeler: what it would not give back whole, it says first."""

from collections import Counter
from collections.abc import Callable

import pytest
from lxml import etree

from app.engine.reading import foreign
from tests.browser import PageAt
from tests.foreign.shelf import every
from tests.foreign.test_foreign import REFUSED
from tests.web.static_pages import at_static

Parts = Counter[tuple[str, ...]]
Note = Callable[[str, object], None]
BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
TYPE = "{http://www.w3.org/2001/XMLSchema-instance}type"
THROUGH = """async files => {
    const { Modeler, modules } = await import('/static/vendor/studio-1/modeler.js');
    const { descriptors } = await import('/static/js/studio/descriptors.js');
    const { failure, losses } = await import('/static/js/studio/losses.js');
    const same = new Proxy({}, { get: (_, key) => key });
    const said = key => key + ' {tag} {name} {value} {on}';
    const words = new Proxy({ warnings: same }, { get: (all, key) => all[key] ?? said(key) });
    const answers = {};
    for (const [name, xml] of Object.entries(files)) {
        const modeler = new Modeler({
            container: '#canvas', moddleExtensions: descriptors(xml),
            additionalModules: [modules.append, modules.tokenSimulation, modules.minimap],
        });
        try {
            const { warnings } = await modeler.importXML(xml);
            const told = await losses(modeler, xml, warnings, words);
            const saved = (await modeler.saveXML({ format: true })).xml;
            answers[name] = { told: told.map(one => one.sentence), warnings: warnings.length, saved };
        } catch (error) {
            answers[name] = { failed: failure(error, { failures: same }) };
        }
        modeler.destroy();
    }
    return answers;
}"""
# What the schema of BPMN gives an attribute that is left out.
DEFAULTS = {
    ("cancelActivity", "true"),
    ("completionQuantity", "1"),
    ("eventGatewayType", "Exclusive"),
    ("expressionLanguage", "http://www.w3.org/1999/XPath"),
    ("gatewayDirection", "Unspecified"),
    ("instantiate", "false"),
    ("isCollection", "false"),
    ("isForCompensation", "false"),
    ("isInterrupting", "true"),
    ("isSequential", "false"),
    ("parallelMultiple", "false"),
    ("startQuantity", "1"),
    ("testBefore", "false"),
    ("textFormat", "text/plain"),
    ("triggeredByEvent", "false"),
    ("typeLanguage", "http://www.w3.org/2001/XMLSchema"),
}
TYPED = ("waypoint", "childLaneSet")  # written with the type that they have anyway


def parts(xml: str) -> Parts:
    """Every element, attribute and text, as far as BPMN tells two ways of writing it apart."""
    found: Parts = Counter()
    for node in etree.fromstring(xml.encode()).iter(etree.Element):
        tag, own = str(node.tag).replace(BPMN + "formalExpression", BPMN + "expression"), node.get("id", "")
        found[tag, own] += 1
        if said := (node.text or "").strip():
            found[tag, own, plain(said)] += 1
        for name, value in node.attrib.items():
            if (str(name), str(value)) in DEFAULTS or (name == TYPE and tag.endswith(TYPED)):
                continue
            found[tag, own, str(name), plain(str(value), is_type=name == TYPE)] += 1
    return found


def plain(value: str, *, is_type: bool = False) -> str:
    """Numbers as numbers, spaces as one; the prefix of a type is the writer's choice."""
    said = " ".join(value.split())
    try:
        return f"{float(said):.12g}"
    except ValueError:
        return said.rpartition(":")[2] if is_type else said


@pytest.mark.ui
def test_the_modeler_gives_foreign_files_back_or_says_what_it_would_lose(
    page_at: PageAt, record_property: Note
) -> None:
    paths = [path for path in every() if path.stem not in REFUSED]
    files = {f"{path.parent.name}/{path.stem}": foreign.as_utf8(path.read_bytes()).decode() for path in paths}
    seen = at_static(page_at()).evaluate(THROUGH, files)
    table = dict[str, str]()
    for name, one in seen.items():
        if "failed" in one:
            table[name] = f"does not open: {one['failed']}"
            assert one["failed"] != "other", name
            continue
        lost = parts(files[name]) - parts(one["saved"])
        assert bool(one["told"]) == bool(lost or one["warnings"]), (name, one["told"], lost)
        table[name] = f"warned of {len(one['told'])}" if one["told"] else "kept"
    record_property("table", "\n".join(f"{name:<45} {what}" for name, what in table.items()))
    assert len(table) == len(files) > 50
    assert sum(what == "kept" for what in table.values()) >= 30
