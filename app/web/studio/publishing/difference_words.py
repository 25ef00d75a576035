"""A difference between two editions in the reader's words: what it is about, what was, what is."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from flask_babel import lazy_gettext
from flask_babel.speaklater import LazyString

from app.journey import differences
from app.journey.differences import Difference
from app.web.studio import kinds
from app.web.studio.publishing.difference_fields import field

_ = lazy_gettext

PARTS: Mapping[str, LazyString] = {
    "diagram": _("Diagrama"),
    "table": _("Tabele de decizie"),
    "form": _("Formulare"),
    "letter": _("Scrisori"),
    "term": _("Termene și setări"),
    "notice": _("Mesaje către oameni"),
    "papers": _("Acte cerute"),
    "scenario": _("Scenarii"),
    "other": _("Altele"),
}
KINDS: Mapping[str, LazyString] = {
    "added": _("nou"),
    "removed": _("scos"),
    "changed": _("schimbat"),
    "moved": _("mutat"),
}
TONES = {"added": "ok", "removed": "bad", "changed": "work", "moved": "muted"}
SENTENCES: Mapping[str, LazyString] = {
    "diagram.unreadable": _("Fișierul „%(path)s” nu poate fi citit."),
    "diagram.file_added": _("Fișierul „%(path)s”"),
    "diagram.file_removed": _("Fișierul „%(path)s”"),
    "diagram.file_changed": _("Fișierul „%(path)s” este scris altfel; nimic din ce rulează nu s-a schimbat."),
    "diagram.process_added": _("Diagrama „%(name)s”"),
    "diagram.process_removed": _("Diagrama „%(name)s”"),
    "diagram.lane_added": _("Banda „%(name)s”"),
    "diagram.lane_removed": _("Banda „%(name)s”"),
    "diagram.element_added": _("%(what)s „%(name)s”"),
    "diagram.element_removed": _("%(what)s „%(name)s”"),
    "diagram.flow_added": _("Săgeata de la „%(source)s” la „%(target)s”"),
    "diagram.flow_removed": _("Săgeata de la „%(source)s” la „%(target)s”"),
    "diagram.field": _("„%(name)s”: %(field)s"),
    "diagram.redrawn": _("Desenul: %(count)s elemente stau în alt loc."),
    "table.unreadable": _("Fișierul „%(path)s” nu poate fi citit."),
    "table.added": _("Tabelul „%(table)s”, cu %(rules)s reguli"),
    "table.removed": _("Tabelul „%(table)s”, cu %(rules)s reguli"),
    "table.file_changed": _("Fișierul „%(path)s” este scris altfel; nicio regulă nu s-a schimbat."),
    "table.field": _("Tabelul „%(table)s”: %(field)s"),
    "table.rule_added": _("Tabelul „%(table)s”, regula %(rule)s: %(said)s"),
    "table.rule_removed": _("Tabelul „%(table)s”, regula %(rule)s: %(said)s"),
    "table.cell": _("Tabelul „%(table)s”, regula %(rule)s, coloana „%(column)s”"),
    "table.note": _("Tabelul „%(table)s”, nota regulii %(rule)s"),
    "table.reordered": _("Tabelul „%(table)s”: regulile stau în altă ordine."),
    "form.added": _("Formularul „%(form)s”"),
    "form.removed": _("Formularul „%(form)s”"),
    "form.unreadable": _("Formularul „%(form)s” nu poate fi citit."),
    "form.file_changed": _("Formularul „%(form)s” este scris altfel; nicio întrebare nu s-a schimbat."),
    "form.text": _("Formularul „%(form)s”: %(field)s"),
    "form.part": _("Formularul „%(form)s”: %(field)s"),
    "form.field_added": _("Formularul „%(form)s”: câmpul „%(name)s”"),
    "form.field_removed": _("Formularul „%(form)s”: câmpul „%(name)s”"),
    "form.field": _("Formularul „%(form)s”, câmpul „%(name)s”: %(field)s"),
    "form.field_part": _("Formularul „%(form)s”, câmpul „%(name)s”: %(field)s"),
    "form.page_added": _("Formularul „%(form)s”: pagina „%(page)s”"),
    "form.page_removed": _("Formularul „%(form)s”: pagina „%(page)s”"),
    "form.page": _("Formularul „%(form)s”, pagina „%(page)s”: %(field)s"),
    "form.pages_reordered": _("Formularul „%(form)s”: paginile stau în altă ordine."),
    "letter.lines": _("Scrisoarea „%(path)s”"),
    "config.field": _("%(field)s"),
    "notice.added": _("Mesajul „%(name)s”"),
    "notice.removed": _("Mesajul „%(name)s”"),
    "notice.field": _("Mesajul „%(name)s”: %(field)s"),
    "paper.added": _("Actul „%(name)s”"),
    "paper.removed": _("Actul „%(name)s”"),
    "paper.field": _("Actul „%(name)s”: %(field)s"),
    "paper.reordered": _("Actele stau în altă ordine."),
    "scenario.changed": _("Scenariul „%(title)s”: %(fields)s"),
    "file.added": _("Fișierul „%(title)s”"),
    "file.removed": _("Fișierul „%(title)s”"),
    "file.unreadable": _("Fișierul „%(path)s” nu poate fi citit."),
    "file.same_words": _("Fișierul „%(path)s” este altul, dar cuvintele sunt aceleași."),
    "file.lines": _("Fișierul „%(path)s”"),
    "file.more": _("Fișierul „%(path)s”: încă %(count)s locuri."),
}


@dataclass(frozen=True)
class Told:
    """One difference on the page: `before` and `after` are shown when `valued`."""

    kind: str
    word: str
    tone: str
    sentence: str
    before: str
    after: str
    valued: bool
    element: str


def told(one: Difference) -> Told:
    """The difference in the reader's language."""
    facts = _facts(one)
    text = SENTENCES.get(one.key)
    return Told(
        kind=one.kind,
        word=str(KINDS[one.kind]),
        tone=TONES[one.kind],
        sentence=str(text) % facts if text else one.path,
        before=facts.get("before", ""),
        after=facts.get("after", ""),
        valued="before" in facts,
        element=one.element if one.part == "diagram" else "",
    )


def _facts(one: Difference) -> dict[str, str]:
    facts = {"path": one.path, **one.facts}
    if "name" in facts:
        facts["name"] = facts["name"] or one.element
    if "what" in facts and one.part == "diagram":
        facts["what"] = kinds.said(facts["what"])
    if "field" in facts:
        facts["field"] = field(one.part, facts["field"])
    return facts


def by_part(found: Iterable[Difference]) -> list[tuple[str, str, list[Told]]]:
    """What is shown, part by part: its key, its title, its differences."""
    listed = list(found)
    parts = [(part, [told(one) for one in listed if one.part == part]) for part in differences.PARTS]
    return [(part, str(PARTS[part]), them) for part, them in parts if them]
