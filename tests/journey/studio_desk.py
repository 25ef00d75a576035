"""Analysts at work on the petition: a draft with changes, its scenarios played, its publication asked."""

from datetime import date

from app.cityhall.drafts import actions as drafting
from app.cityhall.drafts import queries as drafts
from app.cityhall.drafts.models import Draft
from app.cityhall.procedures import folders
from app.cityhall.procedures import queries as procedures
from app.cityhall.publications.models import Publication
from app.cityhall.rehearsals.models import Play
from app.database import session, transaction
from app.journey import publication_gate, publishing
from app.journey.publication_gate import Gate
from app.journey.publishing import Wish
from tests.hall import Hall
from tests.journey.editions import Change, stamped

SHAPE = """<bpmndi:BPMNShape id="stamp_di" bpmnElement="stamp">
<dc:Bounds x="4260" y="500" width="120" height="80"/>
</bpmndi:BPMNShape><bpmndi:BPMNEdge id="stamp_flow_di" bpmnElement="stamp_to_call_delivery">
<di:waypoint x="4320" y="500"/><di:waypoint x="4320" y="200"/></bpmndi:BPMNEdge></bpmndi:BPMNPlane>"""
WORDS = 'cityhall:label="Se ștampilează" cityhall:label_en="It is stamped" cityhall:status="in_work"'


def well_stamped(text: str) -> str:
    """A step more, as an analyst leaves it: drawn, with the citizen's words."""
    if "answered_outcome" not in text:
        return text
    text = stamped(text).replace('name="Ștampilare" cityhall:status="in_work"', f'name="Ștampilare" {WORDS}')
    down = '<di:waypoint x="4320" y="880"/>\n        <di:waypoint x="4320" y="{}"/>'
    text = text.replace(down.format(200), down.format(580))
    return text.replace("</bpmndi:BPMNPlane>", SHAPE)


def drafted(hall: Hall, *changes: Change, who: str = "Anca", **files: bytes) -> Draft:
    """The petition's open draft, with these changes in the diagrams that they fit."""
    by = hall.actor(who).person_id
    with transaction():
        draft = drafting.begin(procedures.current("petition"), by, hall.now)
        for change in changes:
            for path in ("procedure.bpmn", "research.bpmn"):
                row = drafts.file_row(draft, path)
                text = change(row.content.decode()).encode()
                drafting.save(draft, path, text, row.revision, by, hall.now)
        for path, content in files.items():
            seen = drafts.file_row(draft, path).revision if path in drafts.listed(draft.id) else 0
            drafting.save(draft, path, content, seen, by, hall.now)
    return draft


def saved(hall: Hall, draft: Draft, path: str, content: bytes, who: str = "Anca") -> None:
    """One file more."""
    drafted(hall, who=who, **{path: content})


def green(hall: Hall, draft: Draft, state: str = "passed") -> None:
    """Every scenario was played on the draft as it is, and ended so."""
    digest = drafts.digest(draft.id)
    with transaction():
        for path in drafts.listed(draft.id):
            if path.startswith("scenarios/"):
                name = path.removeprefix("scenarios/").removesuffix(".json")
                facts = {"state": state, "asked_at": hall.now, "at": hall.now}
                session().add(Play(draft_id=draft.id, digest=digest, scenario=name, **facts))


def gate_of(hall: Hall, draft: Draft) -> Gate:
    """What stands before it now."""
    session().rollback()
    return publication_gate.of_draft(session().get_one(Draft, draft.id), hall.house)


def asked(
    hall: Hall,
    draft: Draft,
    who: str = "Anca",
    reason: str = "Ștampila cerută de audit.",
    day: date | None = None,
) -> Publication:
    """Somebody asks that it be published."""
    gate = gate_of(hall, draft)
    with transaction():
        return publishing.ask(gate, Wish(reason, day, gate.digest), hall.actor(who), hall.house, hall.now)


def current_digest(code: str = "petition") -> str:
    """Names the files on which cases open now."""
    return folders.digest(procedures.version_files(procedures.current(code).id))
