"""A foreign diagram in an analyst's words: what it holds, and what of it is kept without doing anything."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby

from flask_babel import gettext as _
from flask_babel import lazy_gettext as l_

from app.engine.reading.foreign import Foreign, Strange

CAMUNDA, ZEEBE = "{http://camunda.org/schema/1.0/bpmn}", "{http://camunda.org/schema/zeebe/1.0}"
MOST_NAMED = 6
MODELERS: Mapping[str, object] = {
    CAMUNDA: "Camunda 7",
    ZEEBE: "Camunda 8 (Zeebe)",
    "{http://camunda.org/schema/modeler/1.0}": "Camunda Modeler",
    "{http://activiti.org/bpmn}": "Activiti",
    "{http://flowable.org/bpmn}": "Flowable",
    "{http://spiffworkflow.org/bpmn/schema/1.0/core}": "SpiffWorkflow / SpiffArena",
    "{http://www.signavio.com}": "Signavio",
    "{http://www.trisotech.com/2014/triso/bpmn}": "Trisotech",
    "{http://www.jboss.org/drools}": "jBPM",
    "{http://www.omg.org/bpsim}": "jBPM",
}
# What somebody else's extension asked for, and how one says it here.
PEOPLE = l_("Cine face pasul se spune aici prin banda pe care stă și rolul ei.")
FORM = l_("Formularul nu vine cu diagrama: faceți-l în „Formulare” și alegeți-l la pas.")
SERVICE = l_("Programul numit aici nu există în primărie: alegeți o operațiune a ei.")
DATA = l_("Datele nu se copiază aici între pași: se scriu în formulare și în operațiuni.")
SCRIPT = l_("Nu se execută. Aici scripturile sunt numai atribuiri.")
DUE = l_("Termenul pasului se scrie aici în câmpul „Termen” al pasului.")
RETRY = l_("Reîncercările le face primăria singură, cu pauze tot mai lungi.")
MEANINGS: Mapping[str, object] = {
    **dict.fromkeys(
        ("assignee", "candidateGroups", "candidateUsers", "assignmentDefinition", "initiator"), PEOPLE
    ),
    **dict.fromkeys(("formKey", "formRef", "formData", "formField", "formDefinition", "userTaskForm"), FORM),
    **dict.fromkeys(
        ("class", "expression", "delegateExpression", "topic", "type", "connector", "taskDefinition"), SERVICE
    ),
    **dict.fromkeys(("inputOutput", "inputParameter", "outputParameter", "ioMapping", "in", "out"), DATA),
    **dict.fromkeys(("resultVariable", "input", "output"), DATA),
    **dict.fromkeys(("executionListener", "taskListener", "script", "unitTests"), SCRIPT),
    **dict.fromkeys(("dueDate", "followUpDate", "taskSchedule"), DUE),
    **dict.fromkeys(("retry", "failedJobRetryTimeCycle", "asyncBefore", "asyncAfter"), RETRY),
    **dict.fromkeys(
        ("decisionRef", "calledDecision"), l_("Tabelul de decizie se alege la pas, dintre cele ale ciornei.")
    ),
    "instructionsForEndUser": l_(
        "Explicațiile pentru cetățean se scriu în formular sau în „Eticheta” pasului."
    ),
}
KINDS: Mapping[str, object] = {
    "task": l_("sarcini fără fel"),
    "userTask": l_("sarcini cu formular"),
    "manualTask": l_("sarcini făcute de mână"),
    "serviceTask": l_("pași făcuți de primărie"),
    "scriptTask": l_("calcule"),
    "sendTask": l_("trimiteri de mesaje"),
    "receiveTask": l_("primiri de mesaje"),
    "businessRuleTask": l_("decizii din tabele"),
    "callActivity": l_("alte diagrame"),
    "subProcess": l_("subprocese"),
    "transaction": l_("tranzacții"),
    "adHocSubProcess": l_("subprocese ad-hoc"),
    "startEvent": l_("începuturi"),
    "endEvent": l_("sfârșituri"),
    "intermediateCatchEvent": l_("așteptări"),
    "intermediateThrowEvent": l_("anunțuri"),
    "boundaryEvent": l_("evenimente pe margine"),
    "exclusiveGateway": l_("alegeri: o singură cale"),
    "inclusiveGateway": l_("alegeri: una sau mai multe căi"),
    "parallelGateway": l_("porți „În același timp”"),
    "eventBasedGateway": l_("porți „Ce se întâmplă întâi”"),
    "complexGateway": l_("porți complexe"),
}
UNREAD: Mapping[str, object] = {
    "documentation": l_("note de documentare"),
    "text": l_("note de documentare"),
    "textAnnotation": l_("note pe desen"),
    "association": l_("legături ale notelor"),
    "group": l_("grupuri desenate"),
    "messageFlow": l_("săgeți între participanți"),
    "dataStore": l_("depozite de date"),
    "dataStoreReference": l_("depozite de date"),
    "potentialOwner": l_("cine ar putea lucra"),
    "humanPerformer": l_("cine ar putea lucra"),
    "ioSpecification": l_("intrări și ieșiri de date"),
}


@dataclass(frozen=True)
class Line:
    """One kind of thing that is kept: its name as in the file, how many, where, and what to do instead."""

    name: str
    times: int
    on: str
    instead: str


@dataclass(frozen=True)
class Told:
    """The report's parts, ready for the page."""

    made_by: str
    processes: int
    found: list[tuple[int, str]]
    kept: list[tuple[str, list[Line]]]
    unread: list[tuple[int, str]]


def told(found: Foreign) -> Told:
    """The file as sentences."""
    strange = sorted(found.strange, key=lambda one: (one.space, -one.times))
    return Told(
        made_by=found.made_by,
        processes=len(found.processes),
        found=_counted(found.found, KINDS),
        kept=[(_maker(space), [_line(one) for one in ones]) for space, ones in groupby(strange, _space)],
        unread=_counted(found.unread, UNREAD),
    )


def _counted(numbers: Mapping[str, int], words: Mapping[str, object]) -> list[tuple[int, str]]:
    """The largest first; what has one name in words is one line."""
    sums: dict[str, int] = {}
    for kind, number in numbers.items():
        name = str(words.get(kind, kind))
        sums[name] = sums.get(name, 0) + number
    return sorted(((number, name) for name, number in sums.items()), key=lambda pair: (-pair[0], pair[1]))


def _space(one: Strange) -> str:
    return one.space


def _maker(space: str) -> str:
    return str(MODELERS.get(space, space.strip("{}") or _("fără nume")))


def _line(one: Strange) -> Line:
    on = ", ".join(one.on[:MOST_NAMED]) + (" …" if len(one.on) > MOST_NAMED else "")
    name = one.name if one.attribute else f"<{one.name}>"
    return Line(name, one.times, on, str(MEANINGS.get(one.name, "")))
