import re

import pytest
from lxml import etree

from app.engine.telling import shapes
from app.engine.telling.drawing import Mark, draw
from tests.engine.procedures import CODES, procedure, small

SVG = "{http://www.w3.org/2000/svg}"
EVERY = [(code, process) for code in CODES for process in procedure(code).processes]


def drawn(
    code: str, process: str, *, done: tuple[str, ...] = (), now: tuple[str, ...] = (), lang: str = "ro"
) -> etree._Element:
    return etree.fromstring(draw(procedure(code), process, done=done, now=now, lang=lang))


def group(svg: etree._Element, element: str) -> etree._Element:
    return next(g for g in svg.iter(f"{SVG}g") if (g.get("id") or "").endswith(f"-{element}"))


def words(node: etree._Element) -> str:
    return " ".join(str(t) for t in node.itertext())


@pytest.mark.parametrize(("code", "process"), EVERY)
def test_nothing_in_it_that_the_content_policy_forbids(code: str, process: str) -> None:
    text = draw(procedure(code), process, done=(), now=())
    assert not re.search(r"style=|<style|<script|\son\w+=|href=", text)


@pytest.mark.parametrize(("code", "process"), EVERY)
def test_it_says_what_it_is_and_ids_are_unique(code: str, process: str) -> None:
    svg = drawn(code, process)
    ids = [node.get("id") for node in svg.iter() if node.get("id")]
    assert len(ids) == len(set(ids))
    assert svg.get("role") == "img"
    assert all(label in ids for label in str(svg.get("aria-labelledby")).split())


@pytest.mark.parametrize(("code", "process"), EVERY)
def test_every_element_and_flow_is_in_it(code: str, process: str) -> None:
    svg, model = drawn(code, process), procedure(code)
    groups = [g for g in svg.iter(f"{SVG}g") if (g.get("class") or "").startswith("element")]
    lines = [p for p in svg.iter(f"{SVG}path") if (p.get("class") or "").split()[:1] == ["flow"]]
    assert len(groups) == len(model.within(process))
    assert len(lines) == len([f for f in model.flows.values() if f.process == process])


def test_states_are_told_by_class_by_sign_and_in_words() -> None:
    svg = drawn("petition", "petition", done=("petition_filed", "call_intake"), now=("routing",))
    done, now, later = (group(svg, e) for e in ("call_intake", "routing", "drafting"))
    assert [str(g.get("class")).split()[1] for g in (done, now, later)] == ["done", "now", "next"]
    signs = [{str(n.get("class")) for n in g} & {"tick", "ring"} for g in (done, now, later)]
    assert signs == [{"tick"}, {"ring"}, set()]
    assert [g.findtext(f"{SVG}title") for g in (done, now, later)] == [
        "Înregistrare: făcut", "Repartizare: acum", "Redactarea răspunsului: urmează",
    ]  # fmt: skip


def test_the_path_travelled_is_drawn_last_and_thick() -> None:
    svg = drawn("petition", "petition", done=("petition_filed",), now=("call_intake",))
    travelled = [p for p in svg.iter(f"{SVG}path") if p.get("class") == "flow travelled"]
    assert len(travelled) == 1
    assert float(str(travelled[0].get("stroke-width"))) > 2


def test_a_call_under_way_is_marked_from_the_step_inside() -> None:
    done = ("petition_filed", "call_intake", "routing", "competence", "redirect_told", "closing_outcome")
    svg = drawn("petition", "petition", done=done, now=("archiving_archive",))
    assert "now" in str(group(svg, "closing_archiving").get("class")).split()
    assert "next" in str(group(svg, "call_archiving").get("class")).split()


def test_it_speaks_english_too() -> None:
    svg = drawn("petition", "petition", now=("routing",), lang="en")
    assert "Public relations" in words(svg)
    assert "Routing: now" in words(svg)
    assert not re.search("[ăâîșț]", words(svg))


def test_rounds_events_and_kinds_of_tasks_have_their_signs() -> None:
    loop = '<bpmn:standardLoopCharacteristics loopMaximum="2"/>'
    signal = '<bpmn:signalEventDefinition signalRef="s"/>'
    body = f'<bpmn:manualTask id="again">{loop}</bpmn:manualTask><bpmn:businessRuleTask id="rule"/>'
    body += f'<bpmn:intermediateThrowEvent id="tell">{signal}</bpmn:intermediateThrowEvent>'
    body += f'<bpmn:intermediateCatchEvent id="hear">{signal}</bpmn:intermediateCatchEvent>'
    model = small(body, '<bpmn:signal id="s" name="s"/>')
    svg = etree.fromstring(draw(model, "small", done=(), now=()))

    def signs(own: str) -> list[tuple[str | None, bool]]:
        paths = group(svg, own).iter(f"{SVG}path")
        return [(p.get("d"), p.get("fill") != "none") for p in paths if p.get("class") == "sign"]

    assert signs("again") == [(shapes.HAND, False), (shapes.MARKERS["loop"], False)]
    assert signs("rule") == [(shapes.TABLE, False)]
    assert signs("tell") == [(shapes.EVENTS["signal"], True)]
    assert signs("hear") == [(shapes.EVENTS["signal"], False)]


def test_a_mark_is_told_by_class_badge_title_and_link() -> None:
    marks = {
        "routing": Mark("heat-3", "12", "Repartizare: 12 cereri", "/studio/petition/viu/routing", "warn"),
        "no_such_thing": Mark("added", "+"),
    }
    svg = etree.fromstring(draw(procedure("petition"), "petition", done=(), now=(), marks=marks))
    routing = group(svg, "routing")
    assert str(routing.get("class")).split()[-2:] == ["mark", "mark-heat-3"]
    assert routing.findtext(f"{SVG}title") == "Repartizare: 12 cereri"
    assert routing.findtext(f".//{SVG}text[@class='badge-text']") == "12"
    link = routing.getparent()
    assert link is not None
    assert (link.tag, link.get("href")) == (f"{SVG}a", "/studio/petition/viu/routing")
    assert svg.get("role") == "group"  # what is inside an image cannot be reached
    assert group(svg, "drafting").findtext(f"{SVG}title") == "Redactarea răspunsului"


def test_a_line_may_be_marked_and_two_drawings_share_a_page() -> None:
    model = procedure("petition")
    own = next(f for f in model.flows.values() if f.process == "petition")
    marks = {own.id: Mark("untaken", "0", "nimeni nu a trecut")}
    texts = [draw(model, "petition", done=(), now=(), marks=marks, prefix=one) for one in ("old", "new")]
    ids = [n.get("id") for text in texts for n in etree.fromstring(text).iter() if n.get("id")]
    assert len(ids) == len(set(ids))
    lines = [p for p in etree.fromstring(texts[0]).iter(f"{SVG}path") if "mark-untaken" in p.get("class", "")]
    assert [line.findtext(f"{SVG}title") for line in lines] == ["nimeni nu a trecut"]
