"""What the page of a diagram says by way of its scripts."""

import json
from pathlib import Path
from typing import Any

from flask_babel import gettext as _

from app.web.studio.modeling.loss_words import losing
from app.web.studio.modeling.saving_words import saving

# bpmn-js speaks English and asks for a translation of each text; English readers need none.
PHRASES: dict[str, str] = json.loads(Path(__file__).with_name("modeler_ro.json").read_text("utf-8"))


def words(locale: str) -> dict[str, Any]:
    """The words of `js/studio/modeler.js`; `{…}` is filled in there."""
    return {
        "phrases": PHRASES | _simulation_phrases() if locale == "ro" else {},
        "saving": saving(),
        "problems": {
            "counted": _("Erori: {errors}. Avertizări: {warnings}."),
            "none": _("Nicio problemă."),
            "error": _("Eroare:"),
            "warning": _("Avertizare:"),
        },
        "simulation": {"step": _("Jetonul ajunge la „{name}”.")},
        "losing": losing(),
    }


def drawing_rules() -> dict[str, dict[str, str]]:
    """Rules that only the drawing shows; all others have the sentences of the check."""
    return {
        "element.unnamed": {
            "sentence": _("Elementul nu are nume."),
            "mend": _("Dați-i un nume scurt: ce se face aici sau ce se întâmplă aici."),
        },
        "no-duplicate-sequence-flows": {
            "sentence": _("Săgeata leagă aceleași două elemente ca alta."),
            "mend": _("Ștergeți una dintre săgeți."),
        },
        "no-overlapping-elements": {
            "sentence": _("Elementul se suprapune cu altul."),
            "mend": _("Mutați unul dintre ele, ca amândouă să se vadă întregi."),
        },
        "superfluous-gateway": {
            "sentence": _("Poarta are o singură intrare și o singură ieșire, deci nu alege nimic."),
            "mend": _("Ștergeți poarta și uniți direct elementele."),
        },
    }


def _simulation_phrases() -> dict[str, str]:
    """Titles and notices that the token simulation writes itself."""
    return {
        "Play/Pause Simulation": "Porniți sau opriți mersul",
        "Pause Simulation": "Mersul este oprit",
        "Play Simulation": "Mersul continuă",
        "Reset Simulation": "Luați-o de la început",
        "Toggle Simulation Log": "Arătați sau ascundeți jurnalul",
        "Set animation speed = Slow": "Mers încet",
        "Set animation speed = Normal": "Mers obișnuit",
        "Set animation speed = Fast": "Mers repede",
        "Set Sequence Flow": "Alegeți calea",
        "Trigger Event": "Porniți evenimentul",
        "Add pause point": "Opriți jetonul aici",
        "Remove pause point": "Nu mai opriți jetonul aici",
        "Found unsupported elements": "Unele elemente nu pot fi parcurse",
        "Not supported": "Nu poate fi parcurs",
        "Finished": "S-a terminat",
    }
