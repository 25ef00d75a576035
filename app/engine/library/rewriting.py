"""What BPMN may say in more than one way, said in the way that the library truly runs.

An event sub-process is the same as a boundary event round everything else: so the rest of its process goes
into a sub-process of its own, `<id>.body`, and the start event becomes a boundary event on that. A link is
the same as a flow. Only the library sees the result: the model, drawings and cases speak of the diagram as
it was drawn.
"""

from lxml import etree

from app.engine.library.tasks import BODY
from app.engine.reading import bpmn_xml
from app.engine.reading.bpmn_xml import BPMN

LINK = BPMN + "linkEventDefinition"


def rewrite(root: etree._Element) -> None:
    """Change a file's tree in place."""
    for catch in list(root.iter(BPMN + "intermediateCatchEvent")):
        _join_link(catch)
    for scope in list(root.iter(BPMN + "process", BPMN + "subProcess")):  # outer ones first
        if handlers := scope.findall(BPMN + "subProcess[@triggeredByEvent='true']"):
            _set_apart(scope, handlers)


def _join_link(catch: etree._Element) -> None:
    """A flow from every throwing end of the link to the catching one."""
    link, scope = catch.find(LINK), catch.getparent()
    if link is None or scope is None:
        return
    for throw in scope.findall(BPMN + "intermediateThrowEvent"):
        sent = throw.find(LINK)
        if sent is not None and sent.get("name") == link.get("name"):
            _flow(scope, throw.get("id", ""), catch.get("id", ""))
            throw.remove(sent)
    catch.remove(link)


def _set_apart(scope: etree._Element, handlers: list[etree._Element]) -> None:
    own = scope.get("id", "")
    inside = [node for node in scope if _runs(node) and node not in handlers]
    body = etree.SubElement(scope, BPMN + "subProcess", id=own + BODY)
    body.extend(inside)
    etree.SubElement(scope, BPMN + "startEvent", id=f"{own}.go")
    etree.SubElement(scope, BPMN + "endEvent", id=f"{own}.stop")
    _flow(scope, f"{own}.go", own + BODY)
    _flow(scope, own + BODY, f"{own}.stop")
    for handler in handlers:
        _attach(scope, handler)


def _attach(scope: etree._Element, handler: etree._Element) -> None:
    """The start event goes out of its sub-process and sits on the body; a plain one takes its place."""
    name, start = handler.get("id", ""), handler.find(BPMN + "startEvent")
    if start is None:
        return  # the checks have said so
    own = start.get("id", "")
    boundary = etree.SubElement(scope, BPMN + "boundaryEvent")
    boundary.attrib.update(start.attrib)
    boundary.set("cancelActivity", start.get("isInterrupting", "true"))
    boundary.set("attachedToRef", scope.get("id", "") + BODY)
    boundary.extend([child for child in start if bpmn_xml.local(child) != "outgoing"])
    start.attrib.clear()
    start.set("id", f"{own}.in")
    for flow in handler.iterfind(f"{BPMN}sequenceFlow[@sourceRef='{own}']"):
        flow.set("sourceRef", f"{own}.in")
    handler.attrib.pop("triggeredByEvent")
    etree.SubElement(scope, BPMN + "endEvent", id=f"{name}.done")
    _flow(scope, own, name)
    _flow(scope, name, f"{name}.done")


def _runs(node: etree._Element) -> bool:
    return bpmn_xml.is_node(node) or bpmn_xml.local(node) == "sequenceFlow"


def _flow(scope: etree._Element, source: str, target: str) -> None:
    own = f"{source}..{target}"
    etree.SubElement(scope, BPMN + "sequenceFlow", id=own, sourceRef=source, targetRef=target)
