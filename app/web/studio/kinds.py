"""What the kinds of BPMN's elements are called: one word for each, wherever analysts read of it."""

from collections.abc import Mapping

from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString

# As in `modeling/modeler_ro.json`, which holds the modeler's own texts.
KINDS: Mapping[str, LazyString] = {
    "process": _("Procedura"),
    "collaboration": _("Diagrama"),
    "participant": _("Procedura"),
    "lane": _("Bandă"),
    "startEvent": _("Început"),
    "endEvent": _("Sfârșit"),
    "intermediateCatchEvent": _("Așteptare"),
    "intermediateThrowEvent": _("Anunț"),
    "boundaryEvent": _("Eveniment pe margine"),
    "task": _("Sarcină"),
    "userTask": _("Sarcină cu formular"),
    "manualTask": _("Sarcină făcută de mână"),
    "serviceTask": _("Pas făcut de primărie"),
    "scriptTask": _("Calcul"),
    "businessRuleTask": _("Decizie dintr-un tabel"),
    "sendTask": _("Trimiterea unui mesaj"),
    "receiveTask": _("Primirea unui mesaj"),
    "callActivity": _("Altă diagramă"),
    "subProcess": _("Subproces"),
    "adHocSubProcess": _("Subproces ad-hoc"),
    "transaction": _("Tranzacție"),
    "exclusiveGateway": _("Alegere: o singură cale"),
    "inclusiveGateway": _("Alegere: una sau mai multe căi"),
    "parallelGateway": _("În același timp"),
    "eventBasedGateway": _("Ce se întâmplă întâi"),
    "complexGateway": _("Poartă complexă"),
    "sequenceFlow": _("Săgeată"),
    "messageFlow": _("Flux de mesaje"),
    "textAnnotation": _("Notă pe desen"),
    "association": _("Legătură"),
    "group": _("Grup"),
    "dataObjectReference": _("Obiect de date"),
    "dataStoreReference": _("Depozit de date"),
}


def said(kind: str) -> str:
    """A kind, by its name in the files; an unknown one stays as it is."""
    return str(KINDS.get(kind, kind))
