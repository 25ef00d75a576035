"""Every diagram of the repository opens in the bpmn.io modeler without a warning."""

from pathlib import Path

import pytest

from tests.browser import PageAt
from tests.hall import ROOT

MODELER = next((ROOT / "app/web/static/vendor").glob("bpmn-js-*/bpmn-modeler.min.js"))
OPEN = """async xml => {
    const modeler = new BpmnJS({ container: '#canvas' });
    try {
        const { warnings } = await modeler.importXML(xml);
        const shown = modeler.get('elementRegistry').filter(e => e.type === 'bpmn:SequenceFlow').length;
        const mark = document.querySelector('.bjs-powered-by') !== null;
        const again = await modeler.saveXML();
        return { warnings: warnings.map(w => w.message), shown, mark, kept: again.xml.includes('cityhall:') };
    } catch (error) {
        return { warnings: [error.message, ...(error.warnings || []).map(w => w.message)] };
    } finally {
        modeler.destroy();
    }
}"""


@pytest.mark.ui
def test_every_diagram_opens_in_the_modeler_without_a_warning(page_at: PageAt) -> None:
    page = page_at()
    page.set_content('<div id="canvas"></div>')
    page.add_script_tag(path=MODELER)
    told = {}
    for path in sorted((ROOT / "processes").glob("*/*.bpmn")):
        seen = page.evaluate(OPEN, path.read_text(encoding="utf-8"))
        flows = _flows(path)
        told[f"{path.parent.name}/{path.name}"] = seen["warnings"] or (
            [] if (seen["shown"], seen["mark"], seen["kept"]) == (flows, True, True) else [str(seen)]
        )
    assert {name: warnings for name, warnings in told.items() if warnings} == {}


def _flows(path: Path) -> int:
    return path.read_text(encoding="utf-8").count("<bpmn:sequenceFlow ")
