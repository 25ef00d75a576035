"""What the modeler says at once is what the server says later: the same faults, the same keys."""

import pytest

from app.engine.checking import checks
from app.engine.reading import model as reading
from app.journey.operations.catalogue import VERBS
from tests.browser import PageAt
from tests.engine import procedures, test_checks, test_checks_elements
from tests.engine.procedures import OPERATIONS, OPTIONAL
from tests.web.static_pages import at_static

FORMS = ["routing"]
OFFERS = {
    "forms": [{"name": name} for name in FORMS],
    "decisions": [],
    "processes": [],
    "operations": [
        {
            "name": name,
            "parameters": [{"name": one, "required": one in verb.parameters} for one in verb.asked()],
        }
        for name, verb in VERBS.items()
    ],
}
# A warning, and rules whose faults the engine's tables do not hold alone.
UNTRIED = {
    "element.not_drawn",
    "element.unnamed",
    "decision.unknown",
    "flow.condition_on_default",
    "process.not_executable",
    "task.unknown_form",
}
LINT = """async ({ files, offers }) => {
    const { Linter, Modeler } = await import('/static/vendor/studio-1/modeler.js');
    const { descriptors } = await import('/static/js/studio/descriptors.js');
    const { linting, ownKeys } = await import('/static/js/studio/lint/rules.js');
    const seen = {};
    for (const [name, xml] of Object.entries(files)) {
        const modeler = new Modeler({ moddleExtensions: descriptors(xml) });
        const { rootElement } = await modeler.get('moddle').fromXML(xml);
        const linter = new Linter(linting({ builtIn: {}, words: {}, offers: () => offers }));
        const found = Object.entries(await linter.lint(rootElement));
        const errors = found.map(([key, all]) => [key, all.filter(one => one.category !== 'warn')]);
        seen[name] = errors.flatMap(([key, all]) => all.map(one => [one.id, key]));
        modeler.destroy();
    }
    return { seen, keys: [...ownKeys(offers)] };
}"""


@pytest.mark.ui
def test_the_modeler_and_the_server_see_the_same_faults(
    page_at: PageAt, monkeypatch: pytest.MonkeyPatch
) -> None:
    diagrams = _broken(monkeypatch)
    texts = {name: content.decode() for name, content in diagrams.items()}
    said = at_static(page_at()).evaluate(LINT, {"files": texts, "offers": OFFERS})
    keys = set(said["keys"])
    different = {}
    for name, content in diagrams.items():
        there = {(p.element, p.key) for p in _server(content) if p.key in keys}
        here = {(element, key) for element, key in said["seen"][name]}
        if here != there:
            different[name] = {"only here": here - there, "only there": there - here}
    assert different == {}
    assert {key for found in said["seen"].values() for _, key in found} >= keys - UNTRIED


def _broken(monkeypatch: pytest.MonkeyPatch) -> dict[str, bytes]:
    """Every diagram of the engine's tables of faults, as a whole file."""
    made: list[bytes] = []
    read = reading.read

    def keeping(files: dict[str, bytes]) -> reading.Model:
        made.append(files["procedure.bpmn"])
        return read(files)

    monkeypatch.setattr(procedures.model, "read", keeping)
    found = {}
    for table in (
        test_checks.test_what_may_not_be_published,
        test_checks_elements.test_what_the_engine_does_not_run_is_refused,
    ):
        for number, row in enumerate(table.pytestmark[0].args[1]):
            table(*row)
            found[f"{table.__name__} {number} {row[-1]}"] = made[-1]
    return found


def _server(content: bytes) -> list[checks.Problem]:
    return checks.problems(reading.read({"procedure.bpmn": content}), set(FORMS), OPERATIONS, OPTIONAL)
